import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from '../renderer/messages/text.ts';
import { findSerious } from './find-serious.ts';
import { expect, test } from './host.ts';

test('the Data page leads from chosen data to a network, and from there to training', async ({ layerloom, folder }) => {
  const { page, start, topBar, data, canvas, paths, runBar } = layerloom;
  await start.newProject.click();
  await topBar.goTo('data');
  await data.source('diabetes').click();
  const next = page.getByRole('region', { name: text('data.next') });
  const make = next.getByRole('button', { name: text('command.makeNetwork') });
  await expect(next).toContainText(text('data.nextNetwork'));
  await make.press('Enter');
  await expect(data.fits).toBeVisible();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(make).toBeVisible();
  await page.keyboard.press('ControlOrMeta+Shift+z');
  await next.getByRole('button', { name: text('data.nextModel') }).click();
  await expect(canvas.blocks).toHaveCount(5);

  await topBar.goTo('data');
  await page.setViewportSize({ width: 1024, height: 700 });
  await expect(next.getByRole('button', { name: text('data.nextTrain') })).toBeInViewport();
  expect(await findSerious(page)).toEqual([]);
  await next.getByRole('button', { name: text('data.nextTrain') }).click();
  await paths.take('save-project', join(folder, 'next.loom'));
  await expect(runBar.bar).toBeVisible();
  await runBar.stop.click();
  await expect(runBar.bar).toBeHidden({ timeout: 60_000 });
});

test('a file that is dropped on the Data page is learned from, and undone', async ({ layerloom, folder }) => {
  const { page, start, topBar, data, paths } = layerloom;
  const file = join(folder, 'houses.csv');
  await writeFile(file, ['area,price', ...Array.from({ length: 60 }, (_, at) => `${at},${at * 3}`)].join('\n'));
  await start.starter('mlp-diabetes').click();
  await topBar.goTo('data');
  const transfer = await page.evaluateHandle(() => {
    const made = new DataTransfer();
    made.items.add(new File(['area,price\n'], 'houses.csv'));
    return made;
  });
  await page.getByRole('main').dispatchEvent('dragover', { dataTransfer: transfer });
  await expect(page.getByText(text('data.dropHere'))).toBeVisible();
  await page.getByRole('main').dispatchEvent('drop', { dataTransfer: transfer });
  await paths.take('open-table', file);
  await expect(data.heading('houses.csv')).toBeVisible();
  await expect(data.columns).toHaveCount(2);
  await page.keyboard.press('ControlOrMeta+z');
  await expect(data.heading(text('data.diabetes'))).toBeVisible();
});

test('data that begins a project says how far its reading is and can be stopped; what is learned of it is said', async ({
  layerloom,
  folder,
}) => {
  const { page, start, topBar, canvas, paths, notices } = layerloom;
  const wide = join(folder, 'wide.csv');
  const names = Array.from({ length: 9000 }, (_, at) => `feature_${at}`);
  const lines = Array.from({ length: 120 }, (_, row) => names.map((_name, at) => (row * at) % 997).join(','));
  await writeFile(wide, [names.join(','), ...lines].join('\n'));
  await start.fromFile.click();
  await paths.take('open-table', wide);
  await expect(notices.words.filter({ hasText: text('data.loading', { name: 'wide.csv' }) })).toBeVisible();
  await page.getByRole('button', { name: text('data.stop') }).click();
  await expect(notices.words.filter({ hasText: 'wide.csv' })).toHaveCount(0);
  await expect(start.title).toBeVisible();

  const file = join(folder, 'houses.csv');
  const rows = Array.from(
    { length: 60 },
    (_, at) => `${at % 7},${at * 3},2024-01-${10 + (at % 20)},,${at === 5 ? 1 : ''}`,
  );
  await writeFile(file, ['area,price,sold_at,,', ...rows].join('\n'));
  await start.fromFile.click();
  await paths.take('open-table', file);
  await expect(canvas.blocks).toHaveCount(5);
  await expect(
    notices.words.filter({ hasText: text('start.madeFor', { target: 'price', name: 'houses.csv' }) }),
  ).toBeVisible();
  await expect(notices.failures).toHaveCount(0);
  await topBar.goTo('data');
  await expect(page.getByText(text('data.fits'))).toBeVisible();
});
