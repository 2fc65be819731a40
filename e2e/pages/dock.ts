import { expect, type Locator, type Page } from '@playwright/test';
import { text } from '../../renderer/messages/text.ts';
import { panelOf } from './panel.ts';

/** The panel below the canvas. */
export class Dock {
  readonly panel: Locator;
  readonly problems: Locator;
  readonly noProblems: Locator;
  readonly summary: Locator;
  /** The model's source, line by line; only those in sight are there. */
  readonly code: Locator;
  readonly markedLines: Locator;
  /** Its upper edge, by which it gets higher. */
  readonly edge: Locator;

  constructor(page: Page) {
    this.panel = panelOf(page, 'dock');
    this.problems = this.panel.getByRole('listitem');
    this.summary = this.panel.getByRole('treegrid', { name: text('summary.label') });
    this.noProblems = this.panel.getByText(text('dock.noProblems'));
    this.code = this.panel.getByRole('listbox');
    this.markedLines = this.code.locator('[role="option"][aria-selected="true"]');
    this.edge = this.panel.getByRole('separator', { name: text('dock.height') });
  }

  tab(name: 'problems' | 'code' | 'summary' | 'log'): Locator {
    return this.panel.getByRole('tab', { name: text(`dock.${name}`) });
  }

  /** The choice of a language for the source. */
  language(name: 'Keras' | 'PyTorch' | 'TypeScript'): Locator {
    return this.panel.getByRole('radio', { name });
  }

  /** Chooses the language of the source with the mouse. */
  async showIn(name: 'Keras' | 'PyTorch' | 'TypeScript'): Promise<void> {
    await this.panel
      .getByRole('radiogroup', { name: text('dock.language') })
      .getByText(name, { exact: true })
      .click();
    await expect(this.code).toHaveAccessibleName(text('dock.codeLabel', { language: name }));
  }

  /** The first line of the source that has these words. */
  line(words: string): Locator {
    return this.code.getByRole('option').filter({ hasText: words }).first();
  }
}
