import { join } from 'node:path';
import { expect, test } from './host.ts';

test('F6 goes round the panels of the Model page, and back', async ({ layerloom }) => {
  const { page, canvas } = layerloom;
  await layerloom.start.starter('mlp-diabetes').press('Enter');
  await expect(canvas.blocks).toHaveCount(5);
  const focused = () =>
    page.evaluate(() => document.activeElement?.closest('[data-panel]')?.getAttribute('data-panel') ?? null);
  const visited: (string | null)[] = [];
  for (const _turn of ['top', 'palette', 'canvas', 'dock', 'inspector']) {
    await page.keyboard.press('F6');
    visited.push(await focused());
  }
  expect(visited.toSorted()).toEqual(['canvas', 'dock', 'inspector', 'palette', 'top']);
  await page.keyboard.press('Shift+F6');
  expect(await focused()).toBe(visited.at(-2));
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
