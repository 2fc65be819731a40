import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { text } from '../renderer/messages/text.ts';
import { workbookOf } from '../testing/workbooks.ts';
import { expect, test } from './host.ts';

test('data begins a project with a network that fits; a sheet and the Input of a column are chosen, and undone', async ({
  layerloom,
  folder,
}) => {
  const { start, canvas, paths, topBar, data, dock, page } = layerloom;
  const rows = [
    ['place', 'area', 'age', 'price'],
    ...Array.from({ length: 60 }, (_, at) => [at % 2 ? 'Oslo' : 'Rome', at + 30, at % 7, at * 5]),
  ];
  const book = join(folder, 'houses.xlsx');
  await writeFile(
    book,
    workbookOf({
      sold: { rows },
      asked: { rows: [['area', 'price'], ...rows.slice(1, 40).map(([, area, , price]) => [area!, price!])] },
      empty: { rows: [['nothing']] },
    }),
  );
  await start.fromFile.click();
  await paths.take('open-table', book);
  await expect(canvas.blocks).toHaveCount(5);
  await expect(dock.noProblems).toBeVisible();

  await topBar.goTo('data');
  await expect(data.heading('houses.xlsx')).toBeVisible();
  // A column that is to go to an Input of its own: the model has none for it yet, and the repairs say so.
  await page.getByRole('button', { name: text('data.role', { column: 'age' }) }).click();
  await page.getByRole('menuitem', { name: text('data.toInputOwn', { name: 'age' }) }).click();
  await expect(page.getByText(text('data.misfit'))).toBeVisible();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(page.getByText(text('data.fits'))).toBeVisible();

  const sheets = page.getByRole('combobox', { name: text('data.sheet') });
  await expect(sheets).toHaveValue('sold');
  await sheets.click();
  await page.getByRole('option', { name: 'asked' }).click();
  await expect(data.columns).toHaveCount(2);
  // Keys in a field are the field's own.
  await sheets.blur();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(data.columns).toHaveCount(4);
  // One that cannot be read is told of, and another can be chosen.
  await sheets.click();
  await page.getByRole('option', { name: 'empty' }).click();
  await expect(data.failure).toBeVisible();
  await expect(sheets).toHaveValue('empty');
  await sheets.click();
  await page.getByRole('option', { name: 'asked' }).click();
  await expect(data.columns).toHaveCount(2);
  // So it is in a project that is opened with it.
  await sheets.click();
  await page.getByRole('option', { name: 'empty' }).click();
  await expect(data.failure).toBeVisible();
  await page.keyboard.press('ControlOrMeta+s');
  const project = join(folder, 'houses.loom');
  await paths.take('save-project', project);
  await expect(topBar.project).toHaveText('houses');
  await topBar.choose('close');
  await start.openProject.click();
  await paths.take('open-project', project);
  await topBar.goTo('data');
  await expect(data.failure).toBeVisible();
  await sheets.click();
  await page.getByRole('option', { name: 'sold' }).click();
  await expect(data.columns).toHaveCount(4);
});

test('a file dropped on the start page is asked for by its path, as a browser tells none, and makes a project', async ({
  layerloom,
  folder,
}) => {
  const { canvas, paths, topBar, data, page } = layerloom;
  await mkdir(join(folder, 'photographs'));
  const lines = ['photograph,kind'];
  for (let at = 0; at < 40; at++) {
    const background = { r: (at * 6) % 255, g: 80, b: at % 2 ? 200 : 20 };
    await sharp({ create: { width: 8, height: 8, channels: 3, background } })
      .png()
      .toFile(join(folder, 'photographs', `${at}.png`));
    lines.push(`photographs/${at}.png,${at % 2 ? 'sea' : 'wood'}`);
  }
  lines.push('photographs/lost.png,sea');
  await writeFile(join(folder, 'photographs.csv'), lines.join('\n'));
  const transfer = await page.evaluateHandle(() => {
    const made = new DataTransfer();
    made.items.add(new File(['photograph,kind\n'], 'photographs.csv'));
    return made;
  });
  await page.getByRole('main').dispatchEvent('dragover', { dataTransfer: transfer });
  await expect(page.getByText(text('start.dropHere'))).toBeVisible();
  await page.getByRole('main').dispatchEvent('drop', { dataTransfer: transfer });
  await paths.take('open-table', join(folder, 'photographs.csv'));
  await expect(canvas.blocks.filter({ hasText: 'Conv2D' })).not.toHaveCount(0);

  await topBar.goTo('data');
  await expect(data.heading('photographs.csv')).toBeVisible();
  await expect(page.getByText('photographs/lost.png')).toBeVisible();
  await page.getByText(text('data.rowsView'), { exact: true }).click();
  await expect(data.columns).toHaveCount(2);
});

test('a table that another program changes is told of as the Data page is opened, and is read again', async ({
  layerloom,
  folder,
}) => {
  const { start, canvas, paths, topBar, page } = layerloom;
  const table = join(folder, 'houses.csv');
  const rows = Array.from({ length: 40 }, (_, at) => `${at},${at * 5}`);
  await writeFile(table, `area,price\n${rows.join('\n')}\n`);
  await start.fromFile.click();
  await paths.take('open-table', table);
  await expect(canvas.blocks).not.toHaveCount(0);
  await topBar.goTo('data');
  // Read to its end, and not only looked at.
  await expect(page.getByText(text('data.fits'))).toBeVisible();
  await topBar.goTo('model');
  await writeFile(table, `area,price\n8765,1\n${rows.join('\n')}\n`);
  await topBar.goTo('data');
  const changed = page.getByText(text('data.sourceChanged', { name: 'houses.csv' }));
  await expect(changed).toBeVisible();
  await page
    .getByRole('alert')
    .getByRole('button', { name: text('data.readAgain') })
    .click();
  await expect(page.getByRole('cell', { name: '8765', exact: true })).toBeVisible();
  await expect(changed).toBeHidden();
});
