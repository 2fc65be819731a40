import { join } from 'node:path';
import { text } from '../renderer/messages/text.ts';
import { expect, test } from './host.ts';

test('blocks are put into a group, edited inside it, taken back step by step, and the network trains', async ({
  layerloom,
  folder,
}) => {
  const { page, start, canvas, inspector, topBar, train } = layerloom;
  await start.starter('mlp-diabetes').click();
  await expect(canvas.blocks).toHaveCount(5);
  const parameters = await canvas.totals.textContent();
  const [first, second] = (await canvas.ids()).filter((id) => id.startsWith('dense'));
  await canvas.select(first!);
  await canvas.byId(second!).click({ modifiers: ['Shift'] });
  await page.keyboard.press('Control+g');
  await expect(canvas.blocks).toHaveCount(4);
  const group = canvas.block('Group');
  await expect(group).toHaveAttribute('data-selected', 'true');
  await expect(canvas.totals).toHaveText(parameters!);

  await inspector.type(text('inspector.name'), 'tower');
  await group.dblclick();
  const way = canvas.area.getByRole('navigation', { name: text('canvas.breadcrumb') });
  await expect(way.getByText('tower')).toHaveAttribute('aria-current', 'location');
  await expect(canvas.blocks).toHaveCount(4);
  await expect(canvas.block('GroupInput')).toContainText('10');

  await canvas.select(first!);
  await inspector.type('Units', '24');
  await expect(canvas.byId(first!)).toContainText('24 units');

  await page.keyboard.press('Control+ArrowUp');
  await expect(way).toBeHidden();
  await expect(group).toHaveAttribute('data-selected', 'true');

  await expect(canvas.totals).not.toHaveText(parameters!);
  await page.keyboard.press('Control+z');
  await expect(canvas.totals).toHaveText(parameters!);
  await page.keyboard.press('Control+Shift+z');

  await topBar.goTo('train');
  await train.set('epochs', 5);
  await layerloom.trainInto(join(folder, 'tower.loom'));
  await expect(train.runs.first()).toContainText('5 epochs');

  await topBar.goTo('model');
  await page.keyboard.press('Control+Shift+g');
  await expect(canvas.blocks).toHaveCount(5);
});

test('a group of the project is placed again from the palette, shares what is edited, and is made independent', async ({
  layerloom,
}) => {
  const { page, start, canvas, inspector, palette } = layerloom;
  await start.starter('mlp-diabetes').click();
  await expect(canvas.blocks).toHaveCount(5);
  const [first, second] = (await canvas.ids()).filter((id) => id.startsWith('dense'));
  await canvas.select(first!);
  await canvas.byId(second!).click({ modifiers: ['Shift'] });
  await page.keyboard.press('Control+g');
  await inspector.type(text('inspector.name'), 'tower');
  const own = palette.panel.getByRole('region', { name: text('palette.own') });
  const item = own.getByRole('button', { name: 'tower' });
  await expect(item).toContainText('2 blocks');
  const copy = await canvas.drop(item, [110, 260]);
  await expect(canvas.byId(copy)).toContainText('tower 2');
  await expect(item).toContainText('2 places');
  await expect(inspector.panel).toContainText(text('inspector.groupSharedOnce'));

  await inspector.panel.getByRole('button', { name: text('command.makeIndependent') }).click();
  await expect(inspector.panel).not.toContainText(text('inspector.groupSharedOnce'));
  await expect(own.getByRole('button')).toHaveCount(3);
  await page.keyboard.press('Control+z');
  await expect(inspector.panel).toContainText(text('inspector.groupSharedOnce'));
});
