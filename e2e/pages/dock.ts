import type { Locator, Page } from '@playwright/test';
import { text } from '../../renderer/messages/text.ts';
import { panelOf } from './panel.ts';

/** The panel below the canvas. */
export class Dock {
  readonly panel: Locator;
  readonly problems: Locator;
  readonly noProblems: Locator;
  readonly summary: Locator;

  constructor(page: Page) {
    this.panel = panelOf(page, 'dock');
    this.problems = this.panel.getByRole('listitem');
    this.summary = this.panel.getByRole('treegrid', { name: text('summary.label') });
    this.noProblems = this.panel.getByText(text('dock.noProblems'));
  }

  tab(name: 'problems' | 'code' | 'summary' | 'log'): Locator {
    return this.panel.getByRole('tab', { name: text(`dock.${name}`) });
  }
}
