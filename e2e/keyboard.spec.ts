import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { text } from '../renderer/messages/text.ts';
import { expect, test } from './host.ts';

/** Which panel has the focus. */
const focusedPanel = (page: Page) =>
  page.evaluate(() => document.activeElement?.closest('[data-panel]')?.getAttribute('data-panel') ?? null);

test('F6 goes round the panels of the Model page, and back', async ({ layerloom }) => {
  const { page, canvas } = layerloom;
  await layerloom.start.starter('mlp-diabetes').press('Enter');
  await expect(canvas.blocks).toHaveCount(5);
  const focused = () => focusedPanel(page);
  const visited: (string | null)[] = [];
  for (const _turn of ['top', 'palette', 'canvas', 'dock', 'inspector']) {
    await page.keyboard.press('F6');
    visited.push(await focused());
  }
  expect(visited.toSorted()).toEqual(['canvas', 'dock', 'inspector', 'palette', 'top']);
  await page.keyboard.press('Shift+F6');
  expect(await focused()).toBe(visited.at(-2));
});

test('where what was pressed goes with its page the focus is on the next one, and a menu leaves undo to the project', async ({
  layerloom,
  folder,
}) => {
  const { page, topBar, canvas, paths, runBar, train } = layerloom;
  const main = page.getByRole('main');
  await layerloom.start.starter('mlp-diabetes').press('Enter');
  await expect(canvas.blocks).toHaveCount(5);
  await expect(main).toBeFocused();
  await topBar.goTo('data');
  const method = page.getByRole('region', { name: text('data.split') }).getByLabel(text('preparation.method'));
  const before = await method.inputValue();
  await method.press('Enter');
  await page.locator('[role="option"][value="random"]').click();
  await expect(method).toHaveValue(text('preparation.split-random'));
  await method.press('ControlOrMeta+z');
  await expect(method).toHaveValue(before);
  await page.getByRole('button', { name: text('data.nextTrain'), exact: true }).press('Enter');
  await paths.take('save-project', join(folder, 'kept.loom'));
  await expect(train.runs.first()).toBeVisible();
  await expect(main).toBeFocused();
  await runBar.stop.click();
  // Another run waits for the end of this one.
  await expect(runBar.bar).toBeHidden();
});

test('a network is placed, set, and trained with the keyboard alone', async ({ layerloom, folder }) => {
  const { page, canvas, inspector, paths, train, runBar, start, dock } = layerloom;
  await start.starter('mlp-diabetes').focus();
  await page.keyboard.press('Enter');
  await expect(canvas.blocks).toHaveCount(5);

  // A block goes in after the selected one, and the wire with it.
  await canvas.byId('dense-1').focus();
  await page.keyboard.press('Space');
  await expect(canvas.byId('dense-1')).toHaveAttribute('data-selected', 'true');
  await page.keyboard.press('a');
  await page.getByRole('combobox', { name: /^Place a block/ }).fill('dropout');
  await page.keyboard.press('Enter');
  await expect(canvas.blocks).toHaveCount(6);
  await expect(canvas.wires).toHaveCount(5);
  await expect(canvas.block('Dropout')).toBeFocused();
  await expect(dock.noProblems).toBeVisible();

  // Enter on a card leads to its parameters.
  await page.keyboard.press('Enter');
  await expect(inspector.name).toBeFocused();
  await page.keyboard.type('rest');
  await expect(canvas.block('Dropout')).toContainText('rest');

  await page.keyboard.press('Alt+3');
  await train.setting('epochs').focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('1');
  await page.keyboard.press('Control+Enter');
  await expect(paths.dialog('save-project').getByRole('textbox')).toBeFocused();
  await page.keyboard.press('Control+a');
  await page.keyboard.type(join(folder, 'keys.loom'));
  await page.keyboard.press('Enter');
  await expect(train.runs).toHaveCount(1);
  await expect(runBar.bar).toBeHidden({ timeout: 60_000 });
  await expect(train.runs.first()).toContainText('1 epoch');
});

/** Goes on by Tab until something has the focus. */
async function reach(page: Page, wanted: Locator): Promise<void> {
  const isThere = () => wanted.evaluate((element) => element === document.activeElement);
  await wanted.waitFor();
  for (let press = 0; press < 80; press++) {
    if (await isThere()) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Expected: ${wanted} in the order of Tab. Received: 80 other places.`);
}

/** Goes on by F6 until a panel has the focus. */
async function goToPanel(page: Page, panel: string): Promise<void> {
  for (let press = 0; press < 6; press++) {
    if ((await focusedPanel(page)) === panel) return;
    await page.keyboard.press('F6');
  }
  throw new Error(`Expected: ${panel} in the round of F6. Received: 6 others.`);
}

test('the whole of the main job is done with the keyboard alone, from an empty canvas to a proved export', async ({
  layerloom,
  folder,
}) => {
  const { page, start, canvas, data, dock, train, runBar, results, exports, paths } = layerloom;
  await reach(page, start.newProject);
  await page.keyboard.press('Enter');
  await expect(canvas.area).toBeVisible();
  for (const [index, words] of ['input', 'dense', 'dense', 'output'].entries()) {
    await page.keyboard.press('a');
    await expect(page.getByRole('combobox', { name: /^Place a block/ })).toBeFocused();
    await page.keyboard.type(words);
    await page.keyboard.press('Enter');
    await expect(canvas.blocks).toHaveCount(index + 1);
  }
  await expect(canvas.wires).toHaveCount(3);
  // The first card stands free of the edges.
  const area = (await canvas.area.boundingBox())!;
  expect((await canvas.block('Input').boundingBox())!.x).toBeGreaterThan(area.x + 8);

  await page.keyboard.press('Alt+1');
  await reach(page, data.source('diabetes'));
  await page.keyboard.press('Enter');
  await expect(data.columns.first()).toBeVisible();

  // What the network and the data do not agree on is repaired, by the button beside the problems.
  await page.keyboard.press('Alt+2');
  await expect(dock.problems).not.toHaveCount(0);
  await goToPanel(page, 'dock');
  await reach(page, dock.panel.getByRole('button', { name: new RegExp(`^${text('dock.repairAll')}`) }));
  await page.keyboard.press('Enter');
  await expect(dock.noProblems).toBeVisible();

  await page.keyboard.press('Alt+3');
  await reach(page, train.setting('epochs'));
  await page.keyboard.press('Control+a');
  await page.keyboard.type('3');
  await page.keyboard.press('Control+Enter');
  await expect(paths.dialog('save-project').getByRole('textbox')).toBeFocused();
  await page.keyboard.press('Control+a');
  await page.keyboard.type(join(folder, 'by-keys.loom'));
  await page.keyboard.press('Enter');
  await expect(train.runs).toHaveCount(1);
  await expect(runBar.bar).toBeHidden({ timeout: 60_000 });

  await page.keyboard.press('Alt+4');
  await expect(results.main).toBeVisible();
  await page.keyboard.press('Alt+5');
  await reach(page, exports.write);
  await page.keyboard.press('Enter');
  await expect(paths.dialog('export').getByRole('textbox')).toBeFocused();
  await page.keyboard.press('Control+a');
  await page.keyboard.type(join(folder, 'by-keys.keras'));
  await page.keyboard.press('Enter');
  await expect(exports.proof).toBeVisible({ timeout: 120_000 });
  await access(join(folder, 'by-keys.keras'));
});
