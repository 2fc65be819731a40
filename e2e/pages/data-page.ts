import type { Locator, Page } from '@playwright/test';
import { text } from '../../renderer/messages/text.ts';

/** The page where data is chosen and looked at. */
export class DataPage {
  readonly openTable: Locator;
  /** Opens a table where a source is in use already. */
  readonly openTableInstead: Locator;
  readonly openFolder: Locator;
  readonly readAgain: Locator;
  /** What could not be read, and why. */
  readonly failure: Locator;
  readonly columns: Locator;
  readonly fits: Locator;

  constructor(private readonly page: Page) {
    this.openTable = page
      .getByRole('main')
      .getByRole('button', { name: text('data.openTable') })
      .first();
    this.openTableInstead = page
      .getByRole('complementary', { name: text('data.sources') })
      .getByRole('button', { name: new RegExp(`^(${text('data.openTable')}|${text('data.change')})$`) });
    this.openFolder = page
      .getByRole('main')
      .getByRole('button', { name: text('data.openFolder') })
      .first();
    this.readAgain = page
      .getByRole('main')
      .getByRole('button', { name: text('data.readAgain') })
      .first();
    this.failure = page.getByRole('main').getByRole('alert');
    // Beside the rows, tables of the side panel have columns of their own.
    this.columns = page.locator('main > :not(aside)').getByRole('columnheader');
    this.fits = page.getByText(text('data.fits'));
  }

  /** A source that comes with Layerloom. */
  source(name: 'mnist' | 'spam' | 'diabetes'): Locator {
    return this.page.getByRole('button', { name: text(`data.${name}`) });
  }

  /** The heading with the name of the data in use. */
  heading(name: string): Locator {
    return this.page.getByRole('heading', { name, level: 1 });
  }
}
