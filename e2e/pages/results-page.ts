import type { Locator, Page } from '@playwright/test';
import { text } from '../../renderer/messages/text.ts';

/** The page that says what a run is worth. */
export class ResultsPage {
  readonly main: Locator;
  readonly run: Locator;
  readonly usedOnce: Locator;
  readonly scatter: Locator;

  constructor(page: Page) {
    this.main = page.getByRole('main');
    this.run = this.main.getByRole('combobox', { name: text('results.run') });
    this.usedOnce = this.main.getByText(text('results.usedOnce'), { exact: true });
    this.scatter = this.main.getByText(text('results.scatter'));
  }

  /** A test value by the metric's name. */
  test(metric: string): Locator {
    return this.main.getByText(text('results.test', { metric })).locator('..');
  }
}
