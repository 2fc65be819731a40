import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from '../renderer/messages/text.ts';
import { expect, test } from './host.ts';

test('data in the project are shown by their path in it, and are there where it is moved', async ({
  layerloom,
  folder,
}) => {
  const { start, canvas, paths, topBar, data, page } = layerloom;
  const project = join(folder, 'houses.loom');
  const table = join(project, 'data', 'houses.csv');
  await mkdir(join(project, 'data'), { recursive: true });
  const rows = Array.from({ length: 60 }, (_, at) => `${at},${at % 7},${at * 3}`);
  await writeFile(table, ['size,age,price', ...rows].join('\n'));
  await start.fromFile.click();
  await paths.take('open-table', table);
  await expect(canvas.blocks).not.toHaveCount(0);

  const sources = page.getByRole('complementary', { name: text('data.sources') });
  const short = sources.getByText(text('data.inProject', { path: 'data/houses.csv' }));
  await topBar.goTo('data');
  await expect(data.fits).toBeVisible();
  // Not a project yet: the folder is one of the computer.
  await expect(sources.getByText(join(project, 'data')).first()).toBeVisible();
  await page.keyboard.press('ControlOrMeta+s');
  await paths.take('save-project', project);
  await expect(short.first()).toBeVisible();
  await expect(short.first()).toHaveAttribute('title', table);
  expect(JSON.parse(await readFile(join(project, 'data.json'), 'utf8')).source.path).toBe('data/houses.csv');

  await topBar.choose('close');
  const moved = join(folder, 'moved.loom');
  await rename(project, moved);
  await start.openProject.click();
  await paths.take('open-project', moved);
  await topBar.goTo('data');
  await expect(data.fits).toBeVisible();
  await expect(short.first()).toHaveAttribute('title', join(moved, 'data', 'houses.csv'));

  // Data that are gone: another source can be chosen.
  await rm(join(moved, 'data'), { recursive: true });
  await sources.getByRole('button', { name: text('data.readAgain') }).click();
  await expect(data.failure).toContainText(join(moved, 'data', 'houses.csv'));
  await expect(data.failure).toContainText(text('data.failedKeep'));
  for (const name of [text('data.openTable'), text('data.openFolder')])
    await expect(data.failure.getByRole('button', { name })).toBeVisible();
});
