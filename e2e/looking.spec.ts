import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from '../renderer/messages/text.ts';
import { findSerious } from './find-serious.ts';
import { expect, test } from './host.ts';

/** Houses: a size that the price goes with, a town of few houses, a day, and words about each; every tenth size is not known. */
async function writeHouses(folder: string, rows: number): Promise<string> {
  const lines = Array.from({ length: rows }, (_, at) => {
    const size = 40 + ((at * 37) % 120);
    const day = new Date(Date.UTC(2020, 0, 1 + (at % 900))).toISOString().slice(0, 10);
    // Each its own, so that they are texts and not names of a few things.
    const words = `house ${at} ${'has many rooms '.repeat(1 + (at % 12))}`;
    const town = at % 25 === 0 ? 'Ulm' : at % 3 === 0 ? 'Bonn' : 'Kiel';
    return `${at % 10 === 3 ? '' : size},${town},${day},${words},${size * 3 + (at % 11)}`;
  });
  const path = join(folder, 'houses.csv');
  await writeFile(path, ['size,town,day,words,price', ...lines, ''].join('\n'));
  return path;
}

test('the first rows show while the rest is read, and each column is looked at closer', async ({
  layerloom,
  folder,
}) => {
  const { page, start, data, paths, topBar } = layerloom;
  const head = (name: string) =>
    page.getByRole('columnheader').filter({ has: page.getByRole('button', { name, exact: true }) });
  const name = (column: string) => head(column).getByRole('button', { name: column, exact: true });
  const panel = (column: string) => page.getByRole('region', { name: column, exact: true });
  await start.newProject.click();
  await topBar.goTo('data');
  // Noted in the page itself, as it may be over before it is asked for.
  await page.evaluate(() => {
    const seen: Record<string, unknown> = {};
    Object.assign(window, { seen });
    const note = () => {
      const [first] = document.querySelectorAll('[data-column]:disabled');
      if (first && document.querySelectorAll('td').length > 0) seen.early ??= first.getBoundingClientRect().toJSON();
    };
    new MutationObserver(note).observe(document.body, { childList: true, subtree: true });
  });
  await data.openTable.click();
  await paths.take('open-table', await writeHouses(folder, 120_000));
  await expect(name('size')).toBeEnabled({ timeout: 60_000 });
  await test.step('what came first did not move when all was read', async () => {
    const { early, now } = await page.evaluate(() => ({
      early: (window as unknown as { seen: { early?: unknown } }).seen.early,
      now: document.querySelector('[data-column]')!.getBoundingClientRect().toJSON(),
    }));
    expect(early).toEqual(now);
  });

  await test.step('the head of a column says its range, its classes and what is missing', async () => {
    await expect(head('size')).toContainText('40 – 159');
    await expect(head('size')).toContainText(text('columns.missing', { rows: '12,000', share: '10.0 %' }));
    await expect(head('town')).toContainText('Kiel64 %');
    await expect(head('day')).toContainText('2020-01 – 2022-06');
  });

  await test.step('a panel has its values as a chart that keys read, and how it goes with the target', async () => {
    await name('size').click();
    await expect(name('size')).toHaveAttribute('aria-expanded', 'true');
    await expect(panel('size')).toContainText('10.0 %');
    await expect(panel('size')).toContainText('Standard deviation');
    // Of evenly spaced rows, as there are more than are looked at; the price is three times the size, but for little.
    await expect(panel('size')).toContainText(text('columns.sampled', { rows: '60,000' }));
    const goes = panel('size').getByRole('region', { name: text('columns.goesWith', { target: 'price' }) });
    await expect(goes).toContainText(`${text('columns.pearson')}1.00`);
    const chart = panel('size').getByRole('img');
    await expect(chart).toHaveAccessibleName(/^Histogram of size: \d+ ranges from 40 .*Most rows/);
    await chart.focus();
    await page.keyboard.press('Home');
    await expect(chart).toContainText('of the rows');
    await expect(panel('size').getByRole('table')).toContainText('Rows');
  });

  await test.step('buttons go on to the next column; escape closes and gives the focus back', async () => {
    // Words that only readers of the screen hear do not make the window itself scroll.
    const [whole, seen] = await page.evaluate(() => {
      const { scrollHeight, clientHeight } = document.documentElement;
      return [scrollHeight, clientHeight];
    });
    expect(whole).toBe(seen);
    await panel('size')
      .getByRole('button', { name: text('columns.next') })
      .click();
    const bars = panel('town').getByRole('region', { name: text('columns.counts', { column: 'town' }) });
    await expect(bars.getByRole('listitem')).toHaveText([/^Kiel76,800/, /^Bonn38,400/, /^Ulm4,800/]);
    await panel('town')
      .getByRole('button', { name: text('columns.next') })
      .press('Escape');
    await expect(panel('town')).toBeHidden();
    await expect(name('town')).toBeFocused();
  });

  await test.step('texts have the lengths of their tokens, and what is cut off', async () => {
    await name('words').press('Enter');
    await expect(panel('words').getByRole('img')).toHaveAccessibleName(
      /Tokens of words.*no text is longer than 150 tokens/,
    );
    await expect(panel('words')).toContainText('Unknown, test');
  });

  await test.step('a target says which columns go most with it, and leads there', async () => {
    await name('price').click();
    const closest = panel('price').getByRole('listitem');
    await expect(closest.first()).toHaveText(/^size1\.00/);
    await closest.first().getByRole('button').click();
    await expect(panel('size')).toBeVisible();
  });

  for (const theme of ['light', 'dark'] as const) {
    await test.step(`axe finds nothing serious, ${theme}`, async () => {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      expect(await findSerious(page)).toEqual([]);
    });
  }
});

test('a grid shows the images of one class', async ({ layerloom }) => {
  const { page, start, data, topBar } = layerloom;
  await start.newProject.click();
  await topBar.goTo('data');
  await data.source('mnist').click();
  await page.getByRole('button', { name: text('columns.showClass', { label: '7' }) }).click();
  const grid = page.getByRole('region', { name: text('data.grid') });
  await expect(grid.getByRole('img')).toHaveCount(20);
  await expect(grid.getByRole('img', { name: text('data.imageOf', { label: '7' }) })).toHaveCount(20);
  await page.getByRole('combobox', { name: text('columns.classFilter') }).click();
  await page.getByRole('option', { name: '3', exact: true }).click();
  await expect(grid.getByRole('img', { name: text('data.imageOf', { label: '3' }) })).toHaveCount(20);
  await expect(page.getByText(text('columns.shownOfClass', { shown: '20', rows: '7,141', label: '3' }))).toBeVisible();
  expect(await findSerious(page)).toEqual([]);
});

test('of a table of many columns some are drawn, others are found by name or on the next page, the target always', async ({
  layerloom,
  folder,
}) => {
  const { page, start, data, paths, topBar } = layerloom;
  const names = [...Array.from({ length: 249 }, (_, at) => `gene ${at}`), 'ill'];
  const lines = Array.from({ length: 60 }, (_, row) =>
    names.map((_name, at) => (at === 249 ? ['no', 'yes'][row % 2] : ((row * (at + 3)) % 97) / 10)).join(','),
  );
  const path = join(folder, 'genes.csv');
  await writeFile(path, [names.join(','), ...lines].join('\n'));
  await start.newProject.click();
  await topBar.goTo('data');
  await data.openTable.click();
  await paths.take('open-table', path);
  const status = (first: number, last: number, count: number) =>
    page.getByText(text('columns.page', { first, last, count }), { exact: true });
  await expect(status(1, 50, 250)).toBeVisible();
  await expect(data.columns).toHaveCount(51);
  await expect(data.columns.last()).toContainText('ill');
  await page.getByRole('button', { name: text('columns.pageAfter') }).click();
  await expect(status(51, 100, 250)).toBeVisible();
  await expect(data.columns.first()).toContainText('gene 50');
  const find = page.getByRole('searchbox', { name: text('columns.find') });
  await find.fill('GENE 24');
  await expect(status(1, 10, 10)).toBeVisible();
  await expect(data.columns).toHaveText([
    /^gene 24(?!\d)/,
    ...Array.from({ length: 9 }, (_, at) => new RegExp(`^gene 24${at}`)),
    /^ill/,
  ]);
  await find.fill('protein');
  await expect(page.getByText(text('columns.noneFound'))).toBeVisible();
  await find.fill('');
  await test.step('a column that its panel goes on to comes into sight', async () => {
    await page.getByRole('button', { name: 'gene 49', exact: true }).click();
    await page.getByRole('button', { name: text('columns.next'), exact: true }).click();
    await expect(page.getByRole('button', { name: 'gene 50', exact: true })).toBeVisible();
    await expect(status(51, 100, 250)).toBeVisible();
  });
});
