import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inEnglish } from '../../../shared/messages/sentence.ts';
import { readColumns } from '../../../testing/tables.ts';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import type { SavedNotations } from './number-notation.ts';
import { openTableFile } from './open-table-file.ts';

/** The numbers of every column of a file, and what is said of it. */
async function numbersOf(content: string, known?: SavedNotations) {
  const path = join(temporaryFolder(), 'table.csv');
  writeFileSync(path, content);
  const table = await openTableFile(path, undefined, { notations: known });
  try {
    const wanted = table.names.map((name) => ({ name, kind: 'numeric' as const }));
    const columns = await readColumns(table, wanted);
    const profiles = await table.profile();
    return {
      numbers: Object.fromEntries(columns.map(({ name, values }) => [name, [...values]])),
      notNumbers: profiles.map(({ notNumbers }) => notNumbers),
      warnings: table.warnings.map(inEnglish),
    };
  } finally {
    table.close();
  }
}

test.each([
  [
    'a comma before the fraction and points between thousands, by what any cell of a column shows',
    'a;b;c\n1.234;1.234,56;3\n2;-12,5;4\n',
    { a: [1234, 2], b: [1234.56, -12.5], c: [3, 4] },
    'Numbers of "a", "b" have a comma before the fraction, and points between thousands: 1.234 is read as 1234.',
  ],
  [
    'the same in quotation marks, where commas part the values',
    'a,b\n"3,14",x\n"1.000,5",y\n',
    { a: [3.14, 1000.5], b: [Number.NaN, Number.NaN] },
    'Numbers of "a" have a comma before the fraction, and points between thousands: 1.000,5 is read as 1000.5.',
  ],
  [
    'the same in a table parted by tabs, without column names',
    '3,14\t2,5\n1.000,5\t3\n',
    { column_1: [3.14, 1000.5], column_2: [2.5, 3] },
    'Numbers of "column_1", "column_2" have a comma before the fraction, and points between thousands: 1.000,5 is read as 1000.5.',
  ],
])('numbers have %s', async (_, content, numbers, warning) => {
  const found = await numbersOf(content);
  expect(found.numbers).toEqual(numbers);
  expect(found.warnings).toContain(warning);
});

test('commas stand between thousands where a point stands before fractions, or nothing tells of another way', async () => {
  const { numbers, notNumbers } = await numbersOf('a,b,c\n"-1,234.5",999,"1,234,567"\n2.5,"1,000",12\n3,"1,00,0",7\n');
  expect(numbers).toEqual({ a: [-1234.5, 2.5, 3], b: [999, 1000, Number.NaN], c: [1_234_567, 12, 7] });
  expect(notNumbers).toEqual([0, 1, 0]);
});

test('points before fractions stay that where semicolons part the values, as in the wine tables of UCI', async () => {
  expect(await numbersOf('acid;density;sugar\n7.4;0.998;1.234\n7.8;1.001;2\n')).toEqual({
    numbers: { acid: [7.4, 7.8], density: [0.998, 1.001], sugar: [1.234, 2] },
    notNumbers: [0, 0, 0],
    warnings: [],
  });
});

test('each column goes by its own numbers, and one that shows both takes either', async () => {
  const { numbers } = await numbersOf('a;b;both;none\n1,5;1.5;1,5;1.234\n2.000,5;2.25;2.5;5\n');
  expect(numbers).toEqual({ a: [1.5, 2000.5], b: [1.5, 2.25], both: [1.5, 2.5], none: [1.234, 5] });
});

test('a point in a place where no thousands are is no number in a column of commas', async () => {
  const rows = Array.from({ length: 200_000 }, (_, row) => `${row},5`);
  rows[150_000] = '1.5';
  const path = join(temporaryFolder(), 'table.csv');
  writeFileSync(path, `a;b\n${rows.map((row) => `${row};1`).join('\n')}\n`);
  const table = await openTableFile(path);
  const [column] = await readColumns(table, [{ name: 'a', kind: 'numeric' }]);
  table.close();
  expect(column).toMatchObject({ invalid: { count: 1, example: '1.5', row: 150_000 } });
  expect(column!.values[199_999]).toBe(199_999.5);
});

test('numbers of texts are none of them', async () => {
  expect((await numbersOf('a,b\n"see 1,5 and 2.5",1\n"3,4,5",2\n')).warnings).toEqual([]);
});

test('a file that does not show how its numbers are written is read as an earlier one was, without a word', async () => {
  const known = { a: 'comma' } as const;
  expect(await numbersOf('a;b\n1.234;1.234\n5;6\n', known)).toMatchObject({
    numbers: { a: [1234, 5], b: [1.234, 6] },
    warnings: [],
  });
  expect(await numbersOf('a,b\n1.234,x\n', known)).toMatchObject({ numbers: { a: [1234] }, warnings: [] });
  expect(await numbersOf('a;b\n"1.234,5";6\n', known)).toMatchObject({ numbers: { a: [1234.5] }, warnings: [] });
});

test.each([
  ['itself', 'a;b\n1.25;3\n1.234;4\n', [1.25, 1.234], '1.25'],
  ['in another column', 'a;b\n1.234;0.5\n2;4\n', [1.234, 2], '1.234'],
])(
  'a column that is written otherwise, as it shows %s, goes by that, which is said',
  async (_, content, numbers, example) => {
    const found = await numbersOf(content, { a: 'comma' });
    expect(found.numbers.a).toEqual(numbers);
    expect(found.warnings).toEqual([
      `Numbers of "a" had a comma before the fraction where the model was trained. Here they have a point, as in ${example}, and are read so.`,
    ]);
  },
);
