import { spawnSync } from 'node:child_process';
import { copyFile, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findPython } from '../testing/keras.ts';
import { expect, projectRoot, test } from './host.ts';
import type { LayerloomWindow } from './pages/layerloom-window.ts';

/** Opens the starter that trains in seconds. */
async function openDiabetes({ start, canvas }: LayerloomWindow): Promise<void> {
  await start.starter('mlp-diabetes').click();
  await expect(canvas.blocks).toHaveCount(5);
}

test('a starter trains at once, is judged on its test part, and is taken away as a folder and as source', async ({
  layerloom,
  folder,
}) => {
  const { topBar, train, results, exports, paths } = layerloom;
  await openDiabetes(layerloom);
  await expect(topBar.train).toHaveAttribute('aria-disabled', 'false');
  await layerloom.trainInto(join(folder, 'diabetes.loom'));
  await expect(train.runs.first()).toContainText('60 epochs');

  await topBar.goTo('results');
  await expect(results.run).toHaveValue(/diabetes/);
  await expect(results.test('mean absolute error')).toContainText(/\d/);
  await expect(results.usedOnce).toBeVisible();
  await expect(results.scatter).toBeVisible();

  await topBar.goTo('export');
  await exports.card('tfjs').click();
  await exports.write.click();
  await paths.take('export', join(folder, 'diabetes-tfjs'));
  await expect(exports.proof).toBeVisible({ timeout: 240_000 });
  expect(await readdir(join(folder, 'diabetes-tfjs'))).toContain('model.json');

  await exports.card('code').click();
  await exports.write.click();
  await paths.take('export', join(folder, 'diabetes-source'));
  await expect(exports.proof).toBeVisible({ timeout: 240_000 });
  const source = join(folder, 'diabetes-source');
  expect(await readFile(join(source, 'model.py'), 'utf8')).toContain('keras.layers.Dense(');
  // The command that the page tells, on the rows of training as they lie on the disk.
  await expect(exports.usage).toHaveText('cd diabetes-source\npython prepare.py model.py rows.csv');
  await copyFile(join(projectRoot, 'assets', 'data', 'diabetes.csv'), join(source, 'rows.csv'));
  const python = spawnSync(findPython()!, ['prepare.py', 'model.py', 'rows.csv'], {
    ...{ cwd: source, encoding: 'utf8', env: { ...process.env, KERAS_BACKEND: 'jax', JAX_PLATFORMS: 'cpu' } },
  });
  expect(python.stdout.split('\n').slice(0, 2).join(' ')).toMatch(/^row,progression 1,\d+\.\d+$/);
  expect(python.stdout.trim().split('\n')).toHaveLength(443);
});

test('another run stands beside the first in the list, and both can be compared', async ({ layerloom, folder }) => {
  const { topBar, train, runBar } = layerloom;
  await openDiabetes(layerloom);
  await topBar.goTo('train');
  await train.set('epochs', 2);
  await layerloom.trainInto(join(folder, 'diabetes.loom'));
  await train.set('epochs', 3);
  await topBar.train.click();
  await expect(train.runs).toHaveCount(2);
  await expect(runBar.bar).toBeHidden({ timeout: 60_000 });
  await expect(train.runs.first()).toContainText('3 epochs');
  await expect(train.runs.last()).toContainText('2 epochs');
  await train.runs.last().getByRole('checkbox').check({ force: true });
  await expect(layerloom.page.getByText(/^.+ against .+$/)).toBeVisible();
});

test('unsaved changes are never left without a question', async ({ layerloom, folder }) => {
  const { topBar, canvas, inspector, leaving, paths, start } = layerloom;
  await openDiabetes(layerloom);
  await topBar.choose('save');
  await paths.take('save-project', join(folder, 'mine.loom'));
  await expect(topBar.saved(/^Saved/)).toBeVisible();
  await canvas.select('dense-1');
  await inspector.type('Units', '7');
  await expect(topBar.saved('Unsaved changes')).toBeVisible();

  await topBar.choose('close');
  await leaving.stay.click();
  await expect(canvas.byId('dense-1')).toContainText('7 units');

  await topBar.choose('close');
  await leaving.discard.click();
  await start.recentProject('mine').click();
  await expect(canvas.byId('dense-1')).toContainText('64 units');

  await canvas.select('dense-1');
  await inspector.type('Units', '9');
  await topBar.choose('close');
  await leaving.save.click();
  await start.recentProject('mine').click();
  await expect(canvas.byId('dense-1')).toContainText('9 units');
});

test('keys undo and redo each edit', async ({ layerloom }) => {
  const { page, canvas, inspector, topBar } = layerloom;
  await openDiabetes(layerloom);
  await canvas.select('dense-1');
  await inspector.type('Units', '21');
  await expect(canvas.byId('dense-1')).toContainText('21 units');
  await canvas.select('dense-2');
  await page.keyboard.press('Delete');
  await expect(canvas.blocks).toHaveCount(4);

  await page.keyboard.press('Control+z');
  await expect(canvas.blocks).toHaveCount(5);
  await expect(canvas.wires).toHaveCount(4);
  await page.keyboard.press('Control+z');
  await expect(canvas.byId('dense-1')).toContainText('64 units');
  await expect(topBar.undo).toBeDisabled();
  await page.keyboard.press('Control+Shift+z');
  await expect(canvas.byId('dense-1')).toContainText('21 units');
  await page.keyboard.press('Control+y');
  await expect(canvas.blocks).toHaveCount(4);
  await expect(topBar.redo).toBeDisabled();
});

test('a project saved in a folder, and under another name, is reopened from the recent ones', async ({
  layerloom,
  folder,
}) => {
  const { page, topBar, paths, start, canvas, inspector } = layerloom;
  await openDiabetes(layerloom);
  await page.keyboard.press('Control+s');
  await paths.take('save-project', join(folder, 'first.loom'));
  await expect(topBar.project).toHaveText('first');
  await topBar.choose('saveAs');
  await paths.take('save-project', join(folder, 'second.loom'));
  await expect(topBar.project).toHaveText('second');
  await canvas.select('dense-1');
  await inspector.type('Units', '5');
  await page.keyboard.press('Control+s');
  await expect(topBar.saved(/^Saved/)).toBeVisible();

  await topBar.choose('close');
  await start.recentProject('first').click();
  await expect(canvas.byId('dense-1')).toContainText('64 units');
  await topBar.choose('close');
  await start.recentProject('second').click();
  await expect(canvas.byId('dense-1')).toContainText('5 units');
  await topBar.choose('close');
  await start.openProject.click();
  await paths.take('open-project', join(folder, 'first.loom'));
  await expect(topBar.project).toHaveText('first');
});

test('the theme changes and stays after the window is loaded anew', async ({ layerloom }) => {
  const { page, start, topBar } = layerloom;
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  const light = await background();
  await topBar.toggleTheme();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  expect(await background()).not.toBe(light);
  await page.reload();
  await expect(start.title).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});
