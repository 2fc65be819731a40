import { text } from '../renderer/messages/text.ts';
import { expect, test } from './host.ts';

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
  await page.keyboard.press('Control+k');
  await page.keyboard.type('edges');
  await page.keyboard.press('Enter');
  await expect(canvas.byId('conv2d-1')).toBeInViewport();
  await expect(inspector.name).toHaveValue('edges');

  await page.keyboard.press('Shift+1');
  const first = (await canvas.byId('conv2d-1').boundingBox())!;
  await page.mouse.move(first.x - 30, first.y - 10);
  await page.keyboard.down('Shift');
  await page.mouse.down();
  await page.mouse.move(first.x + 40, first.y + first.height + 10, { steps: 5 });
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await expect(canvas.byId('conv2d-1')).toHaveAttribute('data-selected', 'true');
});
