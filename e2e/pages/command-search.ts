import { expect, type Page } from '@playwright/test';
import { text } from '../../renderer/messages/text.ts';

/** Runs a command, or finds a block, by its words: as a person does who waits for the search before typing. */
export async function findOrDo(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { name: text('window.searchCommands') })).toBeFocused();
  await page.keyboard.type(words);
  await page.keyboard.press('Enter');
}
