import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { text } from '../renderer/messages/text.ts';
import type { stepNames } from '../shared/data/steps/index.ts';
import { findSerious } from './find-serious.ts';
import { expect, projectRoot, test } from './host.ts';
import { PreparationList } from './pages/preparation-list.ts';

const name = (kind: (typeof stepNames)[number]) => text(`preparation.step-${kind}`);

/** The weather of two towns, day by day, in which every fortieth wind is not known. */
async function writeWeather(folder: string): Promise<string> {
  const [head, ...lines] = (await readFile(join(projectRoot, 'node_modules/vega-datasets/data/weather.csv'), 'utf8'))
    .trim()
    .split(/\r?\n/);
  const rows = lines.map((line, at) => {
    const cells = line.split(',');
    return at % 40 === 0 ? cells.with(5, '').join(',') : line;
  });
  const path = join(folder, 'weather.csv');
  await writeFile(path, [head, ...rows, ''].join('\n'));
  return path;
}

test('steps are added, set, moved and removed, the split goes by time, and a model trains on what comes of it', async ({
  layerloom,
  folder,
}) => {
  const { page, start, canvas, topBar, dock, train, notices } = layerloom;
  const preparation = new PreparationList(page);
  const side = page.getByRole('complementary', { name: text('data.sees') });
  const split = page.getByRole('region', { name: text('data.split') });
  const counts = () => split.getByText(/ rows$/).allInnerTexts();
  const usual = [name('impute'), name('date-parts'), name('scale'), name('encode'), name('tokenize')];
  await start.starter('mlp-diabetes').click();
  await expect(canvas.blocks).toHaveCount(5);
  await layerloom.openTable(await writeWeather(folder));

  await test.step('what the steps of a new project do to this table', async () => {
    await expect.poll(() => preparation.names()).toEqual(usual.slice(0, -1));
    await preparation.showIdle();
    await expect.poll(() => preparation.names()).toEqual(usual);
    await expect(preparation.row('impute')).toContainText(text('preparation.columns', { columns: 5 }));
    await expect(preparation.row('date-parts')).toContainText('date');
    await expect(preparation.row('encode')).toContainText('location');
    await expect(preparation.row('tokenize')).toContainText(text('preparation.nowhere'));
    // Four numbers, seven of the date, two of the towns.
    await expect(side).toContainText(text('data.feature-numbers', { size: 13 }));
  });

  await test.step('a new step comes at its place, open, for no column yet', async () => {
    await preparation.add('log');
    await expect.poll(() => preparation.names()).toEqual([usual[0], name('log'), ...usual.slice(1)]);
    await expect(preparation.head('log')).toBeFocused();
    await expect(preparation.row('log')).toContainText(text('preparation.noneChosen'));
    await preparation
      .row('log')
      .getByRole('combobox', { name: text('preparation.chosen') })
      .click();
    await expect(page.getByRole('option')).toHaveText(['precipitation', 'temp_max', 'temp_min', 'wind']);
    await page.getByRole('option', { name: 'precipitation' }).click();
    await page.keyboard.press('Escape');
    await expect(preparation.head('log')).toContainText('precipitation');
    await preparation.head('log').click();
  });

  await test.step('an index is an input of its own; undo and redo are one step each', async () => {
    await preparation.head('encode').click();
    await preparation.choose('encode', text('preparation.encoding'), text('preparation.encoding-index'));
    await expect(side.getByText('location', { exact: true }).first()).toBeVisible();
    await expect(side).toContainText(text('data.feature-numbers', { size: 11 }));
    await topBar.undo.click();
    await expect(side).toContainText(text('data.feature-numbers', { size: 13 }));
    await expect(preparation.row('encode')).toContainText(text('preparation.encoding-one-hot'));
    await topBar.redo.click();
    await expect(side).toContainText(text('data.feature-numbers', { size: 11 }));
    await topBar.undo.click();
    await preparation.head('encode').click();
  });

  await test.step('keys move a step and remove it, and the focus goes along', async () => {
    await preparation.head('scale').focus();
    await page.keyboard.press('Alt+ArrowUp');
    const moved = [usual[0], name('log'), name('scale'), name('date-parts'), ...usual.slice(3)];
    await expect.poll(() => preparation.names()).toEqual(moved);
    await expect(preparation.head('scale')).toBeFocused();
    // Before its parts are taken, a date is no number to scale.
    await expect(preparation.row('scale')).toContainText(text('preparation.columns', { columns: 4 }));
    await preparation.head('tokenize').focus();
    await page.keyboard.press('Delete');
    await expect.poll(() => preparation.names()).toEqual(moved.slice(0, 5));
    await expect(preparation.head('encode')).toBeFocused();
    await topBar.undo.click();
    await topBar.undo.click();
    await expect.poll(() => preparation.names()).toEqual([usual[0], name('log'), ...usual.slice(1)]);
    await topBar.redo.click();
    await expect.poll(() => preparation.names()).toEqual(moved);
    await topBar.undo.click();
    await preparation.head('scale').dragTo(preparation.head('impute'), { targetPosition: { x: 40, y: 4 } });
    await expect.poll(async () => (await preparation.names()).slice(0, 2)).toEqual([name('scale'), usual[0]]);
    await topBar.undo.click();
  });

  await test.step('cells that no step fills are told of at the list, with what fills them', async () => {
    await preparation.head('impute').focus();
    await page.keyboard.press('Delete');
    const repair = preparation.area.getByRole('button', {
      name: text('preparation.repairAdd', { step: name('impute') }),
    });
    await expect(repair).toBeVisible();
    await expect(preparation.area).toContainText('"wind" has empty cells');
    await repair.click();
    await expect(repair).toBeHidden();
    await expect.poll(async () => (await preparation.names())[0]).toBe(usual[0]);
  });

  await test.step('by time the newest days are the test, and days are not torn apart', async () => {
    await split.getByRole('textbox', { name: text('data.test'), exact: true }).fill('25');
    await expect.poll(counts).toEqual(['1,753 rows', '438 rows', '731 rows']);
    await split.getByRole('combobox', { name: text('preparation.method') }).click();
    await page.getByRole('option', { name: text('preparation.split-time') }).click();
    await expect(split.getByRole('combobox', { name: text('preparation.splitColumn') })).toHaveValue('date');
    await expect(split.getByRole('textbox', { name: text('data.seed') })).toHaveCount(0);
    // Two towns a day: an odd number of rows would part them.
    await expect.poll(counts).toEqual(['1,752 rows', '438 rows', '732 rows']);
  });

  await test.step('a split without its column says so where it is chosen', async () => {
    await split.getByRole('combobox', { name: text('preparation.method') }).click();
    await page.getByRole('option', { name: text('preparation.split-group') }).click();
    await expect(split.getByRole('combobox', { name: text('preparation.splitColumn') })).toHaveValue('date');
    await split.getByRole('combobox', { name: text('preparation.method') }).click();
    await page.getByRole('option', { name: text('preparation.split-column') }).click();
    await expect(split).toContainText('needs a column to go by');
    await expect(split.getByRole('textbox', { name: text('data.validation') })).toHaveCount(0);
    await topBar.undo.click();
    await topBar.undo.click();
    await expect.poll(counts).toEqual(['1,752 rows', '438 rows', '732 rows']);
  });

  for (const theme of ['light', 'dark'] as const) {
    await test.step(`axe finds nothing serious with all steps open, ${theme}`, async () => {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      for (const kind of ['impute', 'date-parts', 'encode', 'tokenize'] as const) await preparation.head(kind).click();
      expect(await findSerious(page)).toEqual([]);
      for (const kind of ['impute', 'date-parts', 'encode', 'tokenize'] as const) await preparation.head(kind).click();
      await preparation.area.getByRole('button', { name: text('preparation.add') }).click();
      await expect(page.getByRole('menuitem').first()).toBeVisible();
      expect(await findSerious(page)).toEqual([]);
      await page.keyboard.press('Escape');
    });
  }

  await test.step('a model that fits trains on it', async () => {
    await topBar.goTo('model');
    const repairAll = dock.panel.getByRole('button', { name: text('command.repairAll').replace(/ problems$/, '') });
    if (await repairAll.isVisible()) await repairAll.click();
    await expect(dock.noProblems).toBeVisible();
    await topBar.goTo('train');
    await train.set('epochs', 3);
    await layerloom.trainInto(join(folder, 'weather.loom'));
    await expect(train.runs.first()).toContainText('3 epochs');
    await expect(notices.failures).toHaveCount(0);
    const saved = JSON.parse(await readFile(join(folder, 'weather.loom', 'data.json'), 'utf8'));
    expect(saved.split).toMatchObject({ method: 'time', column: 'date', test: 0.25 });
    expect(saved.preparation.map(({ step }: { step: string }) => step)).toEqual([
      'impute',
      'log',
      'date-parts',
      'scale',
      'encode',
      'tokenize',
    ]);
    expect(saved.preparation[1].columns).toEqual(['precipitation']);
  });
});

test('a folder of images is opened, shown class by class, and brought to another form', async ({
  layerloom,
  folder,
}) => {
  const { page, start, data, paths, topBar } = layerloom;
  const preparation = new PreparationList(page);
  const side = page.getByRole('complementary', { name: text('data.sees') });
  const images = join(folder, 'shades');
  for (const [name, shade] of [
    ['bright', 240],
    ['dark', 20],
  ] as const) {
    await mkdir(join(images, name), { recursive: true });
    for (let at = 0; at < 12; at++) {
      const background = { r: shade, g: shade, b: shade };
      const image = sharp({ create: { width: 12, height: 10, channels: 3, background } });
      await image.png().toFile(join(images, name, `${at}.png`));
    }
  }
  await writeFile(join(images, 'dark', 'broken.png'), 'no image');
  await start.newProject.click();
  await topBar.goTo('data');
  await data.openFolder.click();
  await paths.take('open-data-folder', images);
  await expect(data.heading('shades')).toBeVisible();
  await expect(page.getByRole('img', { name: text('data.imagesOf', { count: 8, label: 'bright' }) })).toBeVisible();
  // Grey, although the files have room for colours.
  await expect(side).toContainText('10×12×1');
  await expect(side).toContainText('broken.png');
  await preparation.head('image').click();
  await preparation.choose('image', text('preparation.colorMode'), text('preparation.colorMode-rgb'));
  await expect(side).toContainText('10×12×3');
  await topBar.undo.click();
  await expect(side).toContainText('10×12×1');
  const antialias = preparation.row('image').getByRole('switch', { name: text('preparation.antialias') });
  await expect(antialias).toBeChecked();
  await antialias.press('Space');
  await expect(antialias).not.toBeChecked();
  await topBar.undo.click();
  await expect(antialias).toBeChecked();
  expect(await findSerious(page)).toEqual([]);
});
