import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from '../renderer/messages/text.ts';
import { augmentationOf } from '../shared/data/augmentation/index.ts';
import { findSerious } from './find-serious.ts';
import { expect, test } from './host.ts';

const title = (step: Parameters<typeof augmentationOf>[0]['step']) => augmentationOf({ step }).title;

test('steps of augmentation are added and set by keyboard, one undo each, and the model’s view follows them', async ({
  layerloom,
}) => {
  const { page, start, canvas, topBar } = layerloom;
  const list = page.getByRole('region', { name: text('augmentation.title') });
  const heads = list.locator('button[data-button="head"]');
  const view = page.getByRole('region', { name: text('augmentation.asSeen') });
  const images = (name: 'originalOf' | 'preparedOf' | 'variantOf') => {
    const [first] = text(`augmentation.${name}`, { row: '\n', number: '\n' }).split('\n');
    const rest = { originalOf: ' as read', preparedOf: ' prepared', variantOf: ' in training' }[name];
    return view.getByRole('img', { name: new RegExp(`^${first}[\\d,]+${rest}`) });
  };
  const add = async (step: Parameters<typeof title>[0]) => {
    await list.getByRole('button', { name: text('preparation.add') }).press('Enter');
    await page.getByRole('menuitem', { name: title(step) }).press('Enter');
    await expect(heads.filter({ hasText: title(step) })).toBeFocused();
  };
  await start.starter('cnn-mnist').click();
  await expect(canvas.blocks.first()).toBeVisible();
  await topBar.goTo('data');
  await expect(list).toContainText(text('augmentation.none'));

  await test.step('what the model sees stands beside what was read', async () => {
    await page.keyboard.press('ControlOrMeta+Shift+e');
    await expect(images('originalOf')).toHaveCount(5);
    await expect(images('preparedOf')).toHaveCount(5);
    await expect(images('variantOf')).toHaveCount(0);
    const rows = () => view.getByRole('rowheader').allInnerTexts();
    const before = await rows();
    await page.getByRole('button', { name: text('augmentation.others') }).click();
    await expect.poll(rows).not.toEqual(before);
  });

  await test.step('a step shows its variants, and other ones once it is set otherwise', async () => {
    await add('random-rotation');
    await expect(images('variantOf')).toHaveCount(20);
    const pixels = () =>
      images('variantOf')
        .first()
        .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
    const before = await pixels();
    await list.getByRole('textbox', { name: 'Factor' }).fill('0.5');
    await expect(list).toContainText('±180°');
    await expect.poll(pixels).not.toBe(before);
    await topBar.undo.click();
    await expect(list).toContainText('±36°');
    await expect.poll(pixels).toBe(before);
  });

  await test.step('keys move and remove steps', async () => {
    await add('mix-up');
    await expect(view).toContainText(/\d %/);
    await page.keyboard.press('Alt+ArrowUp');
    await expect(heads.first()).toContainText(title('mix-up'));
    await expect(heads.first()).toBeFocused();
    await page.keyboard.press('Delete');
    await expect(heads).toHaveText([new RegExp(title('random-rotation'))]);
    await page.keyboard.press('Delete');
    await expect(heads).toHaveCount(0);
    await expect(list.getByRole('button', { name: text('preparation.add') })).toBeFocused();
    for (const _undone of ['removed', 'removed', 'moved']) await topBar.undo.click();
    await expect(heads.last()).toContainText(title('mix-up'));
  });

  for (const theme of ['light', 'dark'] as const) {
    await test.step(`axe finds nothing serious, ${theme}`, async () => {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      expect(await findSerious(page)).toEqual([]);
    });
  }
});

test('a text is shown as its tokens, with those that training leaves out', async ({ layerloom, folder }) => {
  const { page, start } = layerloom;
  const list = page.getByRole('region', { name: text('augmentation.title') });
  const view = page.getByRole('region', { name: text('augmentation.asSeen') });
  const path = join(folder, 'notes.csv');
  const rows = Array.from(
    { length: 60 },
    (_, row) => `some words that come again in note ${row},${row % 2 ? 'yes' : 'no'}`,
  );
  await writeFile(path, `text,label\n${rows.join('\n')}\n`);
  await start.newProject.click();
  await layerloom.openTable(path);
  await list.getByRole('button', { name: text('preparation.add') }).click();
  await page.getByRole('menuitem', { name: title('word-dropout') }).click();
  await list.getByRole('textbox', { name: 'Rate' }).fill('1');
  await page
    .getByRole('radiogroup', { name: text('augmentation.view') })
    .getByText(text('augmentation.asSeen'))
    .click();
  await expect(view.getByRole('article')).toHaveCount(3);
  await expect(view.getByText('some', { exact: true }).first()).toBeVisible();
  await expect(view).toContainText(text('augmentation.droppedPiece'));
  expect(await findSerious(page)).toEqual([]);
});
