import type { Locator, Page } from '@playwright/test';
import { text } from '../../renderer/messages/text.ts';
import type { StepName } from '../../shared/data/steps/index.ts';

/** The list of preparation steps on the Data page. */
export class PreparationList {
  readonly area: Locator;
  /** The rows, in their order. */
  readonly rows: Locator;

  constructor(private readonly page: Page) {
    this.area = page.getByRole('region', { name: text('preparation.title') });
    this.rows = this.area.getByRole('list').locator('> li');
  }

  /** The row of the only step of a kind. */
  row(kind: StepName): Locator {
    return this.rows.filter({ has: this.head(kind) });
  }

  /** What opens and closes a step, and hears its keys. */
  head(kind: StepName): Locator {
    return this.page.locator('button[data-button="head"]').filter({ hasText: text(`preparation.step-${kind}`) });
  }

  /** The kinds of the steps, as they are called, from top to bottom. */
  names(): Promise<readonly string[]> {
    return this.rows.locator('b').allInnerTexts();
  }

  /** Shows the steps that nothing in the data needs. */
  async showIdle(): Promise<void> {
    await this.area.getByRole('button', { expanded: false, name: text('preparation.idleOne') }).click();
  }

  async add(kind: StepName): Promise<void> {
    await this.area.getByRole('button', { name: text('preparation.add') }).click();
    await this.page.getByRole('menuitem', { name: text(`preparation.step-${kind}`) }).click();
  }

  /** Chooses one of the options of a setting that an open step has. */
  async choose(kind: StepName, label: string, option: string): Promise<void> {
    await this.row(kind).getByRole('combobox', { name: label, exact: true }).click();
    await this.page.getByRole('option', { name: option }).click();
  }
}
