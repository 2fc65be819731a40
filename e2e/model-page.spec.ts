import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from '../renderer/messages/text.ts';
import { expect, projectRoot, test } from './host.ts';

test('a narrow window keeps the saved state and the parameters in sight', async ({ layerloom }) => {
  const { page, start, canvas, inspector, topBar } = layerloom;
  await page.setViewportSize({ width: 1024, height: 768 });
  await start.starter('cnn-mnist').click();
  await canvas.select('conv2d-2');
  await expect(topBar.saved(text('window.neverSavedShort'))).toBeInViewport({ ratio: 1 });
  await expect(inspector.panel.getByText('18,496 params')).toBeInViewport({ ratio: 1 });
});

test('the whole name of a loss can be read on its card', async ({ layerloom }) => {
  const { start, canvas } = layerloom;
  await start.starter('cnn-mnist').click();
  const name = canvas.block('Output').getByText('SparseCategoricalCrossentropy');
  await expect(name).toBeVisible();
  expect(await name.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBeLessThanOrEqual(0);
});

test('the selection can be shown as large as the window has place for', async ({ layerloom }) => {
  const { page, start, canvas } = layerloom;
  await start.starter('cnn-mnist').click();
  await canvas.select('dense-1');
  const card = canvas.byId('dense-1');
  const middle = async () => {
    const box = (await card.boundingBox())!;
    const pane = (await page.locator('.react-flow').boundingBox())!;
    return { width: box.width, fromMiddle: Math.abs(box.y + box.height / 2 - pane.y - pane.height / 2) };
  };
  const before = await middle();
  await page.keyboard.press('Shift+2');
  await expect.poll(async () => (await middle()).width / before.width).toBeGreaterThan(1.3);
  await expect.poll(async () => (await middle()).fromMiddle).toBeLessThan(2);
});

test('a block dropped in the upper left corner is above what floats there', async ({ layerloom }) => {
  const { start, canvas, palette, topBar } = layerloom;
  await start.newProject.click();
  await topBar.goTo('model');
  const id = await canvas.drop(palette.block('Input'), [130, 60]);
  await canvas.byId(id).getByText('Input', { exact: true }).click();
  const isOnTop = await canvas.byId(id).evaluate((card) => {
    const { left, top } = card.getBoundingClientRect();
    const totals = document.elementsFromPoint(left + 40, top + 20);
    return card.contains(totals[0] ?? null);
  });
  expect(isOnTop).toBe(true);
});

test('a model that is only begun is not called a failure, and one press wires what can be meant', async ({
  layerloom,
}) => {
  const { page, start, canvas, palette, topBar, dock } = layerloom;
  await start.newProject.click();
  await topBar.goTo('model');
  for (const [type, y] of [
    ['Input', 80],
    ['Dense', 240],
    ['Output', 400],
  ] as const) {
    await canvas.drop(palette.block(type), [500, y]);
  }
  await expect(canvas.block('Dense')).toHaveAttribute('data-state', 'unfinished');
  await dock.panel.getByRole('button', { name: text('command.repairAll').replace(/ problems$/, '') }).click();
  await expect(canvas.wires).toHaveCount(2);
  await expect(dock.noProblems).toBeVisible();
  // The reason why Train waits is told to the keyboard, too.
  await topBar.train.focus();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('tooltip', { name: text('window.waitsForData') })).toBeVisible();
});

test('an Add refuses a wire that cannot fit beside the others, on a port and on its card, and says why', async ({
  layerloom,
  folder,
}) => {
  const { page, start, paths, canvas, notices } = layerloom;
  const project = join(folder, 'shortcut.loom');
  await cp(join(projectRoot, 'e2e', 'documents', 'shortcut.loom'), project, { recursive: true });
  await start.openProject.click();
  await paths.take('open-project', project);
  await expect(canvas.wires).toHaveCount(6);
  const reason = 'Add needs inputs of one shape. Expected: 16. Received: 10.';

  const free = canvas.input('add-1', '3');
  const drop = await canvas.hold('input-1', free);
  await expect(free).toHaveAttribute('data-fits', 'no');
  await expect(free).toHaveAttribute('title', reason);
  await expect(canvas.area.getByText(reason)).toBeVisible();
  await drop();
  const said = notices.words.filter({ hasText: reason });
  await expect(said).toBeVisible();
  await said.getByRole('button', { name: text('window.dismiss') }).click();
  await (await canvas.hold('input-1', canvas.byId('add-1').getByText('Add', { exact: true })))();
  await expect(said).toBeVisible();
  await expect(canvas.wires).toHaveCount(6);

  // The same by clicks: on a port and then on another, or on a card.
  const output = canvas.port(canvas.byId('input-1'), 'output');
  await output.click();
  await expect(free).toHaveAttribute('data-fits', 'no');
  await expect(said).toHaveCount(0);
  await free.click();
  await expect(said).toBeVisible();
  await expect(canvas.wires).toHaveCount(6);
  await output.click();
  await expect(free).toHaveAttribute('data-fits', 'no');
  await page.keyboard.press('Escape');
  await expect(free).not.toHaveAttribute('data-fits');
  await canvas.byId('add-1').getByText('Add', { exact: true }).click();
  await expect(canvas.wires).toHaveCount(6);
  await output.click();
  await canvas.byId('add-1').getByText('Add', { exact: true }).click();
  await expect(said).toBeVisible();

  // What was refused is of no interest once the next wire is drawn.
  await (await canvas.hold('dense-2', free))();
  await expect(canvas.wires).toHaveCount(7);
  await expect(said).toHaveCount(0);
  await expect(canvas.byId('add-1')).toHaveAttribute('data-state', 'well');

  await page.keyboard.press('Control+z');
  await expect(canvas.wires).toHaveCount(6);
  await canvas.port(canvas.byId('dense-2'), 'output').click();
  await free.click();
  await expect(canvas.wires).toHaveCount(7);
  await page.keyboard.press('Control+z');
  await canvas.port(canvas.byId('dense-2'), 'output').click();
  await canvas.byId('add-1').getByText('Add', { exact: true }).click();
  await expect(canvas.wires).toHaveCount(7);
});

test('what is selected out of sight cannot be deleted from another page', async ({ layerloom }) => {
  const { page, start, canvas, topBar } = layerloom;
  await start.starter('mlp-diabetes').click();
  await canvas.select('dense-1');
  await topBar.goTo('data');
  await page.keyboard.press('Control+k');
  const search = page.getByRole('combobox', { name: text('window.searchCommands') });
  await search.fill(text('command.delete'));
  await expect(page.getByRole('option', { name: text('command.delete') })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press('Delete');
  await topBar.goTo('model');
  await expect(canvas.blocks).toHaveCount(5);
});
