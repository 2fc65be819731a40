import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { shortcuts } from '../bench/editor/documents.ts';
import { text } from '../renderer/messages/text.ts';
import { emptyData } from '../shared/data/document.ts';
import { emptyLayout } from '../shared/graph/document.ts';
import { fileDepth, serialize } from '../shared/graph/serialize.ts';
import { defaultTraining } from '../shared/training/settings.ts';
import { expect, test } from './host.ts';
import { findOrDo } from './pages/command-search.ts';
import type { Dock } from './pages/dock.ts';

async function openCode(dock: Dock): Promise<void> {
  if ((await dock.tab('code').getAttribute('aria-selected')) !== 'true') await dock.tab('code').click();
  await expect(dock.code).toBeVisible();
}

test('the model shows in three languages, each is remembered and copied', async ({ layerloom, context }) => {
  const { page, start, dock } = layerloom;
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await start.starter('mlp-diabetes').click();
  await openCode(dock);
  await expect(dock.code).toHaveAccessibleName(text('dock.codeLabel', { language: 'Keras' }));
  await expect(dock.line('import keras')).toBeVisible();

  await dock.language('Keras').focus();
  await page.keyboard.press('ArrowRight');
  await expect(dock.line('import torch')).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(dock.line("import * as tf from '@tensorflow/tfjs'")).toBeVisible();
  await expect(dock.code).toHaveAccessibleName(text('dock.codeLabel', { language: 'TypeScript' }));

  await dock.panel.getByRole('button', { name: text('dock.copy') }).click();
  await expect(dock.panel.getByRole('button', { name: text('dock.copied') })).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain("import * as tf from '@tensorflow/tfjs';");
  // All of it, also what is out of sight.
  expect(copied).toMatch(/model\.compile\(\{[\s\S]*\}\);\n$/);

  await findOrDo(page, text('command.sourcePyTorch'));
  await expect(dock.line('import torch')).toBeVisible();
  page.on('dialog', (dialog) => void dialog.accept());
  await page.reload();
  await start.starter('mlp-diabetes').click();
  await expect(dock.line('import torch')).toBeVisible();
});

test('a line selects its block by mouse and by keys, and blocks mark their lines', async ({ layerloom }) => {
  const { page, start, canvas, dock } = layerloom;
  await start.starter('cnn-mnist').click();
  await openCode(dock);
  await dock.line('image = keras.Input').click();
  await expect(canvas.block('Input')).toHaveAttribute('data-selected', 'true');
  await expect(dock.markedLines).toHaveCount(1);

  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(canvas.byId('conv2d-1')).toHaveAttribute('data-selected', 'true');
  await expect(canvas.block('Input')).not.toHaveAttribute('data-selected', 'true');
  await expect(dock.code).toBeFocused();

  // The last block's lines come into sight, and with it those of another.
  await canvas.select('dense-2');
  await expect(dock.line('logits = keras.layers.Dense')).toBeInViewport();
  await expect(dock.line('logits = keras.layers.Dense')).toHaveAttribute('aria-selected', 'true');
  await canvas.byId('dense-1').click({ modifiers: ['Shift'] });
  await page.keyboard.press('F6');
  await dock.code.focus();
  await page.keyboard.press('End');
  const seen = new Set<string>();
  for (let step = 0; step < 20; step++) {
    for (const words of await dock.markedLines.allTextContents()) if (words.includes('keras.layers')) seen.add(words);
    await page.keyboard.press('PageUp');
  }
  expect(seen.size).toBe(2);
});

test('a wire marks the lines of its reader', async ({ layerloom }) => {
  const { start, canvas, dock } = layerloom;
  await start.starter('mlp-diabetes').click();
  await openCode(dock);
  await canvas.wires.first().click({ force: true });
  await expect(dock.markedLines.first()).toBeVisible();
  await expect(dock.line('= keras.layers.Dense')).toHaveAttribute('aria-selected', 'true');
  await expect(dock.line('keras.Input')).toHaveAttribute('aria-selected', 'false');
});

test('a group marks all that it holds, and its lines lead to it and into it', async ({ layerloom }) => {
  const { page, start, canvas, dock, inspector } = layerloom;
  await start.starter('mlp-diabetes').click();
  await openCode(dock);
  const [first, second] = (await canvas.ids()).filter((id) => id.startsWith('dense')) as [string, string];
  await canvas.select(first);
  await canvas.byId(second).click({ modifiers: ['Shift'] });
  await page.keyboard.press('Control+g');
  const group = canvas.block('Group');
  await expect(group).toHaveAttribute('data-selected', 'true');
  await dock.showIn('PyTorch');
  const layers = dock.markedLines.filter({ hasText: 'nn.Linear' });
  await expect(layers).toHaveCount(2);
  await inspector.type('Repeat', '2');
  await expect(layers).toHaveCount(4);

  await page.keyboard.press('Escape');
  await canvas.area.click({ position: { x: 5, y: 200 } });
  await expect(dock.markedLines).toHaveCount(0);
  await dock.line('nn.Linear').click();
  await expect(group).toHaveAttribute('data-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(canvas.block('GroupInput')).toBeVisible();
  await expect(canvas.byId(first)).toHaveAttribute('data-selected', 'true');
  // From inside, a line of what stands outside leads back there.
  await dock.code.focus();
  await page.keyboard.press('Home');
  const outside = dock.code.getByRole('option').filter({ hasText: 'nn.Linear' }).last();
  await outside.scrollIntoViewIfNeeded();
  await outside.click();
  await expect(group).toBeVisible();
});

test('the panel is made higher by its edge, with the mouse and by keys, and stays so', async ({ layerloom }) => {
  const { page, start, canvas, dock } = layerloom;
  await start.starter('mlp-diabetes').click();
  await openCode(dock);
  const height = async () => (await dock.panel.boundingBox())!.height;
  const before = await height();
  const edge = (await dock.edge.boundingBox())!;
  await page.mouse.move(edge.x + 200, edge.y + edge.height / 2);
  await page.mouse.down();
  await page.mouse.move(edge.x + 200, edge.y + edge.height / 2 - 100, { steps: 5 });
  await page.mouse.up();
  expect(await height()).toBe(before + 100);
  await dock.edge.focus();
  await page.keyboard.press('ArrowDown');
  expect(await height()).toBe(before + 76);
  await expect(dock.edge).toHaveAttribute('aria-valuenow', String(before + 76));
  await page.keyboard.press('End');
  const most = await height();
  expect(most).toBeGreaterThan(before + 100);
  expect((await canvas.area.boundingBox())!.height).toBeGreaterThanOrEqual(159);
  page.on('dialog', (dialog) => void dialog.accept());
  await page.reload();
  await start.starter('mlp-diabetes').click();
  await expect.poll(height).toBe(most);
  await dock.edge.dblclick();
  expect(await height()).toBe(before);
});

test('the panel is tall by its edge, its button and a key, and goes back to the height it had', async ({
  layerloom,
}) => {
  const { page, start, dock } = layerloom;
  await start.starter('mlp-diabetes').click();
  await openCode(dock);
  const height = async () => (await dock.panel.boundingBox())!.height;
  const usual = await height();
  const tall = page.viewportSize()!.height / 2;
  await dock.edge.dblclick();
  expect(await height()).toBe(tall);
  await dock.edge.dblclick();
  expect(await height()).toBe(usual);
  await dock.edge.focus();
  await page.keyboard.press('Enter');
  expect(await height()).toBe(tall);
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowUp');
  expect(await height()).toBe(usual + 24);
  await page.keyboard.press('Control+Shift+J');
  expect(await height()).toBe(tall);
  await dock.panel.getByRole('button', { name: text('dock.lower') }).click();
  expect(await height()).toBe(usual + 24);
  // What is dragged beyond half of the window is tall, and goes back to where the edge was taken.
  const edge = (await dock.edge.boundingBox())!;
  await page.mouse.move(edge.x + 200, edge.y + edge.height / 2);
  await page.mouse.down();
  await page.mouse.move(edge.x + 200, edge.y + edge.height / 2 - tall, { steps: 5 });
  await page.mouse.up();
  expect(await height()).toBeGreaterThan(tall);
  await page.keyboard.press('Control+Shift+J');
  expect(await height()).toBe(usual + 24);
});

test('with 1,000 blocks only lines in sight are drawn, and typing is not kept waiting', async ({
  layerloom,
  folder,
}) => {
  const { page, start, paths, canvas, dock, inspector } = layerloom;
  const project = join(folder, 'large.loom');
  mkdirSync(project);
  const files = { model: shortcuts(1000), layout: emptyLayout, data: emptyData, training: defaultTraining };
  for (const key of ['model', 'layout', 'data', 'training'] as const)
    writeFileSync(join(project, `${key}.json`), serialize(files[key], fileDepth[key]));
  await start.openProject.click();
  const dialog = paths.dialog('open-project');
  await dialog.getByRole('textbox').fill(project);
  await dialog.getByRole('button', { name: 'Open', exact: true }).click();
  await canvas.blocks.first().waitFor();

  // What the window computes for a key until it has drawn, in milliseconds of its own thread: what else the machine does is not the window's.
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  const computed = async () => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')!.value * 1000;
  };
  /** The best of several keys, as other work of the window falls in between. */
  const forAKey = async () => {
    await inspector.panel.getByLabel('Units').first().click();
    const forKeys: number[] = [];
    for (let press = 0; press < 8; press++) {
      const before = await computed();
      await page.keyboard.press(press % 2 === 0 ? '7' : 'Backspace');
      await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn))));
      forKeys.push((await computed()) - before);
      await page.waitForTimeout(200);
    }
    return Math.min(...forKeys);
  };

  await openCode(dock);
  expect(await dock.code.getByRole('option').count()).toBeLessThan(60);
  await expect(dock.code.getByRole('option').first()).toHaveAttribute('aria-setsize', /^\d{4,}$/);
  await dock.line('= keras.layers.Dense').click();
  const withSource = await forAKey();
  await dock.tab('log').click();
  const without = await forAKey();
  // The same keys without the source are the measure, as machines differ. They take as long; with every line drawn it was 2.5 to 10 times.
  expect(withSource / without).toBeLessThan(1.8);
});
