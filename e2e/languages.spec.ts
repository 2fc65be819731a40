import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestInfo } from '@playwright/test';
import { speak } from '../renderer/messages/language.ts';
import { activationNames } from '../shared/blocks/activations.ts';
import { blocks } from '../shared/blocks/index.ts';
import { losses } from '../shared/training/losses.ts';
import { optimizers } from '../shared/training/optimizers.ts';
import { expect, test } from './host.ts';
import { leftInEnglish } from './left-in-english.ts';
import { LayerloomWindow } from './pages/layerloom-window.ts';

/** Names that stay in every language: those of Keras, and the columns of the table that the starter learns from. */
const names = [
  ...[...blocks, ...losses, ...optimizers].map(({ type }) => type),
  ...activationNames,
  ...['valid', 'same', 'channels', 'input', 'output', 'kernel', 'bias', 'float32', 'int32', 'features'],
  ...['age', 'sex', 'bmi', 'bp', 's1', 's2', 's3', 's4', 's5', 's6', 'progression', 'inputs'],
  ...['diabetes', 'measurements', 'answer', 'mlp-diabetes', 'diabetes.loom', 'diabetes.keras', 'diabetes.csv'],
];

/** Says in the report how a page looks, and holds that none of its words are English. */
async function look({ page }: LayerloomWindow, info: TestInfo, name: string, more: readonly string[] = []) {
  const path = info.outputPath(`${name}.png`);
  // A run draws all the time, on a processor that it shares with the browser.
  await page.screenshot({ path, animations: 'disabled', timeout: 120_000 });
  await info.attach(name, { path, contentType: 'image/png' });
  expect.soft(await leftInEnglish(page, [...names, ...more]), `English on the page "${name}"`).toEqual([]);
}

// Its pages tell paths, and those of the test's folder are known.
test.use({ hasOwnHost: true });
test.afterEach(() => speak('en'));

test('the language changes in the middle of a session and of a run, and everything else stays as it is', async ({
  layerloom: english,
  folder,
}, info) => {
  const { page } = english;
  const parts = folder.split('/');
  await english.start.starter('mlp-diabetes').click();
  await expect(english.canvas.blocks).toHaveCount(5);
  const block = page.locator('[data-block="dense-1"]');
  let chinese: LayerloomWindow;

  await test.step('while a model is drawn', async () => {
    await english.canvas.select('dense-1');
    await english.inspector.panel.getByRole('button', { name: 'Initializers' }).click();
    await english.palette.search.fill('pool');
    const camera = await page.locator('.react-flow__viewport').getAttribute('style');
    await english.topBar.speak('zh');
    chinese = new LayerloomWindow(page);
    await expect(chinese.palette.search).toHaveValue('pool');
    await expect(chinese.inspector.panel.getByLabel('核初始化', { exact: true })).toBeVisible();
    await expect(block).toHaveAttribute('aria-current', 'true');
    await expect(block).toHaveAttribute('aria-label', /^Dense，64 个单元，relu，输出 64，[\d,]+ 个参数$/);
    expect(await page.locator('.react-flow__viewport').getAttribute('style')).toBe(camera);
    await chinese.palette.search.fill('');
    await look(chinese, info, 'model');
  });

  await test.step('while it trains', async () => {
    await chinese.topBar.speak('en');
    await english.topBar.goTo('train');
    await english.train.set('epochs', 1000);
    // Small batches make it long.
    await english.train.set('batchSize', 1);
    await english.topBar.train.click();
    await english.paths.take('save-project', join(folder, 'diabetes.loom'));
    await expect.poll(() => english.train.lossPoints(), { timeout: 60_000 }).toBeGreaterThan(20);
    const before = await english.runBar.epoch();
    await english.topBar.speak('zh');
    await expect(chinese.runBar.bar).toBeVisible();
    await expect(english.runBar.bar).toBeHidden();
    expect(await chinese.train.lossPoints()).toBeGreaterThan(20);
    await expect.poll(() => chinese.runBar.epoch(), { timeout: 60_000 }).toBeGreaterThan(before);
    await look(chinese, info, 'train-running', parts);
    await chinese.runBar.stop.click();
    await expect(chinese.runBar.bar).toBeHidden();
    await expect(chinese.train.runs).toHaveCount(1);
    await look(chinese, info, 'train', parts);
  });

  await test.step('and all other pages are in Chinese', async () => {
    await chinese.topBar.goTo('data');
    await expect(chinese.data.heading('糖尿病')).toBeVisible();
    await look(chinese, info, 'data', parts);
    await chinese.topBar.goTo('results');
    await expect(chinese.results.scatter).toBeVisible();
    await look(chinese, info, 'results', parts);
    await chinese.topBar.goTo('export');
    await expect(chinese.exports.write).toBeEnabled();
    await look(chinese, info, 'export', parts);
    await chinese.exports.write.click();
    await look(chinese, info, 'paths', [...parts, 'settings', 'runs']);
    await chinese.paths.take('export', join(folder, 'diabetes.keras'));
    await expect(chinese.exports.proof).toBeVisible({ timeout: 240_000 });
    await look(chinese, info, 'export-written', parts);
    await chinese.engines.open();
    await look(chinese, info, 'engines', parts);
    await chinese.engines.back.click();
    await page.keyboard.press('Control+k');
    await look(chinese, info, 'search', parts);
    await page.keyboard.press('Escape');
  });

  await test.step('problems and their repairs too', async () => {
    await chinese.topBar.goTo('model');
    await chinese.canvas.select('dense-3');
    await page.keyboard.press('Delete');
    await chinese.canvas.select('output-1');
    await expect(chinese.dock.problems).not.toHaveCount(0);
    await look(chinese, info, 'problems', parts);
    await page.keyboard.press('Control+z');
  });

  await test.step('and back to English, where the setting is kept', async () => {
    await chinese.topBar.speak('en');
    await expect(english.topBar.undo).toBeVisible();
    await english.topBar.speak('zh');
    await page.reload();
    await expect(chinese.start.title).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
    await look(chinese, info, 'start', parts);
  });
});

test.describe('on a system in Chinese', () => {
  test.use({ locale: 'zh-CN' });

  test('the window begins in Chinese, and changes for who wants English', async ({ page, host }) => {
    await page.goto(host.url);
    speak('zh');
    const chinese = new LayerloomWindow(page);
    await expect(chinese.start.title).toBeVisible();
    await chinese.topBar.speak('en');
    await expect(new LayerloomWindow(page).start.title).toBeVisible();
    await page.reload();
    await expect(new LayerloomWindow(page).start.title).toBeVisible();
  });

  test('a project that cannot be read says in Chinese where and why', async ({ page, host, folder }, info) => {
    const project = join(folder, 'kaputt.loom');
    mkdirSync(project);
    for (const name of ['layout', 'data', 'training'])
      writeFileSync(join(project, `${name}.json`), '{"app":"layerloom"}');
    await page.goto(host.url);
    speak('zh');
    const chinese = new LayerloomWindow(page);
    const open = async (model: string) => {
      writeFileSync(join(project, 'model.json'), model);
      await chinese.start.openProject.click();
      await chinese.paths.take('open-project', project);
    };
    await open('{"app":"layerloom",\n"version":x}');
    await expect(chinese.notices.failures.last()).toContainText('位置 第 2 行第 11 列：期望 JSON。实际："x"。');
    await open('{"app":"layerloom","version":1,"graphs":{}}');
    await expect(chinese.notices.failures.last()).toContainText('期望 名为“main”的图');
    const inPath = [...project.split('/'), 'kaputt', 'model.json', 'x', 'graphs', 'main', 'JSON'];
    await look(chinese, info, 'broken', [...inPath, ...project.split(/[^A-Za-z]+/)]);
  });
});
