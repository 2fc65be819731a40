import { expect, test } from 'vitest';
import type { ColumnKind } from '../../../shared/data/document.ts';
import { writeTable } from '../../../testing/datasets.ts';
import { type ReadColumn, readColumns } from '../../../testing/tables.ts';
import { suggestKind } from './columns.ts';
import { openCsv } from './csv.ts';

async function columnOf(content: string, kind: ColumnKind): Promise<ReadColumn> {
  const table = await openCsv(writeTable(content));
  try {
    const [column] = await readColumns(table, [{ name: table.names[0]!, kind }]);
    return column!;
  } finally {
    table.close();
  }
}

test('cells are numbers where they say so, empty where they say there is none, and counted where they say something else', async () => {
  const cells = ['1', ' 2.5 ', '-3e2', '+.5', '', 'NA', 'None', '?', '1_000', 'inf', 'x', '"4"'];
  expect(await columnOf(`n,m\n${cells.map((cell) => `${cell},`).join('\n')}\n`, 'numeric')).toEqual({
    name: 'n',
    kind: 'numeric',
    values: Float64Array.of(
      1,
      2.5,
      -300,
      0.5,
      Number.NaN,
      Number.NaN,
      Number.NaN,
      Number.NaN,
      Number.NaN,
      Number.NaN,
      Number.NaN,
      4,
    ),
    invalid: { count: 3, example: '1_000', row: 8 },
  });
});

test('a decimal comma is understood where the semicolon parts the values', async () => {
  expect(await columnOf('n;m\n1,5;x\n-2,25;y\n', 'numeric')).toMatchObject({
    values: Float64Array.of(1.5, -2.25),
    invalid: null,
  });
});

test('categories are in the order of their sizes or characters, and empty cells have none', async () => {
  expect(await columnOf('c,m\n10,\n9,\nb,\n,\n a ,\nNaN,\nnone,\n10,\n', 'categorical')).toEqual({
    name: 'c',
    kind: 'categorical',
    values: Int32Array.of(1, 0, 3, -1, 2, -1, 4, 1),
    categories: ['9', '10', 'a', 'b', 'none'],
  });
});

test('a category with a byte order mark before it is the one without', async () => {
  expect(await columnOf('c,m\na,1\n\ufeffa,2\nb,3\n', 'categorical')).toMatchObject({
    values: Int32Array.of(0, 0, 1),
    categories: ['a', 'b'],
  });
});

test('a category is one however it is written, and wherever in a long file it first comes', async () => {
  const first = ['b', ' b ', 'NaN', 'c'];
  const last = ['a', '  c', ' a ', ' '];
  const cells = [...first, ...new Array<string>(100_000).fill('c'), ...last];
  const column = await columnOf(`c,m\n${cells.map((cell) => `${cell},`).join('\n')}\n`, 'categorical');
  const values = column.values as Int32Array;
  expect(column).toMatchObject({ categories: ['a', 'b', 'c'] });
  expect([...values.subarray(0, 4), ...values.subarray(-4)]).toEqual([1, 1, -1, 2, 0, 2, 0, -1]);
});

test('rows keep their order in a long file', async () => {
  const count = 300_000;
  const long = await openCsv(
    writeTable(`n,c,t\n${Array.from({ length: count }, (_, at) => `${at},${at % 7},row ${at}`).join('\n')}\n`),
  );
  const [numbers, categories, texts] = await readColumns(long, [
    { name: 'n', kind: 'numeric' },
    { name: 'c', kind: 'categorical' },
    { name: 't', kind: 'text' },
  ]);
  long.close();
  expect((numbers!.values as Float64Array).every((value, at) => value === at)).toBe(true);
  expect((categories!.values as Int32Array).every((code, at) => code === at % 7)).toBe(true);
  expect((texts!.values as string[]).every((text, at) => text === `row ${at}`)).toBe(true);
});

test('a profile tells numbers, words and texts apart', async () => {
  const rows = [
    '1,a,one two three four,\u4f60\u597d\u4e16\u754c,',
    '2.5,b,five six,,',
    ',a,seven eight nine,,',
    'x,NA,,,',
  ];
  const words = await openCsv(writeTable(`n,w,t,h,e\n${rows.join('\n')}\n`));
  expect(await words.profile()).toMatchObject([
    { name: 'n', present: 3, distinct: 3, numbers: 2, notNumbers: 1, whole: false, dates: 0, meanWords: 1 },
    { name: 'w', present: 3, distinct: 2, numbers: 0, notNumbers: 3, whole: true, dates: 0, meanWords: 1 },
    { name: 't', present: 3, distinct: 3, numbers: 0, notNumbers: 3, whole: true, dates: 0, meanWords: 3 },
    { name: 'h', present: 1, distinct: 1, numbers: 0, notNumbers: 1, whole: true, dates: 0, meanWords: 5 },
    { name: 'e', present: 0, distinct: 0, numbers: 0, notNumbers: 0, whole: true, dates: 0, meanWords: 0 },
  ]);
  words.close();
});

test('whole numbers that are one as numbers, as they have too many digits, are categories', async () => {
  const rows = Array.from({ length: 6 }, (_, row) => `1000000000000000000${row % 2},${row}e16,9007199254740990,1`);
  const table = await openCsv(writeTable(`a,b,c,y\n${rows.join('\n')}\n`));
  const profiles = await table.profile();
  expect(profiles.map(suggestKind)).toEqual(['categorical', 'numeric', 'numeric', 'numeric']);
  table.close();
});

test('cells that are meant as numbers are told from words, also by what they are measured in', async () => {
  const cells = ['$3', '50 %', '0x1F', '1.3 kg', '120km/h', '1248 CC', '3 rooms', 'kg', '1A'];
  const names = cells.map((_, at) => `c${at}`);
  const table = await openCsv(writeTable(`${names.join(';')}\n${cells.join(';')}\n${cells.join(';')}\n`));
  const profiles = await table.profile();
  const told = profiles.flatMap(({ odd }) => (odd?.likeNumbers === 2 ? [odd.likeNumber] : []));
  expect(told).toEqual(cells.slice(0, 6));
  table.close();
});

test('a word that stands for missing numbers is counted once', async () => {
  const table = await openCsv(writeTable('a,b\n--,x\n1,--\n--,2\n'));
  const profiles = await table.profile();
  expect(profiles.map(({ odd }) => odd?.notNumberWords)).toEqual([1, 2]);
  table.close();
});

test('an empty column is read as any kind', async () => {
  const content = 'n,e\n1,\n2,NA\n';
  const empty = await openCsv(writeTable(content));
  const kinds = ['numeric', 'categorical', 'text'] as const;
  const columns = [];
  for (const kind of kinds) columns.push(...(await readColumns(empty, [{ name: 'e', kind }])));
  empty.close();
  expect(columns).toEqual([
    { name: 'e', kind: 'numeric', values: Float64Array.of(Number.NaN, Number.NaN), invalid: null },
    { name: 'e', kind: 'categorical', values: Int32Array.of(-1, -1), categories: [] },
    { name: 'e', kind: 'text', values: ['', 'NA'] },
  ]);
});

test('a table with many columns is read', async () => {
  const names = Array.from({ length: 1000 }, (_, at) => `p${at}`);
  const row = names.map((_, at) => at % 10);
  const wide = await openCsv(writeTable(`${names.join(',')}\n${row.join(',')}\n${row.join(',')}\n`));
  const profiles = await wide.profile();
  const columns = await readColumns(
    wide,
    names.map((name) => ({ name, kind: 'numeric' })),
  );
  wide.close();
  expect([profiles.length, columns.length]).toEqual([1000, 1000]);
  expect(columns.every(({ values }, at) => values[1] === at % 10)).toBe(true);
});

test('a column that is read twice at once, as a series that is an input too, has its own categories both times', async () => {
  const words = Array.from({ length: 3000 }, (_, at) => `word${(at * 7919) % 1500}`);
  const table = await openCsv(writeTable(`word\n${words.join('\n')}\n`));
  // The database names categories in an order of its own: in which reading it differs is chance.
  for (let again = 0; again < 10; again++) {
    const wanted = { name: 'word', kind: 'categorical' } as const;
    for (const column of await readColumns(table, [wanted, wanted])) {
      const { categories } = column as Extract<ReadColumn, { kind: 'categorical' }>;
      expect(Array.from(column.values as Int32Array, (code) => categories[code])).toEqual(words);
    }
  }
  table.close();
});
