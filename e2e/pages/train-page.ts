import type { Locator, Page } from '@playwright/test';
import { text } from '../../renderer/messages/text.ts';

/** The page with the settings, the curves and the runs. */
export class TrainPage {
  readonly settings: Locator;
  readonly runs: Locator;
  readonly loss: Locator;
  readonly failure: Locator;
  /** The rows of the table of folds, and their mean. */
  readonly folds: Locator;
  readonly meanOfFolds: Locator;

  constructor(page: Page) {
    this.settings = page.getByRole('complementary', { name: text('training.settings') });
    this.runs = page.getByRole('complementary', { name: text('training.runs') }).getByRole('listitem');
    this.loss = page.getByRole('region', { name: text('training.loss'), exact: true });
    const folds = page.getByRole('region', { name: /^Cross-validation, / });
    this.folds = folds.locator('tbody').getByRole('row');
    this.meanOfFolds = folds.locator('tfoot').getByRole('row');
    this.failure = page.getByRole('main').getByRole('alert');
  }

  setting(name: 'batchSize' | 'epochs' | 'folds' | 'seed'): Locator {
    return this.settings.getByLabel(text(`training.${name}`), { exact: true });
  }

  async set(name: 'batchSize' | 'epochs' | 'folds' | 'seed', value: number): Promise<void> {
    await this.setting(name).fill(String(value));
    await this.setting(name).blur();
  }

  /** How many points the lines of the loss have by now. */
  lossPoints(): Promise<number> {
    return this.loss
      .locator('path.recharts-line-curve')
      .evaluateAll((paths) =>
        paths.reduce((sum, path) => sum + (path.getAttribute('d')?.match(/[MLC]/g)?.length ?? 0), 0),
      );
  }
}
