import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inEnglish } from '../../../shared/messages/sentence.ts';
import { readColumns } from '../../../testing/tables.ts';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import { openCsv } from './csv.ts';

function write(content: string | Uint8Array, name = 'table.csv'): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content);
  return path;
}

/** All cells of a file as text, under the column names. */
async function cellsOf(content: string | Uint8Array, name?: string): Promise<string[][]> {
  const table = await openCsv(write(content, name));
  try {
    return [[...table.names], ...(await table.preview(100))];
  } finally {
    table.close();
  }
}

/** Opens a table and reads all of it, as texts. */
async function readAll(path: string): Promise<number> {
  const table = await openCsv(path);
  try {
    const columns = await readColumns(
      table,
      table.names.map((name) => ({ name, kind: 'text' as const })),
    );
    return columns[0]!.values.length;
  } finally {
    table.close();
  }
}

async function refusal(content: string | Uint8Array, name?: string): Promise<string> {
  const path = write(content, name);
  const error = await readAll(path).then(
    () => null,
    (error: unknown) => error,
  );
  expect(error).toMatchObject({ name: 'UserError' });
  const { message } = error as Error;
  expect(message.startsWith(path)).toBe(true);
  return message.replaceAll(path, 'FILE');
}

const table = [
  ['a', 'b'],
  ['1', 'x'],
  ['2', 'y'],
];

test.each([
  ['commas', 'a,b\n1,x\n2,y\n'],
  ['semicolons', 'a;b\n1;x\n2;y\n'],
  ['tabs', 'a\tb\n1\tx\n2\ty\n'],
  ['bars', 'a|b\n1|x\n2|y\n'],
  ['no line end at the end', 'a,b\n1,x\n2,y'],
  ['Windows line ends', 'a,b\r\n1,x\r\n2,y\r\n'],
  ['old Macintosh line ends', 'a,b\r1,x\r2,y\r'],
  ['a byte order mark', '\ufeffa,b\n1,x\n2,y\n'],
  ['empty lines', '\n\na,b\n\n1,x\n2,y\n\n'],
  ["Excel's own first line", 'sep=;\na;b\n1;x\n2;y\n'],
  ['quoted values', '"a","b"\n"1","x"\n"2","y"\n'],
])('a table with %s is read', async (_, content) => {
  expect(await cellsOf(content)).toEqual(table);
});

test('quoted values hold delimiters, line ends and quotation marks', async () => {
  expect(await cellsOf('a,b\r\n"1, or ""one""","x\ny"\r\n')).toEqual([
    ['a', 'b'],
    ['1, or "one"', 'x\ny'],
  ]);
});

test.each(['\n', '\r\n', '\r'])('a name over two lines is read where lines end in %j', async (end) => {
  for (const within of ['\n', '\r\n', '\r']) {
    const [names, ...rows] = await cellsOf([`"size${within}in cm",b`, '1,x', '2,y', ''].join(end));
    expect(names![0]!.split(/\r\n|\r|\n/)).toEqual(['size', 'in cm']);
    expect(rows).toEqual(table.slice(1));
  }
});

test('whatever is written with quotation marks is read as it was', async () => {
  const cell = fc.string({
    unit: fc.oneof(fc.constantFrom('"', ',', '\n', '\r\n', ' ', '0'), fc.string({ unit: 'grapheme', minLength: 1 })),
  });
  const rows = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(rows, fc.constantFrom('\n', '\r\n'), async (cells, end) => {
      const quoted = cells.map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(','));
      expect(await cellsOf(['a,b', ...quoted, ''].join(end))).toEqual([['a', 'b'], ...cells]);
    }),
    { numRuns: 40 },
  );
});

test('a TSV file may have commas in its names', async () => {
  expect(await cellsOf('a, b, c\td\n1\t2\n', 'table.tsv')).toEqual([
    ['a, b, c', 'd'],
    ['1', '2'],
  ]);
});

test('a path with the signs of a pattern is one file', async () => {
  expect(await cellsOf('a,b\n1,x\n2,y\n', "t [1]*? it's.csv")).toEqual(table);
});

test.each([
  [
    'lines of a bank',
    'Account:;Ann\r\nFrom:;2024-01-01\r\n\r\nday;for;to;sum\r\n1.2.2024;a, b;Bo;1,5\r\n2.2.2024;a, b;;2,5\r\n',
    'Account: Ann',
    4,
  ],
  ['a title that a spreadsheet filled up', 'Sold,,\n,,\nday;x,to,sum\n1,Bo,3\n2,Al,4\n', 'Sold', 3],
])('what stands above a table is left out, and told: %s', async (_, content, received, line) => {
  const table = await openCsv(write(content));
  expect({ names: table.names.slice(-2), rows: (await table.preview(9)).length }).toEqual({
    names: ['to', 'sum'],
    rows: 2,
  });
  expect(table.warnings.map(inEnglish)).toContain(
    `The names of the columns are in line ${line}. Lines above them are left out, 2 of them with values; the first: ${received}.`,
  );
  table.close();
});

test.each([
  ['empty cells', 'a,,c\n,,1\n2,x,3\n4,y,5\n'],
  ['names above numbers with a comma', 'a;b;c\n0,05;1.100,5;no\n0,5;1.200,5;yes\n'],
  ['two columns', 'a\nb,c\nd,1\n'],
])('what is no title above a table stays, and a table that does not fit is refused: %s', async (_, content) => {
  const found = await openCsv(write(content)).then(
    (table) => {
      table.close();
      return table.warnings.map(inEnglish);
    },
    (error: Error) => [error.message],
  );
  expect(found).not.toContainEqual(expect.stringContaining('Lines above'));
});

test('a file without column names gets some, and says so', async () => {
  const numbers = await openCsv(write('5.1,3.5,setosa\n4.9,3.0,setosa\n'));
  expect([numbers.names, (await numbers.preview(9)).length, numbers.warnings.map(inEnglish)]).toEqual([
    ['column_1', 'column_2', 'column_3'],
    2,
    ['The first line looks like values (5.1,3.5,setosa), so the columns are named column_1, column_2 and so on.'],
  ]);
  numbers.close();
});

test.each([
  ['words above numbers', '0,1,2,target\n0.5,7,1,3\n0.1,9,2,4\n', ['0', '1', '2', 'target']],
  ['years', 'country,2001,2002,2003\nPeru,1.5,1.6,2\nMali,1.1,1.2,3\n', ['country', '2001', '2002', '2003']],
  ['joined files', 'a,b\nx,y\na,b\nz,y\n', ['a', 'b'], 3],
  ['a name among the cells', 'word,kind\nname,noun\nword,noun\n', ['word', 'kind']],
  ['numbers that pandas wrote', ',0,1,2\n0,0.5,1.5,7\n1,0.1,1.2,9\n', ['unnamed_1', '0', '1', '2']],
])('names of columns may be numbers, or words that are cells too: %s', async (_, content, names, count = 2) => {
  const [found, ...rows] = await cellsOf(content);
  expect([found, rows.length]).toEqual([names, count]);
});

test.each([
  ['an empty cell', '1.5,,setosa,2,3\n1.4,0.2,setosa,3,3\n'],
  ['words above words', '1.5,3,2,setosa\n1.4,3,1,setosa\n'],
  ['rows that count up', '1,2,3\n4,5,6\n'],
  ['a single row', '1,2,3\n'],
  ['categories', 'p,x,s\ne,x,y\np,b,s\n'],
  [
    'categories among numbers',
    '39, State-gov, 13, Male, <=50K\n50, Private, 9, Female, >50K\n38, State-gov, 9, Male, <=50K\n',
  ],
  ['a category beside a number', '1,red\n2,blue\n3,red\n'],
  ['dates', '2024-01-01,high\n2024-01-02,low\n'],
  ['dates with the year last', '31.12.2024,high\n1.1.2025,low\n'],
])('a first line of values is no names for %s', async (_, content) => {
  const table = await openCsv(write(content));
  expect([table.names[0], (await table.preview(9)).length]).toEqual(['column_1', content.trim().split('\n').length]);
  table.close();
});

test.each([
  ['numbers', ['$3', '€ 4.50', '50%', '12 %', '(7.5)', '−8', '0x1F', "1'234.5", '1\u00a0234', '3 EUR', '1e400']],
  [
    'dates',
    ['31.12.24', '12/31/24', '1-2-24', '31 December 24', '31-Dec-24', 'Dec 31, 24', 'Tue, 31 Dec 2024 10:00:00 GMT'],
  ],
  [
    'dates',
    ['31-12-24', '01/02/03', '3.4.24 10:05', '31.12.24 10:05', '12/31/2024 10:05 PM', '31 Dez 2024', '3. Mai 2024'],
  ],
  ['neither', ['red', '3 cats', 'May be', '10 downing street', 'a-b-c', '1.2.3.4', 'March', '5th of Dec']],
])('cells that look like %s are counted', async (kind, cells) => {
  for (const cell of cells) {
    const table = await openCsv(write(`a,b\n"${cell}",1\n`));
    const [{ odd } = {}] = await table.profile();
    table.close();
    expect([cell, odd?.likeNumbers, odd?.likeDates]).toEqual([
      cell,
      kind === 'numbers' ? 1 : 0,
      kind === 'dates' ? 1 : 0,
    ]);
    expect(odd).toMatchObject({ notNumber: cell, notDate: cell });
  }
});

test.each([
  ['a,b', '# made by hand, on Monday, at home\n#\n\na,b\n1,x\n2,y\n', 2],
  ['# a,b', '# a,b\n1,x\n2,y\n', 0],
  ['a,b', '#1\r\n# 2\r\na;b\r\n1;x\r\n2;y\r\n', 2],
])('remarks above the names %s are left out, and it is said', async (names, content, count) => {
  const remarked = await openCsv(write(content));
  expect([remarked.names.join(','), (await remarked.preview(9)).length]).toEqual([names, 2]);
  const told = [`Lines above the table that begin with #: ${count}. They are left out.`];
  expect(remarked.warnings.map(inEnglish)).toEqual(count === 0 ? [] : told);
  remarked.close();
});

test('names that are empty or there twice are changed, and it is said', async () => {
  const odd = await openCsv(write(',a,a,__proto__\n1,2,3,4\n'));
  expect(odd.names).toEqual(['unnamed_1', 'a', 'a_2', '__proto___2']);
  expect(odd.warnings.map(inEnglish)).toEqual([
    'Column names that were empty, there twice or not to be kept are changed: "unnamed_1", "a_2", "__proto___2".',
  ]);
  odd.close();
});

test.each([
  [
    'too few values',
    'a,b,c\n1,2,3\n4,5\n',
    'FILE, line 3, has not as many values as there are columns. Expected: 3. Received: 2: 4,5',
  ],
  [
    'too many values',
    'a,b\n1,2\n3,4,5\n',
    'FILE, line 3, has not as many values as there are columns. Expected: 2. Received: 3: 3,4,5',
  ],
  [
    'too few values after a value of two lines',
    'a,b,c\n1,"x\ny",3\n4,5\n',
    'FILE, line 4, has not as many values as there are columns. Expected: 3. Received: 2: 4,5',
  ],
])('a row with %s is an error with its line', async (_, content, message) => {
  expect(await refusal(content)).toBe(message);
});

test('the first of several ragged rows is named, in a long file too', async () => {
  const lines = Array.from({ length: 200_000 }, (_, at) => `${at},${at * 2},${at * 3}`);
  lines[123_456] = '1,2';
  lines[150_000] = '1,2,3,4';
  expect(await refusal(`a,b,c\n${lines.join('\n')}\n`)).toContain('FILE, line 123458,');
});

test('a quotation mark that is not closed is an error with its line', async () => {
  expect(await refusal('a,b\n1,2\n3,"4\n5,6\n')).toBe(
    'FILE, line 3, has a quotation mark that is not closed. Expected: one before and one after the value. Received: 3,"4',
  );
});

test.each([
  ['empty', '', 'FILE has no rows. Expected: a line of column names and lines of values. Received: an empty file.'],
  [
    'only blank lines',
    ' \n\n \n',
    'FILE has no rows. Expected: a line of column names and lines of values. Received: an empty file.',
  ],
  [
    'only names',
    'a,b\n',
    'FILE has no rows. Expected: lines of values under the column names. Received: a line of column names alone.',
  ],
  [
    'a web page',
    '<!DOCTYPE html>\n<p>',
    'FILE is not a table. Expected: a CSV, TSV, Parquet or JSON file. Received: a web page or XML.',
  ],
])('a file that is %s is refused', async (_, content, message) => {
  expect(await refusal(content)).toBe(message);
});

test.each([
  [
    'Excel',
    Buffer.from('PK\x03\x04\x14\x00', 'latin1'),
    'FILE is not a table. Expected: a CSV, TSV, Parquet or JSON file. Received: a zip archive, such as an Excel workbook.',
  ],
  [
    'binary',
    Buffer.from('ab\x00\x01', 'latin1'),
    'FILE is not a table. Expected: a CSV, TSV, Parquet or JSON file. Received: binary data that begins with 61 62 00 01.',
  ],
])('a file in %s is refused', async (_, content, message) => {
  expect(await refusal(content)).toBe(message);
});

test('a character that is cut by the end of a file of many is damage', async () => {
  expect(await refusal(Buffer.from('\u4f60,\u597d\n1,\u4f60').subarray(0, -1))).toBe(
    'FILE, line 2, is not UTF-8, as the file is in all else. Expected: UTF-8 throughout. Received: the byte E4 in "ä½\u00a0,å¥½\n1,ä½".',
  );
});

test('characters of several bytes are whole wherever a file is cut in pieces', async () => {
  const lines = Array.from({ length: 300_000 }, (_, at) => `${'x'.repeat(at % 7)}\u4f60\u{1f600}\u00e9,${at}`);
  expect(await readAll(write(`text,n\n${lines.join('\n')}\n`))).toBe(300_000);
});

test('a missing file and a folder are named', async () => {
  const folder = temporaryFolder();
  const nowhere = join(folder, 'nowhere.csv');
  await expect(openCsv(nowhere)).rejects.toThrow(`${nowhere} could not be read: it is not there. Received: ENOENT.`);
  const directory = join(folder, 'directory.csv');
  mkdirSync(directory);
  await expect(openCsv(directory)).rejects.toThrow(
    `${directory} is not a table. Expected: a CSV, TSV, Parquet or JSON file. Received: a folder.`,
  );
});
