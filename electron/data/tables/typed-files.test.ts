import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { inEnglish } from '../../../shared/messages/sentence.ts';
import { vegaFile } from '../../../testing/datasets.ts';
import { readColumns } from '../../../testing/tables.ts';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import { unwatchedReading } from '../reading.ts';
import { openDatabase, quote } from './database.ts';
import { openTableFile } from './open-table-file.ts';
import type { WantedColumn } from './table.ts';

const flights = vegaFile('flights-3m.parquet');

/** Writes what a query gives to a Parquet file. */
async function writeParquet(sql: string, options = 'COMPRESSION snappy'): Promise<string> {
  const path = join(temporaryFolder(), 'table.parquet');
  const database = await openDatabase();
  try {
    await database.connection.run(`COPY (${sql}) TO ${quote(path)} (FORMAT parquet, ${options})`);
  } finally {
    database.close();
  }
  return path;
}

function write(content: string, name = 'table.json'): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content);
  return path;
}

/** What a table says of itself, and its columns as they are asked for. */
async function lookAt(path: string, columns: readonly WantedColumn[] = []) {
  const table = await openTableFile(path);
  try {
    return {
      names: table.names,
      warnings: table.warnings.map(inEnglish),
      profile: await table.profile(),
      preview: await table.preview(5),
      columns: await readColumns(table, columns),
    };
  } finally {
    table.close();
  }
}

async function refusal(path: string): Promise<string> {
  const error = await lookAt(path).then(
    () => null,
    (error: unknown) => error,
  );
  expect(error).toMatchObject({ name: 'UserError' });
  return (error as Error).message.replaceAll(path, 'FILE');
}

describe('Parquet', () => {
  test('values keep their types: numbers, dates, truth values, texts and none', async () => {
    const path = await writeParquet(
      `SELECT * FROM (VALUES
        (1::TINYINT, 0.1::FLOAT, 12.34::DECIMAL(9, 2), DATE '2001-02-03', TIMESTAMP '2001-02-03 04:05:06', true, 'x', [1, 2]),
        (NULL, 'nan'::FLOAT, NULL, NULL, NULL, NULL, NULL, NULL),
        (-3, 2.5, 0.01, DATE '1969-12-31', TIMESTAMP '1969-12-31 23:59:59', false, 'NA', [])
      ) t("n n", "f'""", d, day, time, flag, word, list)`,
    );
    const { names, profile, columns, preview } = await lookAt(path, [
      { name: 'n n', kind: 'numeric' },
      { name: `f'"`, kind: 'numeric' },
      { name: 'd', kind: 'numeric' },
      { name: 'day', kind: 'date' },
      { name: 'time', kind: 'date' },
      { name: 'flag', kind: 'categorical' },
      { name: 'word', kind: 'categorical' },
      { name: 'list', kind: 'text' },
    ]);
    expect(names).toEqual(['n n', `f'"`, 'd', 'day', 'time', 'flag', 'word', 'list']);
    expect(columns.map(({ values }) => [...values])).toEqual([
      [1, Number.NaN, -3],
      [Math.fround(0.1), Number.NaN, 2.5],
      [12.34, Number.NaN, 0.01],
      [Date.UTC(2001, 1, 3), Number.NaN, Date.UTC(1969, 11, 31)],
      [Date.UTC(2001, 1, 3, 4, 5, 6), Number.NaN, Date.UTC(1969, 11, 31, 23, 59, 59)],
      [1, -1, 0],
      [0, -1, -1],
      ['[1, 2]', '', '[]'],
    ]);
    expect(columns.map((column) => ('invalid' in column ? column.invalid : null))).toEqual(columns.map(() => null));
    expect(profile.map(({ name, numbers, dates }) => [name, numbers, dates])).toEqual([
      ['n n', 2, 0],
      [`f'"`, 2, 0],
      ['d', 2, 0],
      ['day', 0, 2],
      ['time', 0, 2],
      ['flag', 0, 0],
      ['word', 0, 0],
      ['list', 0, 0],
    ]);
    expect(preview[0]!.slice(0, 5)).toEqual(['1', '0.1', '12.34', '2001-02-03', '2001-02-03 04:05:06']);
  });

  test('columns whose names differ by capitals alone keep the names of the file', async () => {
    const path = await writeParquet("SELECT 1 AS size, 'x' AS marker_a, {'a': 1, 'b': [2]} AS nested, 4 AS marker_b");
    const content = readFileSync(path, 'latin1').replaceAll('marker_a', 'Sizes___').replaceAll('marker_b', 'sizeS___');
    writeFileSync(path, content, 'latin1');
    const { names, warnings, columns } = await lookAt(path, [
      { name: 'Sizes___', kind: 'text' },
      { name: 'sizeS___', kind: 'numeric' },
    ]);
    expect({ names, warnings }).toEqual({ names: ['size', 'Sizes___', 'nested', 'sizeS___'], warnings: [] });
    expect(columns.map(({ values }) => [...values])).toEqual([['x'], [4]]);
  });

  test('a moment without an end is no date, and is told, and is told', async () => {
    const path = await writeParquet("SELECT unnest([TIMESTAMP '2001-02-03', 'infinity'::TIMESTAMP]) AS day, 1 AS n");
    const { columns } = await lookAt(path, [{ name: 'day', kind: 'date' }]);
    expect([...columns[0]!.values]).toEqual([Date.UTC(2001, 1, 3), Number.NaN]);
    expect(columns[0]).toMatchObject({ invalid: { count: 1, example: 'infinity', row: 1 } });
  });

  test('three million flights are read in their order, with less memory than they take', async () => {
    const table = await openTableFile(flights);
    const [date, delay, origin] = await readColumns(
      table,
      [
        { name: 'date', kind: 'date' },
        { name: 'delay', kind: 'numeric' },
        { name: 'origin', kind: 'categorical' },
      ],
      8 * 1024 * 1024,
    );
    const database = await openDatabase();
    const [expected] = (
      await database.connection.runAndReadAll(
        `SELECT sum(delay)::DOUBLE AS delays, count(DISTINCT origin)::INTEGER AS origins,
           sum((file_row_number % 1000) * delay)::DOUBLE AS weighed, max(epoch_ms(date))::DOUBLE AS last
         FROM read_parquet(${quote(flights)}, file_row_number = true)`,
      )
    ).getRowObjectsJS();
    database.close();
    table.close();
    const delays = delay!.values as Float64Array;
    expect({
      delays: delays.reduce((sum, value) => sum + value, 0),
      origins: (origin as unknown as { categories: string[] }).categories.length,
      weighed: delays.reduce((sum, value, row) => sum + (row % 1000) * value, 0),
      last: (date!.values as Float64Array).reduce((last, value) => Math.max(last, value)),
    }).toEqual(expected);
    expect(delays.length).toBe(3_000_000);
  });

  test('a file that was cut short, or is none, is refused by name', async () => {
    const whole = readFileSync(flights);
    expect(await refusal(write(whole.toString('latin1', 0, 100_000), 'cut.parquet'))).toMatch(
      /^FILE is no whole Parquet file\. .* Received: one that is cut short, or a file of another kind\.$/,
    );
    const broken = join(temporaryFolder(), 'broken.parquet');
    // The end, which says where everything is, stays.
    writeFileSync(
      broken,
      Buffer.concat([whole.subarray(0, 4), Buffer.alloc(whole.length / 2), whole.subarray(4 + whole.length / 2)]),
    );
    expect(await refusal(broken)).toMatch(/^FILE cannot be read as a table\. Received: .*\.$/);
  });
});

test('of a Parquet file whose chunks take much memory, columns are read some at a time, each row with its own', async () => {
  // As pandas writes them, with all rows in a chunk: these take 160 MB unpacked.
  const texts = Array.from({ length: 20 }, (_, at) => `printf('%080d', (row + ${at}) % 1000 + row * 1000) AS c${at}`);
  const path = await writeParquet(
    `SELECT {'one': row, 'two': [row]} AS nested, ${texts.join(', ')}, row FROM range(100000) AS rows(row)`,
    'COMPRESSION zstd, ROW_GROUP_SIZE 100000',
  );
  const table = await openTableFile(path);
  try {
    expect(table.names.slice(0, 2)).toEqual(['nested', 'c0']);
    const [row] = await table.preview(1);
    expect([row![0], row!.length, row![7]!.slice(-4), row!.at(-1)]).toEqual([
      "{'one': 0, 'two': [0]}",
      22,
      '0006',
      '0',
    ]);
    const [last, text] = await readColumns(table, [
      { name: 'row', kind: 'numeric' },
      { name: 'c19', kind: 'text' },
    ]);
    expect([last?.values.length, last?.values.at(99_999), text?.values.at(2)]).toEqual([
      100_000,
      99_999,
      `${'2021'.padStart(80, '0')}`,
    ]);
  } finally {
    table.close();
  }
}, 120_000);

describe('JSON', () => {
  const lines =
    '{"n": 1.5, "w": "a", "when": "2001-02-03", "deep": {"x": [1]}}\n{"n": null, "w": "b, \\"c\\"\\n"}\n{"w": true, "n": 3}\n';

  test.each([
    ['an object a line', lines],
    ['a list of objects', `[${lines.trim().split('\n').join(',\n')}]`],
  ])('%s is a table', async (_, content) => {
    const { names, columns, preview } = await lookAt(write(content), [
      { name: 'n', kind: 'numeric' },
      { name: 'w', kind: 'text' },
      { name: 'when', kind: 'date' },
    ]);
    expect(names).toEqual(['n', 'w', 'when', 'deep']);
    expect(columns.map(({ values }) => [...values])).toEqual([
      [1.5, Number.NaN, 3],
      ['a', 'b, "c"\n', 'true'],
      [Date.UTC(2001, 1, 3), Number.NaN, Number.NaN],
    ]);
    expect(preview[0]![3]!.replaceAll(' ', '')).toBe('{"x":[1]}');
  });

  test.each([
    ['a line that is cut', '{"n": 1}\n{"n": 2\n', /^FILE cannot be read as a table\. Received: .*\.$/],
    [
      'a list of numbers',
      '[[1, 2], [3, 4]]',
      /^FILE is not a table\. Expected: JSON objects, one a line or in a list, each a row\. Received: other JSON\.$/,
    ],
  ])('%s is refused by name', async (_, content, message) => {
    expect(await refusal(write(content))).toMatch(message);
  });
});

test('fields whose names differ by capitals alone are columns of their own', async () => {
  const records = [
    { 'a/b': 1, A: 'x', a: 2.5, '$.c': { d: [1] } },
    { 'a/b': 3, a: null, A: 'NULL', 'q"~': true },
  ];
  const path = write(records.map((record) => JSON.stringify(record)).join('\n'));
  const { names, warnings, preview } = await lookAt(path);
  expect([names, warnings]).toEqual([['a/b', 'A', 'a', '$.c', 'q"~'], []]);
  expect(preview).toEqual([
    ['1', 'x', '2.5', '{"d":[1]}', ''],
    ['3', 'NULL', '', '', 'true'],
  ]);
});

test('fields come in the order of the record that has them first, whatever their order is later', async () => {
  const [first, ...later] = [
    { z: 1, Z: 2, b: 3, B: 4 },
    { B: 5, b: 6, Z: 7, z: 8 },
    { Z: 9, c: 10, z: 11 },
  ];
  const lines = [first, ...Array.from({ length: 50 }, () => later).flat()].map((record) => JSON.stringify(record));
  expect((await lookAt(write(lines.join('\n')))).names).toEqual(['z', 'Z', 'b', 'B', 'c']);
});

test('a field with a number behind its name is none of them', async () => {
  const { names, preview } = await lookAt(write('[{"a": 1, "a_1": 2}, {"a": 3, "a_1": 4}]'));
  expect([names, preview]).toEqual([
    ['a', 'a_1'],
    [
      ['1', '2'],
      ['3', '4'],
    ],
  ]);
});

test('an error far behind what is looked at first is found, and said with its line', async () => {
  const rows = Array.from({ length: 400_000 }, (_, at) => `${at},${at % 3}`);
  rows[300_000] = '1,2,3';
  const path = write(`n,c\n${rows.join('\n')}\n`, 'long.csv');
  const table = await openTableFile(path);
  expect((await table.preview(2)).length).toBe(2);
  await expect(readColumns(table, [{ name: 'n', kind: 'numeric' }])).rejects.toThrow(
    `${path}, line 300002, has not as many values as there are columns. Expected: 2. Received: 3: 1,2,3`,
  );
  table.close();
});

test('cells far behind what is looked at first may be anything', async () => {
  const rows = Array.from({ length: 250_000 }, (_, at) => `${at},k${at % 3}`);
  rows[220_000] = 'many,new';
  rows[230_000] = 'more,';
  const table = await openTableFile(write(`n,c\n${rows.join('\n')}\n`, 'long.csv'));
  const [numbers, words] = await readColumns(table, [
    { name: 'n', kind: 'numeric' },
    { name: 'c', kind: 'categorical' },
  ]);
  table.close();
  expect(numbers).toMatchObject({ invalid: { count: 2, example: 'many', row: 220_000 } });
  expect(words).toMatchObject({ categories: ['k0', 'k1', 'k2', 'new'] });
  expect([words!.values[220_000], words!.values[230_000], words!.values[249_999]]).toEqual([3, -1, 249_999 % 3]);
});

test('fields that come only after the records that say which there are, are told with the first of those records', async () => {
  const records = Array.from({ length: 200_000 }, (_, at) => `{"n":${at}}`);
  const path = write(`${records.join('\n')}\n{"n":1}\n{"n":2,"late":1}\n{"it's":1}\n{"late":2}\n`);
  const table = await openTableFile(path);
  try {
    expect(table.names).toEqual(['n']);
    expect((await table.warnAboutRest!(unwatchedReading())).map(inEnglish)).toEqual([
      'Columns are the fields of the first 200,000 records. These come only later, the first of them in record 200002, and are not read: "late", "it\'s". A first record that has all fields would make columns of them.',
    ]);
  } finally {
    table.close();
  }
  const short = await openTableFile(write('{"n":1}\n{"n":2}\n'));
  expect(await short.warnAboutRest!(unwatchedReading())).toEqual([]);
  short.close();
});

test.each([
  ['an object with rows in it', '{"data": [[1, 2], [3, 4]], "version": 1}', '"data"'],
  ['columns of lists', '{"a": [1, 2], "b": [3, 4]}', '"a", "b"'],
  ['columns by number', '{\n "a": {"0": 1},\n "b/c": {"0": 3}\n}', '"a", "b/c"'],
])('%s is one object and no table', async (_title, content, names) => {
  expect(await refusal(write(content))).toBe(
    `FILE is one JSON object and no table. Expected: an object for each row, one a line or in a list; pandas writes them with to_json(orient="records"). Received: one that holds all in ${names}.`,
  );
});

test('one object is a row where it has the columns that are asked for', async () => {
  const path = write('{"a": [1, 2], "b": {"c": 3}}');
  const table = await openTableFile(path, undefined, { columns: ['b', 'a'] });
  expect([table.names, await table.preview(9)]).toEqual([['a', 'b'], [['[1,2]', '{"c":3}']]]);
  table.close();
  await expect(openTableFile(path, undefined, { columns: ['a', 'd'] })).rejects.toThrow('one JSON object');
});

test.each([
  ['one record', '{"a": 1, "b": null}', 1],
  ['records of lists', '{"a": [1]}\n{"a": [2]}', 2],
])('%s stays a table', async (_title, content, rows) => {
  expect((await lookAt(write(content))).preview).toHaveLength(rows);
});

test('JSON that is damaged is told in one sentence', async () => {
  expect(await refusal(write('{"a":1}\n{"a":x}\n'))).toMatch(/unexpected character\.$/);
});
