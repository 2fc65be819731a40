import { join } from 'node:path';
import { text } from '../renderer/messages/text.ts';
import { expect, test } from './host.ts';

test('blocks are put into a group, edited inside it, taken back step by step, and the network trains', async ({
  layerloom,
  folder,
}) => {
  const { page, start, canvas, inspector, topBar, train, paths, runBar } = layerloom;
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

  await topBar.train.click();
  await paths.take('save-project', join(folder, 'tower.loom'));
  await expect(train.runs).toHaveCount(1);
  await expect(runBar.bar).toBeHidden({ timeout: 60_000 });
  await expect(train.runs.first()).toContainText('60 epochs');

  await topBar.goTo('model');
  await page.keyboard.press('Control+Shift+g');
  await expect(canvas.blocks).toHaveCount(5);
});
