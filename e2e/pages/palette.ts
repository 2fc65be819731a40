import type { Locator, Page } from '@playwright/test';
import { text } from '../../renderer/messages/text.ts';
import { panelOf } from './panel.ts';

/** The list of blocks to build with. */
export class Palette {
  readonly panel: Locator;
  readonly search: Locator;

  constructor(page: Page) {
    this.panel = panelOf(page, 'palette');
    this.search = this.panel.getByLabel(text('palette.searchLabel'));
  }

  /** A block type in its category. */
  block(type: string): Locator {
    return this.panel.locator(`[data-palette-type="${type}"]`).last();
  }
}
