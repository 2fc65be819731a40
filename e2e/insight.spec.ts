import { text } from '../renderer/messages/text.ts';
import { findSerious } from './find-serious.ts';
import { expect, test } from './host.ts';
import { findOrDo } from './pages/command-search.ts';

test('the summary lists the layers with their shapes and costs; a row selects its block, and the other way round', async ({
  layerloom,
}) => {
  const { page, start, canvas, dock } = layerloom;
  await start.starter('cnn-mnist').click();
  await expect(canvas.blocks).toHaveCount(9);
  await dock.tab('summary').click();
  const row = (name: string) => dock.summary.getByRole('row', { name });
  await expect(row('strokes (Conv2D)')).toContainText('(None, 11, 11, 64)');
  await expect(row('strokes (Conv2D)')).toContainText('18,496');
  const totals = dock.panel.getByRole('region', { name: text('summary.totals') });
  await expect(totals).toContainText('121,930 (488 kB)');

  await row('strokes (Conv2D)').click();
  await expect(canvas.area.locator('[data-selected="true"]')).toContainText('strokes');
  await dock.summary.focus();
  await page.keyboard.press('ArrowDown');
  await expect(canvas.area.locator('[data-selected="true"]')).toContainText('MaxPooling2D');
  const logits = canvas.block('Dense', 1);
  await logits.click({ position: { x: 40, y: 20 } });
  await expect(row('logits (Dense)')).toHaveAttribute('aria-selected', 'true');
  await expect(row('logits (Dense)')).toBeInViewport();

  const parameters = dock.summary.getByRole('columnheader', { name: text('summary.parameters') });
  await parameters.getByRole('button').click();
  await expect(parameters).toHaveAttribute('aria-sort', 'descending');
  await expect(dock.summary.getByRole('row').nth(1)).toContainText('102,464');

  const height = () => dock.panel.evaluate((panel) => panel.clientHeight);
  const before = await height();
  await page.keyboard.press('Control+Shift+j');
  await expect.poll(height).toBeGreaterThan(before * 1.5);
  expect(await findSerious(page, '[data-panel="dock"]')).toEqual([]);
});

test('a group folds to one row with the sum of what it holds', async ({ layerloom }) => {
  const { page, start, canvas, dock } = layerloom;
  await start.starter('mlp-diabetes').click();
  await expect(canvas.blocks).toHaveCount(5);
  const [first, second] = (await canvas.ids()).filter((id) => id.startsWith('dense'));
  await canvas.select(first!);
  await canvas.byId(second!).click({ modifiers: ['Shift'] });
  await page.keyboard.press('Control+g');
  await dock.tab('summary').click();
  const rows = dock.summary.getByRole('row');
  // The head, an Input, the group, the last Dense.
  await expect(rows).toHaveCount(4);
  const group = rows.filter({ hasText: '(Group)' });
  await expect(group).toHaveAttribute('aria-expanded', 'false');
  await group.click();
  await dock.summary.focus();
  await page.keyboard.press('ArrowRight');
  await expect(rows).toHaveCount(6);
  await page.keyboard.press('ArrowLeft');
  await expect(rows).toHaveCount(4);
});

test('the heaviest blocks are named while nothing is selected, and lead to their cards', async ({ layerloom }) => {
  const { start, canvas, inspector } = layerloom;
  await start.starter('cnn-mnist').click();
  await expect(canvas.blocks).toHaveCount(9);
  const heaviest = inspector.panel.getByRole('region', { name: text('summary.heaviest') });
  const blocks = heaviest.getByRole('listitem').getByRole('button');
  await expect(blocks).toHaveCount(9);
  await expect(blocks.first()).toContainText('84 %');
  await heaviest.getByRole('button', { name: 'strokes' }).first().click();
  await expect(canvas.area.locator('[data-selected="true"]')).toContainText('strokes');
});

test('the time of each block is measured on the engine, marked once the network is another, and can be cancelled', async ({
  layerloom,
}) => {
  const { page, start, canvas, inspector, dock } = layerloom;
  await start.starter('cnn-mnist').click();
  await expect(canvas.blocks).toHaveCount(9);
  await dock.tab('summary').click();
  const heaviest = inspector.panel.getByRole('region', { name: text('summary.heaviest') });
  const time = dock.summary.getByRole('columnheader', { name: text('summary.time') });
  await expect(heaviest).toContainText(text('summary.timeEmpty'));
  await expect(time).toHaveCount(0);

  await heaviest.getByRole('button', { name: text('summary.measureTime') }).click();
  await expect(heaviest.getByRole('progressbar', { name: text('summary.measuring') })).toBeVisible();
  const again = heaviest.getByRole('button', { name: text('summary.measureAgain') });
  await expect(again).toBeVisible({ timeout: 60_000 });
  await expect(heaviest).toContainText(text('summary.timeOfBatch', { batch: 128 }));
  await expect(heaviest.getByRole('listitem')).toHaveCount(12);
  await expect(heaviest.getByRole('listitem').nth(9)).toContainText(/\d ms\d+ %$/);
  await time.getByRole('button').click();
  await expect(time).toHaveAttribute('aria-sort', 'descending');
  const rows = dock.summary.getByRole('row');
  await expect(rows.nth(1)).toContainText('(Conv2D)');
  // The Input computes nothing.
  await expect(rows.last().getByRole('img', { name: text('summary.timeNotMeasured') })).toBeVisible();
  const totals = dock.panel.getByRole('region', { name: text('summary.totals') });
  await expect(totals).toContainText(text('summary.timeForward', { batch: 128 }));
  expect(await findSerious(page, '[data-panel="inspector"]')).toEqual([]);

  const strokes = canvas.block('Conv2D', 1);
  await strokes.click({ position: { x: 40, y: 20 } });
  await inspector.type('Filters', '32');
  await canvas.area.press('Escape');
  await expect(heaviest).toContainText(text('summary.timeNetworkChanged'));
  expect(await findSerious(page, '[data-panel="inspector"]')).toEqual([]);
  await page.keyboard.press('Control+z');
  await expect(heaviest).not.toContainText(text('summary.timeNetworkChanged'));

  await findOrDo(page, text('command.measureTime'));
  await dock.panel.getByRole('button', { name: text('summary.measuringCancel') }).click();
  await expect(heaviest).toContainText(text('summary.timeCancelled'));
  await expect(heaviest.getByRole('listitem')).toHaveCount(12);

  await heaviest.getByRole('switch', { name: text('summary.onCanvas') }).click();
  const legend = canvas.area.getByRole('group', { name: text('summary.heaviest') });
  await legend.getByText(text('summary.time'), { exact: true }).click();
  await expect(canvas.block('Conv2D', 1)).toHaveAccessibleName(/\d % /);
  await expect(legend.getByRole('button', { name: text('summary.measureAgain') })).toBeVisible();
});

test('the heaviest blocks are marked on the canvas by a measure, near and from far, and said to who cannot see them', async ({
  layerloom,
}) => {
  const { page, start, canvas, inspector } = layerloom;
  await start.starter('cnn-mnist').click();
  await expect(canvas.blocks).toHaveCount(9);
  const dense = canvas.block('Dense');
  await expect(dense).not.toContainText('84 %');
  await inspector.panel.getByRole('switch', { name: text('summary.onCanvas') }).click();
  await expect(dense).toContainText('84 %');
  await expect(dense).toHaveAccessibleName(/Parameters: 84 % of the model$/);
  const legend = canvas.area.getByRole('group', { name: text('summary.heaviest') });
  await legend.getByText(text('summary.multiplyAdds')).click();
  await expect(dense).toContainText('4.1 %');
  const strokes = canvas.block('Conv2D', 1);
  await expect(strokes).toContainText('88 %');
  expect(await findSerious(page, '[data-panel="canvas"]')).toEqual([]);

  await strokes.focus();
  for (let press = 0; press < 8; press++) await canvas.zoomOut();
  await expect(strokes).toHaveAttribute('data-level', 'bar');
  await expect(strokes).toHaveText('88 %');
  const height = await strokes.getByText('88 %').evaluate((badge) => badge.getBoundingClientRect().height);
  expect(height).toBeGreaterThan(14);
  await expect(dense).toHaveText('');

  await page.keyboard.press('Shift+H');
  await expect(legend).toBeHidden();
  await expect(strokes).toHaveText('');
});

test('a repair shows what it would change before it is done, by pointer and by keyboard', async ({ layerloom }) => {
  const { page, start, canvas, inspector, dock } = layerloom;
  await start.starter('cnn-mnist').click();
  await expect(canvas.blocks).toHaveCount(9);
  const logits = canvas.block('Dense', 1);
  await logits.click({ position: { x: 40, y: 20 } });
  await inspector.type('Units', '12');
  const repair = dock.panel.getByRole('button', { name: 'Set units to 10' });
  const ghosts = canvas.area.locator('[data-repair-preview]');
  await repair.hover();
  await expect(ghosts).toContainText('Units 12 → 10');
  await expect(page.getByRole('tooltip')).toContainText(text('canvas.previewOneFewer'));
  await expect(logits).toContainText('12 units');
  await page.mouse.move(400, 300);
  await expect(ghosts).toHaveCount(0);
  await repair.focus();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Tab');
  await expect(repair).toBeFocused();
  await expect(ghosts).toContainText('Units 12 → 10');
  await page.keyboard.press('Enter');
  await expect(logits).toContainText('10 units');
  await expect(ghosts).toHaveCount(0);
});

test('all repairs together show what they would change, by pointer and by keyboard, and are one step', async ({
  layerloom,
}) => {
  const { page, start, canvas, inspector, dock } = layerloom;
  await start.starter('cnn-mnist').click();
  await expect(canvas.blocks).toHaveCount(9);
  const logits = canvas.block('Dense', 1);
  await logits.click({ position: { x: 40, y: 20 } });
  await inspector.type('Units', '12');
  await canvas.select((await canvas.ids()).find((id) => id.startsWith('output'))!);
  await page.keyboard.press('Delete');
  await expect(canvas.blocks).toHaveCount(8);
  const all = dock.panel.getByRole('button', { name: text('dock.repairAll') });
  const ghosts = canvas.area.locator('[data-repair-preview]');
  const tip = page.getByRole('tooltip');
  await all.hover();
  await expect(ghosts).toHaveCount(1);
  await expect(tip).toContainText(text('canvas.previewAdded', { type: 'Output' }));
  await page.mouse.move(400, 300);
  await expect(ghosts).toHaveCount(0);
  await expect(canvas.blocks).toHaveCount(8);
  await all.focus();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Tab');
  await expect(all).toBeFocused();
  await expect(tip).toContainText(text('canvas.previewAdded', { type: 'Output' }));
  await page.keyboard.press('Enter');
  await expect(canvas.blocks).toHaveCount(9);
  await expect(ghosts).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(canvas.blocks).toHaveCount(8);
});

test('a block of the palette shows its guide by pointer and by focus; it goes with Escape and is in no way of a drag', async ({
  layerloom,
}) => {
  const { page, start, canvas, palette } = layerloom;
  await start.starter('cnn-mnist').click();
  await expect(canvas.blocks).toHaveCount(9);
  const guide = page.getByRole('tooltip');
  const conv = palette.block('Conv2D');
  await conv.hover();
  await expect(guide).toContainText(text('help.when'));
  await expect(guide).toContainText('26×26×32');
  await expect(conv).toHaveAccessibleDescription(/Channels become the number of filters/);
  // Who looks for a block goes on to the next.
  await palette.block('Dense').hover();
  await expect(guide).toHaveCount(1);
  await expect(guide).not.toContainText('26×26×32');
  const selected = canvas.area.locator('[data-selected="true"]');
  await canvas.block('Dense').click({ position: { x: 40, y: 20 } });
  await expect(guide).toHaveCount(0);
  await conv.hover();
  await expect(guide).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(guide).toHaveCount(0);
  await expect(selected).toHaveCount(1);

  await palette.search.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(guide).toHaveCount(1);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Escape');

  // The keys have scrolled the list under a pointer that rests: only one that comes anew is sure to be told of to the list.
  const area = (await canvas.area.boundingBox())!;
  await page.mouse.move(area.x + area.width / 2, area.y + area.height / 2);
  await expect(guide).toHaveCount(0);
  await conv.hover();
  await expect(guide).toHaveCount(1);
  const item = (await conv.boundingBox())!;
  await page.mouse.move(item.x + 30, item.y + 14);
  await page.mouse.down();
  await expect(guide).toHaveCount(0);
  await page.mouse.move(area.x + area.width - 200, area.y + area.height - 220, { steps: 12 });
  await expect(guide).toHaveCount(0);
  await page.mouse.up();
  await expect(canvas.blocks).toHaveCount(10);
  await expect(guide).toHaveCount(0);
});

test('blocks are documented in the inspector and in a reference that is searched by what they are for', async ({
  layerloom,
}) => {
  const { page, start, canvas, inspector } = layerloom;
  await start.starter('cnn-mnist').click();
  await canvas.block('Conv2D').click({ position: { x: 40, y: 20 } });
  const docs = inspector.panel.getByRole('region', { name: text('help.whatItDoes') });
  await expect(docs).toContainText('26×26×32');
  const head = docs.getByRole('button', { name: text('help.whatItDoes') });
  await head.click();
  await page.reload();
  await start.starter('cnn-mnist').click();
  await canvas.block('Conv2D').click({ position: { x: 40, y: 20 } });
  await expect(head).toHaveAttribute('aria-expanded', 'false');

  await page.keyboard.press('F1');
  const reference = page.getByRole('dialog', { name: text('help.reference') });
  await expect(reference.getByRole('article')).toHaveAccessibleName('Conv2D');
  await page.keyboard.type('residual');
  await expect(reference.getByRole('article')).toHaveAccessibleName('Add');
  expect(await findSerious(page, '[role="dialog"]')).toEqual([]);
  await reference.getByRole('button', { name: text('help.place') }).click();
  await expect(canvas.block('Add')).toHaveCount(1);
});
