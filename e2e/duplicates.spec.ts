import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from '../renderer/messages/text.ts';
import { findSerious } from './find-serious.ts';
import { expect, test } from './host.ts';

/** A table of flowers by parts, in which one row of the test copies one that trains, and one that trains another. */
async function writeFlowers(folder: string): Promise<string> {
  const lines = Array.from(
    { length: 40 },
    (_, at) => `${at % 4 ? 'train' : 'test'},${at},${at % 3},${at % 2 ? 'rose' : 'lily'}`,
  );
  const copies = ['test,1,1,rose', 'train,2,2,lily'];
  const path = join(folder, 'flowers.csv');
  await writeFile(path, ['part,length,width,flower', ...lines, ...copies, ''].join('\n'));
  return path;
}

test('duplicates are found, left out, brought back by undo, and the classes of each part are counted', async ({
  layerloom,
  folder,
}) => {
  const { page, start, data, topBar } = layerloom;
  const split = page.getByRole('region', { name: text('data.split') });
  const classes = page.getByRole('region', { name: text('copies.classes') });
  const pairs = page.getByRole('region', { name: text('copies.pairs') }).getByRole('listitem');
  const counts = () => split.getByText(/ rows$/).allInnerTexts();
  const find = split.getByRole('button', { name: text('copies.find') });
  await start.newProject.click();
  await layerloom.openTable(await writeFlowers(folder));
  await split.getByRole('combobox', { name: text('preparation.method') }).click();
  await page.getByRole('option', { name: text('preparation.split-column') }).click();
  await expect.poll(counts).toEqual(['31 rows', '0 rows', '11 rows']);
  // The one rose of the test is a copy.
  await expect(classes.getByRole('row')).toHaveText(['ClassTrainTest', 'lily1110', 'rose201']);

  await test.step('by keys alone: the search, its pairs, the way back', async () => {
    await find.focus();
    await page.keyboard.press('Enter');
    await expect(pairs).toHaveCount(2);
    await expect(pairs.first()).toContainText(text('copies.row', { part: text('data.test'), row: 41 }));
    await expect(pairs.first()).toContainText(text('copies.row', { part: text('data.train'), row: 2 }));
    await expect(pairs.first()).toContainText(text('copies.equal'));
    expect(await findSerious(page)).toEqual([]);
    await page.getByRole('button', { name: text('copies.close'), exact: true }).focus();
    await page.keyboard.press('Enter');
    await expect(data.heading('flowers.csv')).toBeVisible();
    await expect(find).toBeFocused();
  });

  await test.step('each repair is one step that undo takes back', async () => {
    await find.click();
    await page.getByRole('button', { name: text('copies.leaveOutHeldOut', { rows: 1 }) }).click();
    await expect(split).toContainText(text('copies.leftOutOne'));
    await expect(pairs.first()).toContainText(text('copies.isLeftOut'));
    await expect.poll(counts).toEqual(['31 rows', '0 rows', '10 rows']);
    const missing = text('copies.noRows', { label: 'rose', part: text('data.test') });
    await expect(classes.getByTitle(missing)).toHaveText('0');
    await topBar.undo.click();
    await expect.poll(counts).toEqual(['31 rows', '0 rows', '11 rows']);
    await page.getByRole('button', { name: text('copies.leaveOutAll', { rows: 2 }) }).click();
    await expect.poll(counts).toEqual(['30 rows', '0 rows', '10 rows']);
    await page.getByRole('button', { name: text('copies.close'), exact: true }).click();
    await split.getByRole('button', { name: text('copies.takeBack') }).click();
    await expect.poll(counts).toEqual(['31 rows', '0 rows', '11 rows']);
    await topBar.undo.click();
    await find.click();
    await expect(page.getByText(text('copies.none', { rows: 40 }))).toBeVisible();
  });
});
