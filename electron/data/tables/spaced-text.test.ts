import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inEnglish } from '../../../shared/messages/sentence.ts';
import { chaptersOfMobyDick } from '../../../testing/datasets.ts';
import { readColumns } from '../../../testing/tables.ts';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import { findSource } from '../sources/find-source.ts';
import { openTableFile } from './open-table-file.ts';
import { findSpaces } from './spaced-text.ts';

function written(content: string | Buffer): string {
  const path = join(temporaryFolder(), 'table.txt');
  writeFileSync(path, content);
  return path;
}

async function cellsOf(path: string): Promise<{ cells: string[][]; warnings: string[] }> {
  const table = await openTableFile(path);
  try {
    const warnings = table.warnings.map((words) => inEnglish(words).replaceAll(path, 'FILE'));
    return { cells: [[...table.names], ...(await table.preview(100))], warnings };
  } finally {
    table.close();
  }
}

const numbered = (count: number) => Array.from({ length: count }, (_, at) => `column_${at + 1}`);
const iris = [
  ['5.1', '3.5', 'setosa'],
  ['4.9', '3.0', 'virginica'],
  ['7.0', '?', 'setosa'],
  ['6.4', '3.2', 'versicolor'],
];
const named = [['length', 'width', 'class'], ...iris];
const unnamed = [numbered(3), ...iris];
const lines = (rows: readonly (readonly string[])[]) => `${rows.map((row) => row.join(' ')).join('\n')}\n`;
const aligned = (rows: readonly (readonly string[])[]) =>
  rows.map((row) => row.map((cell) => cell.padStart(11)).join('')).join('\r\n');

test.each([
  ['without names', lines(iris), unnamed],
  ['with names', lines(named), named],
  ['aligned, without names', aligned(iris), unnamed],
  ['aligned, with names and empty lines', `\n${aligned(named)}   \r\n  \r\n`, named],
  ['in UTF-16', Buffer.from(`\ufeff${lines(named)}`, 'utf16le'), named],
  ['with a remark', `# measured in cm\n${lines(named)}`, named],
  [
    'as R names rows',
    '"length" "class"\n"1" 5.1 "of a kind"\n"2" 4.9 "say ""so"""\n"3" 7 NA\n',
    [
      ['unnamed_1', 'length', 'class'],
      ['1', '5.1', 'of a kind'],
      ['2', '4.9', 'say "so"'],
      ['3', '7', 'NA'],
    ],
  ],
  [
    'as the cars of UCI, with a tab before a name',
    '18.0   8   307.0      130.0  70  1\t"chevrolet chevelle malibu"\n25.0   4   98.00      ?      71  1\t"ford pinto"\n',
    [
      numbered(7),
      ['18.0', '8', '307.0', '130.0', '70', '1', 'chevrolet chevelle malibu'],
      ['25.0', '4', '98.00', '?', '71', '1', 'ford pinto'],
    ],
  ],
  [
    'as the seeds of UCI, with two tabs in some places',
    '15.26\t14.84\t1\n14.88\t\t14.57\t1\n13.84\t13.94\t\t2\n',
    [numbered(3), ['15.26', '14.84', '1'], ['14.88', '14.57', '1'], ['13.84', '13.94', '2']],
  ],
  ['of a single row', '5.1 3.5 1.4\n', [numbered(3), ['5.1', '3.5', '1.4']]],
])('columns that are separated by spaces are a table: %s', async (_, content, cells) => {
  const path = written(content);
  const found = await cellsOf(path);
  expect(found.cells).toEqual(cells);
  expect(found.warnings).toContain('The columns of FILE are separated by spaces, and are read so.');
  expect((await findSource(path)).source).toEqual({ kind: 'table', path });
});

const plain = iris.map((row) => row.slice(0, 2));
test.each([
  ['as NumPy writes them', `# length width\n${lines(plain)}`, ['length', 'width'], '# length width'],
  ['after other remarks', `# by hand\n\n#length\t width\r\n${lines(plain)}`, ['length', 'width'], '#length\t width'],
  ['not where names follow', `# by hand\n${lines([['length', 'width'], ...plain])}`, ['length', 'width'], null],
  ['not where they are too many', `# length and width\n${lines(plain)}`, numbered(2), null],
  ['not where they are one too few', `# by hand\n${lines(iris)}`, numbered(3), null],
  ['not where they are numbers', `# 1 2\n${lines(plain)}`, numbered(2), null],
])('names stand in the last remark above rows: %s', async (_, content, names, line) => {
  const { cells, warnings } = await cellsOf(written(content));
  expect([cells[0], cells.at(-1)!.slice(0, 2), cells.length]).toEqual([names, plain.at(-1), 5]);
  const told = `The names of the columns are read from the last line above the table that begins with #: ${line}.`;
  expect(warnings.filter((warning) => warning.startsWith('The names'))).toEqual(line === null ? [] : [told]);
});

test('a row that has not as many values is named by its line, and is no reason to take the file for a text', async () => {
  const rows = Array.from({ length: 40 }, (_, at) => [`${at}`, `${at / 2}`, 'a']);
  const path = written(lines([...rows.slice(0, 30), ['1', '2'], ...rows.slice(30)]));
  expect((await findSource(path)).source).toEqual({ kind: 'table', path });
  const read = async () => {
    const table = await openTableFile(path);
    await readColumns(table, [{ name: 'column_1', kind: 'numeric' }]).finally(table.close);
  };
  await expect(read()).rejects.toThrow(
    `${path}, line 31, has not as many values as there are columns. Expected: 3. Received: 2`,
  );
});

const ragged = (delimiter: string) => {
  const rows = Array.from({ length: 40 }, (_, at) => [
    `${at}`,
    at % 3 ? `${at / 2}` : '',
    'a b, c'.slice(0, 1 + (at % 2)),
  ]);
  return [['at', 'half', 'kind'], ...rows.slice(0, 29), ['1', '2'], ...rows.slice(29)]
    .map((row) => row.join(delimiter))
    .join('\n');
};

test.each([
  ['commas', ragged(','), /line 31, has not as many values as there are columns\. Expected: 3\. Received: 2/],
  ['tabs', ragged('\t'), /line 31, has not as many values as there are columns\. Expected: 3\. Received: 2/],
  ['semicolons', ragged(';'), /line 31, has not as many values as there are columns\. Expected: 3\. Received: 2/],
  [
    'commas, of more columns than are read',
    `${'1,'.repeat(20_001)}1\n`.repeat(2),
    /too many columns to be read as a table\. Expected: at most 20[,.]?000; .* Received: 20[,.]?002\.$/,
  ],
])('a table that cannot be read is no text, and what is wrong with it is said: %s', async (_, content, problem) => {
  const path = written(content);
  expect((await findSource(path)).source).toEqual({ kind: 'table', path });
  await expect(openTableFile(path)).rejects.toThrow(problem);
});

test.each([
  ['a novel', chaptersOfMobyDick(12).join('\n')],
  ['a list with commas in nearly all lines', 'Monday, sunny\nTuesday, rain\nWednesday, snow, fog\nThursday, rain\n'],
  ['a table in a part of it', `${'Words, and more.\nNone here\n'.repeat(8)}${'1,2\n'.repeat(30)}`],
  ['nothing', '\n'],
])('a text with commas stays one: %s', async (_, content) => {
  expect((await findSource(written(content))).source.kind).toBe('next-token');
});

test.each([
  ['prose', chaptersOfMobyDick(1)[0]!],
  ['a list with numbers', '1 fish\n2 fish\n3 fish\n4 fish\nred\nblue and green fish\n'],
  ['a list of contents', 'Chapter 1 Loomings\nChapter 2 The Carpet-Bag\nChapter 3 The Spouter-Inn\n'],
  ['a poem', 'So much depends\nupon a red\nwheel barrow glazed\nwith rain water\n'],
  ['code', 'let one = 1;\nlet two = 2;\nreturn one + two;\n'],
  ['two lines of words with a number', 'I am 5 years\nYou are 6 years\n'],
  ['commas', 'a, b, c\n1, 2, 3\n4, 5, 6\n'],
  ['commas after dates with a time', 'time,value\n2024-01-01 10:00,5\n2024-01-01 11:00,6\n'],
  ['tabs beside dates with a time', 'time\tvalue\n2024-01-01 10:00\t5\n2024-01-01 11:00\t6\n2024-01-01 12:00\t7\n'],
  ['semicolons and numbers with spaces', 'a b;c\n1 000;2\n3 000;4\n5 000;6\n'],
  ['too few values in a line', 'a,b,c\n1,2\n'],
])('what is no such table stays what it is: %s', (_, start) => {
  expect(findSpaces({ start })).toBeNull();
});
