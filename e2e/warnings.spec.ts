import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from '../renderer/messages/text.ts';
import { findSerious } from './find-serious.ts';
import { expect, test } from './host.ts';
import { PreparationList } from './pages/preparation-list.ts';

/** Machines of which few fail; a column that is written down once they have, and one that is always the same. */
async function writeMachines(folder: string): Promise<string> {
  const lines = Array.from({ length: 300 }, (_, at) => {
    const fails = at % 12 === 5;
    return `${(at * 37) % 101},${(at * 53) % 97},B,${fails ? 100 + (at % 7) : 0},${fails ? 'fails' : 'runs'}`;
  });
  const path = join(folder, 'machines.csv');
  await writeFile(path, `heat,load,hall,cost of repair,label\n${lines.join('\n')}\n`);
  return path;
}

test('what is worth a look in data is put right where it stands', async ({ layerloom, folder }) => {
  const { page, start, canvas } = layerloom;
  await start.starter('mlp-diabetes').click();
  await expect(canvas.blocks).toHaveCount(5);
  await layerloom.openTable(await writeMachines(folder));
  const side = page.getByRole('complementary', { name: text('data.sees') });
  const item = (words: string) => side.getByRole('listitem').filter({ hasText: words });

  await test.step('a column that gives the answer away is ignored, and undo takes it back', async () => {
    const leak = item('"cost of repair" alone tells "label" nearly perfectly');
    await leak.getByRole('button', { name: text('data.repairIgnore', { column: 'cost of repair' }) }).click();
    await expect(leak).toHaveCount(0);
    await page.keyboard.press('ControlOrMeta+z');
    await expect(leak).toHaveCount(1);
    await page.keyboard.press('ControlOrMeta+Shift+z');
    await expect(leak).toHaveCount(0);
  });

  await test.step('a constant column too', async () => {
    const constant = item('"hall" has the same value in every row');
    await constant.getByRole('button', { name: text('data.repairIgnore', { column: 'hall' }) }).press('Enter');
    await expect(constant).toHaveCount(0);
    await expect(side.getByRole('button', { name: text('data.repairWeigh') }), 'the next repair').toBeFocused();
  });

  await test.step('uneven classes are balanced in training, which its settings show', async () => {
    const uneven = item('The largest class, "runs"');
    await uneven.getByRole('button', { name: text('data.repairWeigh') }).press('Enter');
    await expect(uneven).toContainText(text('data.classesWeighed'));
    await expect(uneven.getByRole('button')).toHaveCount(0);
    await expect(side.locator(':focus'), 'the focus stays beside what was repaired').toHaveCount(1);
  });

  expect(await findSerious(page)).toEqual([]);
});

test('a target in hundred thousands is scaled by a step of its own, and shown as it is learned', async ({
  layerloom,
  folder,
}) => {
  const { page, start, canvas } = layerloom;
  const lines = Array.from({ length: 200 }, (_, at) => `${50 + ((at * 37) % 101)},${1000 * (150 + ((at * 53) % 197))}`);
  const path = join(folder, 'houses.csv');
  await writeFile(path, `size,price\n${lines.join('\n')}\n`);
  await start.starter('mlp-diabetes').click();
  await expect(canvas.blocks).toHaveCount(5);
  await layerloom.openTable(path);
  const side = page.getByRole('complementary', { name: text('data.sees') });
  const odd = side.getByRole('listitem').filter({ hasText: 'Numbers of the target "price" lie around' });
  await odd.getByRole('button', { name: text('data.repairScaleTarget', { column: 'price' }) }).click();
  await expect(odd).toHaveCount(0);
  const preparation = new PreparationList(page);
  await expect(preparation.rows.filter({ hasText: 'price' })).toContainText(text('preparation.step-scale'));
  await page
    .getByRole('radiogroup', { name: text('augmentation.view') })
    .getByText(text('augmentation.asSeen'))
    .click();
  await expect(page.getByRole('article').first()).toContainText(/price\d+learned as -?\d/);
});
