import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from '@playwright/test';
import { text } from '../renderer/messages/text.ts';
import { expect, test } from './host.ts';
import { InsertBox } from './pages/insert-box.ts';

const middleOf = async (element: Locator): Promise<readonly [number, number]> => {
  const box = (await element.boundingBox())!;
  return [box.x + box.width / 2, box.y + box.height / 2];
};

test.describe('search at a place of the canvas', () => {
  test('a double-click on empty canvas opens it there, and Enter puts in what was typed', async ({ layerloom }) => {
    const { page, start, canvas, topBar, insertBox } = layerloom;
    await start.newProject.click();
    await topBar.goTo('model');
    const area = (await canvas.area.boundingBox())!;
    await page.mouse.dblclick(area.x + 140, area.y + 200);
    await expect(insertBox.field).toBeFocused();
    await expect(insertBox.box).toHaveAccessibleName(InsertBox.words.here);
    await page.keyboard.type('max pool');
    await expect(insertBox.offers.first()).toContainText('MaxPooling2D');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(insertBox.box).toBeHidden();
    const card = canvas.block('MaxPooling1D');
    await expect(card).toBeFocused();
    const [x, y] = await middleOf(card);
    expect(Math.hypot(x - area.x - 140, y - area.y - 200)).toBeLessThan(6);
    await page.keyboard.press('Control+z');
    await expect(canvas.blocks).toHaveCount(0);
  });

  test('a wire that is let go over empty canvas offers what fits, and is wired with what is put in, as one step', async ({
    layerloom,
  }) => {
    const { page, start, canvas, insertBox } = layerloom;
    await start.starter('cnn-mnist').click();
    await expect(canvas.wires).toHaveCount(8);
    const area = (await canvas.area.boundingBox())!;
    const corner = [area.x + 90, area.y + 380] as const;

    // A click that slips is no wire.
    const [x, y] = await middleOf(canvas.port(canvas.byId('conv2d-2'), 'output'));
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 14, y + 14, { steps: 4 });
    await page.mouse.up();
    await expect(canvas.blocks).toHaveCount(9);
    await expect(insertBox.box).toBeHidden();
    await page.keyboard.press('Escape');

    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(...corner, { steps: 8 });
    await page.mouse.up();
    await expect(insertBox.box).toHaveAccessibleName(InsertBox.words.after('strokes'));
    await expect(canvas.area.locator('[data-ghost-wire]')).toHaveCount(1);
    await expect(insertBox.offers.filter({ hasText: /^(LSTM|RepeatVector|Input)/ })).toHaveCount(0);
    await expect(insertBox.box).toContainText(/\d+ others do not fit after strokes/);
    await page.keyboard.type('global');
    await page.keyboard.press('Enter');
    await expect(canvas.block('GlobalAveragePooling2D')).toBeFocused();
    await expect(canvas.wires).toHaveCount(9);
    await expect(canvas.block('GlobalAveragePooling2D')).toContainText('64');
    await page.keyboard.press('Control+z');
    await expect(canvas.blocks).toHaveCount(9);
    await expect(canvas.wires).toHaveCount(8);
  });

  test('a key opens it, Escape closes it and gives the focus back', async ({ layerloom }) => {
    const { page, start, canvas, insertBox } = layerloom;
    await start.starter('mlp-diabetes').click();
    await canvas.select('dense-1');
    await canvas.byId('dense-1').focus();
    await page.keyboard.press('Shift+A');
    await expect(insertBox.field).toBeFocused();
    // Keys of the canvas rest meanwhile.
    await page.keyboard.press('Delete');
    await page.keyboard.press('Tab');
    await expect(insertBox.field).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(insertBox.box).toBeHidden();
    await expect(canvas.byId('dense-1')).toBeFocused();
    await expect(canvas.blocks).toHaveCount(5);
  });
});

test.describe('a port brought near another', () => {
  test('is wired by dropping the block, in one step with the move; Alt leaves it alone', async ({ layerloom }) => {
    const { page, start, canvas, palette, topBar } = layerloom;
    await start.newProject.click();
    await topBar.goTo('model');
    const dense = await canvas.drop(palette.block('Dense'), [500, 120]);
    const dropout = await canvas.drop(palette.block('Dropout'), [700, 420]);
    const ghost = canvas.area.locator('[data-ghost-wire]');
    const dragBelow = async () => {
      const [fromX, fromY] = await middleOf(canvas.byId(dropout));
      const [toX, toY] = await middleOf(canvas.byId(dense));
      await page.mouse.move(fromX, fromY);
      await page.mouse.down();
      // The library takes the card up where the pointer is after its first pixels.
      await page.mouse.move(fromX + 2, fromY);
      await page.mouse.move(toX + 40, toY + 160, { steps: 4 });
      await page.mouse.move(toX + 8, toY + 112, { steps: 4 });
    };

    await dragBelow();
    await expect(ghost).toHaveCount(1);
    await page.mouse.up();
    await expect(canvas.wires).toHaveCount(1);
    await expect(ghost).toHaveCount(0);
    const moved = await middleOf(canvas.byId(dropout));
    await page.keyboard.press('Control+z');
    await expect(canvas.wires).toHaveCount(0);
    expect(await middleOf(canvas.byId(dropout))).not.toEqual(moved);

    await page.keyboard.down('Alt');
    await dragBelow();
    await expect(ghost).toHaveCount(0);
    await page.mouse.up();
    await page.keyboard.up('Alt');
    await expect(canvas.wires).toHaveCount(0);
  });

  test('is wired when a block is dropped from the palette, where it fits', async ({ layerloom }) => {
    const { page, start, canvas, palette, topBar } = layerloom;
    await start.newProject.click();
    await topBar.goTo('model');
    await canvas.drop(palette.block('Input'), [500, 120]);
    await canvas.drop(palette.block('Dense'), [504, 236]);
    await expect(canvas.wires).toHaveCount(1);
    await page.keyboard.press('Control+z');
    await expect(canvas.blocks).toHaveCount(1);
    // A row of numbers is no picture.
    await canvas.drop(palette.block('Conv2D'), [504, 236]);
    await expect(canvas.wires).toHaveCount(0);
    await page.keyboard.press('Control+z');
    await canvas.wireByHandOnly();
    await canvas.drop(palette.block('Dense'), [504, 236]);
    await expect(canvas.wires).toHaveCount(0);
  });
});

test.describe('a file dropped on the canvas', () => {
  test('becomes the data with the Inputs and Outputs for it, in one step; a browser asks for its path', async ({
    layerloom,
    folder,
  }) => {
    const { page, start, canvas, topBar, paths, data } = layerloom;
    const path = join(folder, 'flowers.csv');
    const rows = Array.from({ length: 40 }, (_, row) => `${row},${row * 2},${row % 2 === 0 ? 'iris' : 'rose'}`);
    await writeFile(path, ['width,height,flower', ...rows].join('\n'));
    await start.newProject.click();
    await topBar.goTo('model');
    const drop = (...names: readonly string[]) =>
      canvas.area.evaluate((area, files) => {
        const dataTransfer = new DataTransfer();
        for (const name of files) dataTransfer.items.add(new File(['a'], name));
        const { left, top } = area.getBoundingClientRect();
        const where = { dataTransfer, clientX: left + 300, clientY: top + 140, bubbles: true, cancelable: true };
        area.dispatchEvent(new DragEvent('dragover', where));
        area.dispatchEvent(new DragEvent('drop', where));
      }, names);

    await drop('a.csv', 'b.csv');
    await expect(page.getByText(text('files.dropOne', { count: 2 }))).toBeVisible();
    await drop('flowers.csv');
    await paths.take('open-table', path);
    await expect(canvas.block('Input')).toContainText('2');
    await expect(canvas.block('Output')).toContainText('flower');
    await topBar.goTo('data');
    await expect(data.heading('flowers.csv')).toBeVisible();
    await topBar.goTo('model');
    await page.keyboard.press('Control+z');
    await expect(canvas.blocks).toHaveCount(0);

    await page.keyboard.press('Control+Shift+z');
    await expect(canvas.blocks).toHaveCount(2);
    await drop('other.csv');
    const other = join(folder, 'other.csv');
    await writeFile(other, ['a,b,c,d', ...rows.map((row) => `${row},1`)].join('\n'));
    await paths.take('open-table', other);
    await page.getByRole('button', { name: text('data.replaceKeep') }).click();
    await topBar.goTo('data');
    await expect(data.heading('flowers.csv')).toBeVisible();
  });
});
