import { expect, type Locator, type Page } from '@playwright/test';
import { text } from '../../renderer/messages/text.ts';
import { panelOf } from './panel.ts';

/** The panel with the parameters of what is selected. */
export class Inspector {
  readonly panel: Locator;
  readonly title: Locator;
  readonly name: Locator;

  constructor(private readonly page: Page) {
    this.panel = panelOf(page, 'inspector');
    this.title = this.panel.getByRole('heading', { level: 2 });
    this.name = this.field(text('inspector.name'));
  }

  /** The control of a parameter, by its label. */
  field(label: string): Locator {
    return this.panel.getByLabel(label, { exact: true });
  }

  /** Types a parameter's value in place of what is there. */
  async type(label: string, value: string): Promise<void> {
    await this.field(label).fill(value);
    await this.field(label).blur();
  }

  /** Turns a parameter on by its label. */
  async turnOn(label: string): Promise<void> {
    await this.panel.getByText(label, { exact: true }).click();
    await expect(this.panel.getByRole('switch', { name: label, exact: true })).toBeChecked();
  }

  /** Chooses one of a parameter's options. */
  async choose(label: string, option: string): Promise<void> {
    await this.panel.getByRole('combobox', { name: label, exact: true }).click();
    await this.page.getByRole('option', { name: option, exact: true }).click();
  }
}
