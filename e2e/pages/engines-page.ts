import type { Locator, Page } from '@playwright/test';
import { text } from '../../renderer/messages/text.ts';
import type { EngineName } from '../../shared/training/settings.ts';

/** The page of training engines. */
export class EnginesPage {
  readonly main: Locator;
  readonly cards: Locator;
  readonly progress: Locator;
  readonly cancel: Locator;
  /** What is said politely of a change. */
  readonly said: Locator;
  readonly back: Locator;

  constructor(private readonly page: Page) {
    this.main = page.locator('[data-panel="engines"]');
    this.cards = this.main.getByRole('list', { name: text('engines.list') }).getByRole('article');
    this.progress = this.main.getByRole('progressbar');
    this.cancel = this.main.getByRole('button', { name: text('engines.cancel'), exact: true });
    this.said = this.main.getByRole('status').first();
    this.back = this.main.getByRole('button', { name: new RegExp(`^${text('engines.backTo', { page: '' })}`) });
  }

  /** Goes there from any page. */
  async open(): Promise<void> {
    await this.page
      .getByRole('button', { name: new RegExp(`^${text('window.engineChip', { engine: '.*' })}$`) })
      .click();
    await this.cards.first().waitFor({ timeout: 60_000 });
  }

  card(name: EngineName): Locator {
    return this.main.getByRole('article', { name, exact: true });
  }

  button(what: 'install' | 'repair' | 'remove' | 'export', engine: EngineName): Locator {
    return this.main.getByRole('button', { name: text(`engines.${what}Of`, { engine }), exact: true });
  }

  /** Removes an engine and says yes to the question. */
  async remove(engine: EngineName): Promise<void> {
    await this.button('remove', engine).click();
    const question = this.page.getByRole('dialog', { name: text('engines.removeTitle', { engine }) });
    await question.getByRole('button', { name: text('engines.remove'), exact: true }).click();
  }
}
