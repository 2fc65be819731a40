import { expect, type Locator, type Page } from '@playwright/test';
import { text } from '../../renderer/messages/text.ts';

type Purpose = 'open-project' | 'save-project' | 'open-table' | 'export' | 'open-pack' | 'save-pack';

/** The window that chooses files and folders. */
export class PathBrowser {
  constructor(private readonly page: Page) {}

  dialog(purpose: Purpose): Locator {
    return this.page.getByRole('dialog', { name: text(`files.title-${purpose}`) });
  }

  /** Types a path and takes it. */
  async take(purpose: Purpose, path: string): Promise<void> {
    const dialog = this.dialog(purpose);
    await dialog.getByRole('textbox').fill(path);
    await dialog.getByRole('button', { name: text(`files.action-${purpose}`), exact: true }).click();
    await expect(dialog).toBeHidden();
  }

  /** Goes into a folder of the list, then takes a name in it. */
  async takeIn(purpose: Purpose, folder: string, name: string): Promise<void> {
    const dialog = this.dialog(purpose);
    await dialog.getByRole('option', { name: folder }).dblclick();
    await expect(
      dialog.getByRole('listbox', { name: text('files.list', { folder }) }).or(dialog.getByText(text('files.empty'))),
    ).toBeVisible();
    await this.take(purpose, name);
  }
}
