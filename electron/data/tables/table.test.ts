import { expect, test } from 'vitest';
import { writeTable } from '../../../testing/datasets.ts';
import { readColumns } from '../../../testing/tables.ts';
import { openTableFile } from './open-table-file.ts';
import { parseDate, sortCategories } from './table.ts';

test.each([
  ['2024-02-29', '2024-02-29T00:00:00.000Z'],
  [' 2024-02-29 07:05 ', '2024-02-29T07:05:00.000Z'],
  ['2024-02-29T23:59:59.5', '2024-02-29T23:59:59.500Z'],
  ['0050-01-01', '0050-01-01T00:00:00.000Z'],
  ['1969-12-31 23:59:59', '1969-12-31T23:59:59.000Z'],
])('%s is a date', (cell, expected) => {
  expect(new Date(parseDate(cell)!).toISOString()).toBe(expected);
});

// Each of them would be another day, or another hour, to who adds up what is too much.
test.each([
  '2023-02-29',
  '2024-13-05',
  '2024-00-05',
  '2024-01-00',
  '2024-01-01 10:75',
  '2024-01-01 24:30',
  '2024-01-01 10:00:60',
])('%s is no date', (cell) => {
  expect(parseDate(cell)).toBeNull();
});

test('categories are sorted by size where they are numbers, and those before words', () => {
  const sorted = ['-1', '0.5', '01', '1', '1.0', '2', '10', '1e2', '', 'B', 'a', '\u00e4', '\ud83d\ude00', '\uff01'];
  expect(sortCategories([...sorted].reverse())).toEqual(sorted);
});

test('of categories only so many are held as are asked for; others are there without a name', async () => {
  // More than the database knows by their first rows.
  const rows = Array.from({ length: 30_000 }, (_, row) => `${row % 100 === 0 ? '' : `name ${row}`},${row}`);
  const table = await openTableFile(writeTable(`name,y\n${rows.join('\n')}\n`));
  try {
    const [column] = await readColumns(table, [{ name: 'name', kind: 'categorical', mostCategories: 12_000 }]);
    const counts = new Map<string, number>();
    for (const code of column!.values as Int32Array) {
      const what = code >= 0 ? 'named' : code === -1 ? 'empty' : 'unnamed';
      counts.set(what, (counts.get(what) ?? 0) + 1);
    }
    expect([...counts].sort()).toEqual([
      ['empty', 300],
      ['named', 12_000],
      ['unnamed', 17_700],
    ]);
    expect(column).toMatchObject({ categories: { length: 12_000 } });
  } finally {
    table.close();
  }
});
