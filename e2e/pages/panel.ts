import type { Locator, Page } from '@playwright/test';

/** A panel of the window by the name that F6 knows it by. */
export function panelOf(page: Page, name: 'top' | 'palette' | 'canvas' | 'inspector' | 'dock' | 'run'): Locator {
  return page.locator(`[data-panel="${name}"]`);
}
