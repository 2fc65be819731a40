import { text } from '../renderer/messages/text.ts';
import { expect, test } from './host.ts';
import { findOrDo } from './pages/command-search.ts';

test('blocks are copied into another project as text, with the wires among them, and taken back in one step', async ({
  layerloom,
  context,
}) => {
  const { page, start, canvas, topBar, inspector } = layerloom;
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await start.starter('mlp-diabetes').click();
  await expect(canvas.blocks).toHaveCount(5);
  await canvas.select('dense-1');
  const units = await inspector.field('Units').inputValue();
  await canvas.byId('dense-2').click({ modifiers: ['Shift'] });
  await page.keyboard.press('Control+c');
  const copied = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()));
  expect(JSON.stringify(copied)).toContain('"Dense"');

  await topBar.choose('new');
  await expect(canvas.blocks).toHaveCount(0);
  await page.keyboard.press('Control+v');
  await expect(canvas.blocks).toHaveCount(2);
  await expect(canvas.wires).toHaveCount(1);
  await canvas.select((await canvas.ids())[0]!);
  await expect(inspector.field('Units')).toHaveValue(units);
  await page.keyboard.press('Control+z');
  await expect(canvas.blocks).toHaveCount(0);
});

test('what is no copy of blocks is not pasted, and the reason is told', async ({ layerloom, context }) => {
  const { page, start, canvas, notices } = layerloom;
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await start.newProject.click();
  await page.evaluate(() => navigator.clipboard.writeText('a line of something else'));
  await canvas.area.click({ position: { x: 300, y: 300 } });
  await page.keyboard.press('Control+v');
  await expect(notices.failures).toHaveText(text('command.nothingToPaste'));
  await expect(canvas.blocks).toHaveCount(0);
});

test('two clicks draw a wire, and Escape leaves one that was begun', async ({ layerloom }) => {
  const { page, start, canvas, palette } = layerloom;
  await start.newProject.click();
  await canvas.wireByHandOnly();
  const input = await canvas.drop(palette.block('Input'), [240, 100]);
  const dense = await canvas.drop(palette.block('Dense'), [420, 320]);
  await canvas.port(canvas.byId(input), 'output').click();
  await expect(canvas.area).toHaveAttribute('data-wiring');
  await page.keyboard.press('Escape');
  await expect(canvas.area).not.toHaveAttribute('data-wiring');
  await canvas.port(canvas.byId(dense), 'input').click();
  await expect(canvas.wires).toHaveCount(0);
  await page.keyboard.press('Escape');

  await canvas.port(canvas.byId(input), 'output').click();
  await canvas.port(canvas.byId(dense), 'input').click();
  await expect(canvas.wires).toHaveCount(1);
  await page.keyboard.press('Control+z');
  await expect(canvas.wires).toHaveCount(0);
});

test('a block let go over a wire goes into it, and the chain holds when it is deleted', async ({ layerloom }) => {
  const { page, start, canvas, palette, dock } = layerloom;
  await start.starter('mlp-diabetes').click();
  await expect(canvas.blocks).toHaveCount(5);
  const ends = () =>
    canvas.wires.evaluateAll((wires) => wires.map((wire) => wire.getAttribute('aria-label')).toSorted());
  const before = await ends();
  const area = (await canvas.area.boundingBox())!;
  const [from, to] = [
    (await canvas.port(canvas.byId('dense-1'), 'output').boundingBox())!,
    (await canvas.port(canvas.byId('dense-2'), 'input').boundingBox())!,
  ];
  const middle = [(from.x + to.x + from.width) / 2 - area.x, (from.y + to.y + from.height) / 2 - area.y] as const;
  await canvas.drop(palette.block('Dropout'), middle);
  await expect(canvas.wires).toHaveCount(before.length + 1);
  await expect(dock.noProblems).toBeVisible();
  await canvas.select('dropout-1');
  await page.keyboard.press('Delete');
  await expect(canvas.blocks).toHaveCount(5);
  await expect.poll(ends).toEqual(before);
});

test('the list of steps leads to any of them, and forward again', async ({ layerloom }) => {
  const { page, start, canvas, topBar } = layerloom;
  await start.starter('mlp-diabetes').click();
  await expect(canvas.blocks).toHaveCount(5);
  await canvas.select('dense-1');
  await page.keyboard.press('Control+d');
  await page.keyboard.press('Control+d');
  await page.keyboard.press('Delete');
  await expect(canvas.blocks).toHaveCount(6);
  const steps = page.getByRole('menuitem');
  const list = async () => {
    await topBar.bar.getByRole('button', { name: text('command.history') }).click();
    await expect(steps.first()).toHaveText(text('command.historyStart'));
  };
  await list();
  await expect(steps).toHaveCount(4);
  await expect(steps.last()).toHaveAttribute('aria-current', 'step');
  await steps.first().click();
  await expect(canvas.blocks).toHaveCount(5);
  await list();
  await steps.nth(2).click();
  await expect(canvas.blocks).toHaveCount(7);
  await list();
  await expect(steps.nth(2)).toHaveAttribute('aria-current', 'step');
  await expect(steps).toHaveCount(4);
});

test('a block that is far away is found by its name and comes into sight, and a box selects what it touches', async ({
  layerloom,
}) => {
  const { page, start, canvas, inspector } = layerloom;
  await start.starter('cnn-mnist').click();
  await expect(canvas.blocks.first()).toBeVisible();
  const area = (await canvas.area.boundingBox())!;
  const [x, y] = [area.x + area.width - 300, area.y + area.height - 40];
  await page.mouse.move(x, y);
  for (let turn = 0; turn < 6; turn++) await page.mouse.wheel(0, -300);
  await expect(canvas.byId('conv2d-1')).not.toBeInViewport();
  await findOrDo(page, 'edges');
  await expect(canvas.byId('conv2d-1')).toBeInViewport();
  await expect(inspector.name).toHaveValue('edges');

  await page.keyboard.press('Shift+1');
  const first = await canvas.placeOf('conv2d-1');
  await page.mouse.move(first.x - 30, first.y - 10);
  await page.keyboard.down('Shift');
  await page.mouse.down();
  await page.mouse.move(first.x + 40, first.y + first.height + 10, { steps: 5 });
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await expect(canvas.byId('conv2d-1')).toHaveAttribute('data-selected', 'true');
});

test('the right button offers what can be done with a block, with a wire and with the canvas, there', async ({
  layerloom,
  context,
}) => {
  const { page, start, canvas, insertBox } = layerloom;
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await start.starter('mlp-diabetes').click();
  await expect(canvas.blocks).toHaveCount(5);
  const menu = page.getByRole('menu', { name: text('canvas.menu') });
  const item = (words: string) => menu.getByRole('menuitem', { name: new RegExp(`^${words}`) });

  // What is not selected is selected by it.
  await canvas.byId('dense-1').click({ button: 'right' });
  await expect(canvas.byId('dense-1')).toHaveAttribute('data-selected', 'true');
  await expect(item(text('command.ungroup'))).toHaveCount(0);
  await item(text('command.copy')).click();
  await expect(menu).toHaveCount(0);

  const area = (await canvas.area.boundingBox())!;
  const empty = { x: 120, y: area.height - 160 };
  await canvas.area.click({ button: 'right', position: empty });
  await item(text('command.paste')).click();
  await expect(canvas.blocks).toHaveCount(6);
  const copy = (await canvas.byId('dense-4').boundingBox())!;
  expect(Math.abs(copy.x - area.x - empty.x)).toBeLessThan(2);
  expect(Math.abs(copy.y - area.y - empty.y)).toBeLessThan(2);
  await page.keyboard.press('Control+z');

  // By the keyboard it opens at the card that has the focus, and gives the focus back.
  await canvas.byId('dense-2').focus();
  await page.keyboard.press('ContextMenu');
  await expect(item(text('command.duplicate'))).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(menu).toHaveCount(0);
  await expect(canvas.byId('dense-2')).toBeFocused();

  const wire = (await canvas.wires.nth(1).locator('path').last().boundingBox())!;
  await page.mouse.click(wire.x + wire.width / 2, wire.y + wire.height / 2, { button: 'right' });
  await expect(canvas.wires.nth(1)).toHaveClass(/selected/);
  await item(text('command.delete')).click();
  await expect(canvas.wires).toHaveCount(3);
  await page.keyboard.press('Control+z');

  await canvas.area.click({ button: 'right', position: empty });
  await item(text('command.insertHere')).click();
  await expect(insertBox.field).toBeFocused();
  await page.keyboard.press('Escape');
  await canvas.byId('dense-1').click();
  await canvas.byId('dense-2').click({ modifiers: ['Shift'] });
  await canvas.byId('dense-1').click({ button: 'right' });
  await expect(canvas.byId('dense-2')).toHaveAttribute('data-selected', 'true');
  await item(text('inspector.align')).hover();
  await page.getByRole('menuitem', { name: new RegExp(`^${text('command.alignRight')}`) }).click();
  await canvas.area.click({ button: 'right', position: empty });
  await item(text('command.addNote')).click();
  await expect(canvas.area.locator('[data-annotation="note-1"]').getByRole('textbox')).toBeFocused();
});
