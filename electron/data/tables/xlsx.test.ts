import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { inEnglish } from '../../../shared/messages/sentence.ts';
import { readColumns } from '../../../testing/tables.ts';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import { type SheetOf, workbookOf } from '../../../testing/workbooks.ts';
import { findSource } from '../sources/find-source.ts';
import { openTableFile } from './open-table-file.ts';
import type { WantedColumn } from './table.ts';

function write(content: Uint8Array, name = 'book.xlsx'): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content);
  return path;
}

/** What there is in a sheet, cell by cell. */
async function cellsOf(path: string, sheet: string | null = null) {
  const table = await openTableFile(path, undefined, { sheet });
  const { names, sheets, warnings } = table;
  return { names, sheets, warnings: warnings.map(inEnglish), rows: await table.preview(100), table };
}

async function refusal(path: string, sheet: string | null = null): Promise<string> {
  const error = await openTableFile(path, undefined, { sheet }).then(
    () => null,
    (error: Error) => error,
  );
  return String(error?.message).replace(/^\S*[\\/]/, '');
}

const day = (serial: number) => ({ style: 1, inside: `<v>${serial}</v>` });
const mixed: SheetOf = {
  rows: [
    ['day', 'when', 'clock', 'amount', 'paid', 'note', 'sum'],
    [
      day(45658),
      { style: 2, inside: '<v>45658.75</v>' },
      { style: 3, inside: '<v>0.5</v>' },
      0.1,
      { type: 'b', inside: '<v>1</v>' },
      'a "b", <c> & d',
      { inside: '<f>D2*3</f><v>0.30000000000000004</v>' },
    ],
    [
      day(45659),
      null,
      null,
      1e21,
      { type: 'b', inside: '<v>0</v>' },
      null,
      { type: 'e', inside: '<f>1/0</f><v>#DIV/0!</v>' },
    ],
    [day(61), null, null, -7, null, ' two\nlines ', { inside: '<f>SUM(D2:D4)</f>' }],
  ],
};

test('a sheet gives dates, times, numbers, truth values, texts and the saved values of formulas', async () => {
  const { rows, names, warnings, table } = await cellsOf(write(workbookOf({ Sheet1: mixed })));
  expect(names).toEqual(['day', 'when', 'clock', 'amount', 'paid', 'note', 'sum']);
  expect(rows).toEqual([
    ['2025-01-01', '2025-01-01 18:00:00', '12:00:00', '0.1', 'true', 'a "b", <c> & d', '0.30000000000000004'],
    ['2025-01-02', '', '', '1e+21', 'false', '', ''],
    ['1900-03-01', '', '', '-7', '', ' two\nlines ', ''],
  ]);
  expect(warnings).toEqual([
    'Cells with a formula that was never worked out: 1. They count as empty; open the workbook in a spreadsheet program and save it.',
    'Cells that show an error: 1, the first G3. They count as empty.',
  ]);
  const wanted: WantedColumn[] = [
    { name: 'day', kind: 'date' },
    { name: 'sum', kind: 'numeric' },
    { name: 'paid', kind: 'categorical' },
  ];
  const [days, sums, paid] = await readColumns(table, wanted);
  expect(days!.values).toEqual(Float64Array.of(Date.UTC(2025, 0, 1), Date.UTC(2025, 0, 2), Date.UTC(1900, 2, 1)));
  expect(sums!.values).toEqual(Float64Array.of(0.1 * 3, Number.NaN, Number.NaN));
  expect(paid).toMatchObject({ categories: ['false', 'true'], values: Int32Array.of(1, 0, -1) });
});

test.each([false, true])(
  'durations keep their days, whatever year days are counted from (1904: %s)',
  async (is1904) => {
    const cell = (style: number, serial: string) => ({ style, inside: `<v>${serial}</v>` });
    const rows = [
      ['runner', 'took', 'rested'],
      ['a', cell(4, '1.5208333333333333'), cell(5, '100.25')],
      ['b', cell(4, '4.305555555555556E-2'), cell(5, '0')],
      ['c', cell(4, '1.0000057870370371'), cell(5, '-0.0625')],
    ];
    const { rows: read } = await cellsOf(write(workbookOf({ Sheet1: { rows } }, { is1904 })));
    expect(read).toEqual([
      ['a', '36:30:00', '2406:00:00'],
      ['b', '01:02:00', '00:00:00'],
      ['c', '24:00:00.500', '-01:30:00'],
    ]);
  },
);

test('a time of day stays one, to the second, also where its format has a word in brackets', async () => {
  const rows = [
    ['at'],
    ...[6, 2].map((style) => [{ style, inside: `<v>${style === 6 ? 1.5 : 45658.000081018516}</v>` }]),
  ];
  expect((await cellsOf(write(workbookOf({ Sheet1: { rows } })))).rows).toEqual([
    ['12:00:00'],
    ['2025-01-01 00:00:07'],
  ]);
});

test('a sheet is chosen by its name, the first if none is, and all of them are told', async () => {
  const path = write(
    workbookOf({
      'A & B': {
        rows: [
          ['x', 'y'],
          [1, 2],
        ],
      },
      Two: {
        rows: [
          ['y', 2019, 2018],
          [2, 3, 4],
        ],
      },
    }),
  );
  expect(await cellsOf(path)).toMatchObject({
    names: ['x', 'y'],
    sheets: { all: ['A & B', 'Two'], read: 'A & B' },
  });
  // Names that are numbers keep their order.
  expect(await cellsOf(path, 'Two')).toMatchObject({ names: ['y', '2019', '2018'], rows: [['2', '3', '4']] });
  expect(await refusal(path, 'Three')).toBe(
    'book.xlsx has no such sheet. Expected: one of A & B, Two. Received: Three.',
  );
});

test('each of merged cells has their value, and what is empty around the table is left aside', async () => {
  const rows = [
    [],
    [null, 'place', 'n'],
    [null, 'Oslo', 1],
    [null, null, 2],
    [null, 'Rome', 3],
    [],
    [null, null, null, ''],
  ];
  const { rows: read, names, warnings } = await cellsOf(write(workbookOf({ S: { rows, merged: ['B3:B4'] } })));
  expect({ names, read, warnings }).toEqual({
    names: ['place', 'n'],
    read: [
      ['Oslo', '1'],
      ['Oslo', '2'],
      ['Rome', '3'],
    ],
    warnings: ['Merged cells: 1 groups. Each cell of a group has the value of the group.'],
  });
});

const flats = [
  ['city', 'area', 'price'],
  ['Oslo', 50, 1.5],
  ['Rome', 70, null],
  ['Bonn', 60, 3],
];
const rowsOfFlats = [
  ['Oslo', '50', '1.5'],
  ['Rome', '70', ''],
  ['Bonn', '60', '3'],
];

// Each is as pandas.read_excel has it with the header in the row that is told, but for its names of columns without one.
test.each<[string, SheetOf, row: number | null]>([
  ['nothing', { rows: flats }, null],
  ['a title, what it is of and an empty row', { rows: [['Flats'], ['as of', day(45292)], [], ...flats] }, 4],
  ['a title and a date, without an empty row', { rows: [['Flats'], ['as of', day(45292)], ...flats] }, 3],
  ['a title in merged cells', { rows: [['Flats'], ...flats], merged: ['A1:C1'] }, 2],
  ['names with a colon', { rows: [['By:', 'Ann'], ['Of the year:', 2024, 'kept'], ...flats] }, 3],
])('above the header may stand %s', async (_, sheet, row) => {
  const { names, rows, warnings } = await cellsOf(write(workbookOf({ S: sheet })));
  expect({ names, rows }).toEqual({ names: flats[0], rows: rowsOfFlats });
  const said = warnings.filter((words) => words.includes('names of the columns are in row'));
  expect(said).toEqual(row === null ? [] : [expect.stringContaining(`in row ${row} of the sheet.`)]);
});

const sold = [['item', 'sold', 'rate'], ...[3, 8, 5, 7, 4, 6].map((count, at) => [`item ${at}`, count, count / 10])];

test.each<[string, SheetOf['rows'], count: number]>([
  ['an empty row and a remark', [[], ['Source: the shop']], 1],
  ['sums', [['Total', 33, 3.3]], 1],
  ['a sum beside a mean, and a remark', [['Total', 33, 0.55], [], ['Printed on Monday']], 2],
  ['sums after an empty row, and more remarks', [[], [null, 33], [], ['a'], ['b']], 3],
  ['a row that sums up nothing', [['item 6', 9, 0.9]], 0],
  ['an empty row and rows like the others', [[], ['item 6', 9, 0.9], ['item 7', null, 0.2]], 0],
])('below a table may stand %s', async (_, foot, count) => {
  const { rows, warnings } = await cellsOf(write(workbookOf({ S: { rows: [...sold, ...foot] } })));
  const said = warnings.filter((words) => words.startsWith('Rows below the table'));
  expect([rows.length, said]).toEqual([
    6 + (count > 0 ? 0 : foot.length),
    count > 0 ? [expect.stringContaining(`are left out: ${count}. `)] : [],
  ]);
});

test.each<[string, SheetOf['rows'], names: string[]]>([
  [
    'a first column without a name',
    [
      [null, 'name'],
      [0, 'x'],
      [1, 'y'],
    ],
    ['unnamed_1', 'name'],
  ],
  [
    'texts alone, and no name above the first',
    [
      [null, 'name'],
      ['p', 'x'],
      ['q', 'y'],
    ],
    ['unnamed_1', 'name'],
  ],
  ['few values in its rows', [['a', 'b', 'c'], [1], [null, 2], [3]], ['a', 'b', 'c']],
  [
    'remarks beside it',
    [
      ['a', 'b'],
      [1, 2, null, 'odd', 'very'],
      [3, 4],
      [5, 6],
    ],
    ['a', 'b', 'unnamed_3', 'unnamed_4'],
  ],
  [
    'years as names',
    [['Millions'], ['country', 2019, 2020, 2021], ['A', 1.5, 2, 3], ['B', 2, 3, 4]],
    ['country', '2019', '2020', '2021'],
  ],
  [
    'two rows of names',
    [
      [null, 2023, null, null, 2024],
      ['id', 'p', 'q', 'r', 's'],
      [1, 2, 3, 4, 5],
    ],
    ['unnamed_1', '2023', 'unnamed_3', 'unnamed_4', '2024'],
  ],
])('the names are found of a table with %s', async (_, rows, names) => {
  expect((await cellsOf(write(workbookOf({ S: { rows } })))).names).toEqual(names);
});

test('where the first sheet is no table, the first that is one is read, and it is said; for a model one with its columns', async () => {
  const cover: SheetOf = { rows: [['Report'], ['By:', 'Ann'], [], ['This workbook has flats.']] };
  const other = {
    rows: [
      ['x', 'y'],
      [1, 2],
      [3, 4],
    ],
  };
  const path = write(workbookOf({ About: cover, Empty: { rows: [] }, Other: other, Flats: { rows: flats } }));
  expect(await cellsOf(path)).toMatchObject({
    names: ['x', 'y'],
    sheets: { read: 'Other' },
    warnings: [expect.stringContaining('The sheet "Other" is read: the first that is a table.')],
  });
  const table = await openTableFile(path, undefined, { columns: ['area', 'city'] });
  expect(table.sheets?.read).toBe('Flats');
  expect(table.warnings.map(inEnglish)).toEqual([expect.stringContaining('first with the columns that the model was')]);
  expect((await findSource(path, 'Flats')).source).toEqual({ kind: 'table', path, sheet: 'Flats' });
  await expect(findSource(temporaryFolder(), 'Flats')).rejects.toThrow('is no workbook, so that it has no sheets.');
  // What a person names is read as it is, and what has no such sheet is refused.
  expect((await cellsOf(path, 'About')).names[0]).toBe('Report');
  expect(await refusal(path, 'Empty')).toContain('book.xlsx (Empty) has no rows.');
  expect(await refusal(write(Buffer.from('a,b\n1,2\n'), 'a.csv'), 'Flats')).toBe(
    'a.csv is no workbook, so that it has no sheets. Expected: an .xlsx file, or no sheet. Received: the sheet "Flats".',
  );
});

test('a sheet without names gets some, and says so', async () => {
  const { names, rows, warnings } = await cellsOf(
    write(
      workbookOf({
        S: {
          rows: [
            [1, 2],
            [3, 4],
          ],
        },
      }),
    ),
  );
  expect({ names, rows }).toEqual({
    names: ['column_1', 'column_2'],
    rows: [
      ['1', '2'],
      ['3', '4'],
    ],
  });
  expect(warnings[0]).toContain('The first line looks like values (1, 2)');
});

test.each([
  ['old.xls', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'is a workbook of the old kind (.xls).'],
  ['closed.xlsx', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'a workbook with a password, or one of the old kind (.xls).'],
  ['cut.xlsx', workbookOf({ S: mixed }).subarray(0, 900), 'cannot be read as a workbook.'],
  ['empty.xlsx', workbookOf({ S: { rows: [['a', 'b']] } }), 'has no rows.'],
  ['table.zip', zipSync({ 'a/': strToU8(''), 'a/b.csv': strToU8('x,y') }), 'Received: an archive of a/b.csv.'],
  [
    'tables.zip',
    zipSync(Object.fromEntries([1, 2, 3, 4, 5].map((at) => [`${at}.csv`, strToU8('x')]))),
    'is a zip archive and no workbook. Unpack it, and open the table, or the folder, that was in it. Received: an archive of 1.csv, 2.csv, 3.csv and 2 more.',
  ],
  ['other.zip', Buffer.concat([workbookOf({})]), 'a workbook without a sheet of cells.'],
])('%s is refused in words', async (name, content, words) => {
  const said = await refusal(write(content, name));
  expect(said).toContain(name);
  expect(said).toContain(words);
});

test('a sheet that is too large to be read as a whole is refused before it is', async () => {
  const book = Buffer.from(workbookOf({ S: mixed }));
  // What the archive's list says of the sheet's size, 24 bytes after the beginning of its entry.
  const entry = book.lastIndexOf('xl/worksheets/sheet1.xml') - 46;
  book.writeUInt32LE(130 * 1024 ** 2, entry + 24);
  expect(await refusal(write(book))).toMatch(
    /the sheet "S" is too large .* Expected: at most 134,217,728 bytes unpacked/,
  );
});
