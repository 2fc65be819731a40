// What the module that goes along with exports for Python takes, tells and knows.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fittedStepSchema } from '../../shared/data/steps/index.ts';
import { tokenizerKinds } from '../../shared/data/steps/tokenize.ts';
import { encodeText } from '../../testing/encode-text.ts';
import { kerasFromTheStart } from '../../testing/keras-for-tests.ts';
import { moduleFolder, prepared as preparedBy, written } from '../../testing/prepared.ts';
import { readColumns } from '../../testing/tables.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { findImagePlace } from '../data/images/image-place.ts';
import type { FeaturePreparation } from '../data/preparation/preparation.ts';
import { preparationVersion } from '../data/preparation/preparation-versions.ts';
import type { SavedNotations } from '../data/tables/number-notation.ts';
import { openTableFile } from '../data/tables/open-table-file.ts';
import { parseDate } from '../data/tables/table.ts';
import { decodeText } from '../data/text/encodings/decode-text.ts';
import { preparePackage, prepareParts } from '../formats/preparation.ts';

const keras = kerasFromTheStart();

const prepared = (source: string, changes?: object) => preparedBy(keras, source, changes);

/** Complete by its type. */
const featureKinds = Object.keys({
  numbers: true,
  index: true,
  tokens: true,
  image: true,
  array: true,
} satisfies Record<FeaturePreparation['kind'], true>);

test('rows are a list of dicts or a dict of columns, their cells values or written', async () => {
  const day = 'datetime.date(1970, 1, 3)';
  expect(
    await prepared(`preparation.prepare([{"size": 4, "day": ${day}}, {"size": "6", "day": "1970-01-02"}])`),
  ).toEqual({
    all: [
      [0.5, 2],
      [1, 1],
    ],
  });
  const stamps = 'np.array(["1970-01-03", "1970-01-02"], "datetime64[s]")';
  expect(await prepared(`preparation.prepare({"size": np.array([4, 6]), "day": ${stamps}})`)).toEqual({
    all: [
      [0.5, 2],
      [1, 1],
    ],
  });
});

test.each([
  ['{"size": [1]}', 'The column "day" is missing. Expected: size, day. Received: size.'],
  [
    '{"size": [1, "big"], "day": ["2020-01-01"] * 2}',
    'Column "size", row 2 has something else. Expected: a number. Received: \'big\'.',
  ],
  ['{"size": [1], "day": ["soon"]}', 'Column "day", row 1 has something else. Expected: a date. Received: \'soon\'.'],
  [
    '{"size": [1, None], "day": ["2020-01-01"] * 2}',
    'Column "size", row 2 has no value, and no step fills it. Received: an empty cell.',
  ],
  ['{"size": [1, 2], "day": ["2020-01-01"]}', 'Columns are as long as each other. Received: [1, 2] rows.'],
  ['[1, 2]', 'Rows have the columns size, day. Received: list without columns.'],
])('rows that do not fit are told by column and row: %s', async (rows, message) => {
  expect(await prepared(`preparation.prepare(${rows})`)).toBe(message);
});

test('what is too short for a window, and an export of before, are told', async () => {
  const windows = { length: 3, horizon: 1, time: null, series: null };
  expect(await prepared('preparation.prepare({"size": [1, 2], "day": ["2020-01-01"] * 2})', { windows })).toBe(
    'A window has 3 rows. Received: 2 in the rows.',
  );
  await expect(prepared('None', { version: 9 })).rejects.toThrow('Expected: version 3 or 4. Received: version 9.');
  await expect(prepared('None', { model: undefined })).rejects.toThrow('an older export; export the run again.');
  expect(await prepared('preparation.predict(None, {"size": [], "day": []})')).toBe(
    'There is nothing to predict. Expected: one row or more. Received: no rows.',
  );
});

test('answers come in the unit of the target: what its steps did is undone', async () => {
  const steps = [{ step: 'log' }, { step: 'scale', centers: [3], scales: [2] }];
  const targets = { price: { kind: 'number', column: 'price', steps } };
  const source = 'preparation.answers(preparation.targets({"price": [-5, 0, 250000.5]})["price"])["price"]';
  const [low, none, high] = (await prepared(source, { version: 4, targets })) as number[];
  expect([low, none, high! / 250_000.5]).toEqual([expect.closeTo(-5, 5), expect.closeTo(0, 5), expect.closeTo(1, 5)]);
});

test.each([
  'text\nhello you\n\nworld\n\n',
  '\ufeff\n\na;b; a \r\n"1;2";"say ""so""\r\n";x\r\n\r\n3;4,5;\r\n',
  'sep=|\na|b,c|d\n1|2|3\n',
  '# one, two, three\n#\n\n#a;b\n1;2\n',
  'a,b;c,d\n1,2;3,4\n5,6;7,8',
  'a\tb\n1\t2\n',
  '  a   b\r\n 1  -2.5 \r\n\r\n 10   x \r\n',
  '# of R\n"a" "b"\n"1" 1,5 "so ""it"" is"\n"2" 2 NA\n"3" 3 z\n',
  'mpg cyl. disp. name\n18.0   8   307.0\t"chevrolet, of 1970"\n25.0   4   98.00\t"ford, of 1971"\n',
  'a b\nno table\n5 6\nof words\n',
  '# by hand\n# a b\n1 2\n3 4\n',
  'a,b;c\n1,2;3\n4,5;6\n',
  'a,b,c;d\n1;2\n3;4\n',
])('a table in text is the same to both: %j', async (content) => {
  const path = written('table.csv', content);
  const table = await openTableFile(path);
  const columns = await readColumns(
    table,
    table.names.map((name) => ({ name, kind: 'text' })),
  );
  table.close();
  const theirs = await prepared(`prepare.read_table(${JSON.stringify(path)}, ${JSON.stringify(table.names)})`);
  expect(Object.entries(theirs as object)).toEqual(columns.map(({ name, values }) => [name, values]));
});

test('images lie where the first names of a table find them, for both', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'images'));
  mkdirSync(join(folder, 'other'));
  for (const file of ['images/1.jpg', 'images/2.jpg', 'other/1.jpg', 'here.png']) writeFileSync(join(folder, file), '');
  const table = join(folder, 'table.csv');
  const theirs = (cells: readonly string[]) =>
    prepared(`(lambda found: [str(found[0]), found[1]])(
      prepare.find_image_place(prepare.Path(${JSON.stringify(folder)}), ${JSON.stringify(cells)}))`);
  for (const cells of [['1', ' 2'], ['1.jpg'], ['here.png', '1'], ['here'], ['images/2'], ['', 'none']])
    expect(await theirs(cells)).toEqual(Object.values(findImagePlace(table, cells)));
  expect(findImagePlace(table, ['1', '2'])).toEqual({ folder: join(folder, 'images'), ending: '.jpg' });
});

/** Columns of a table, read as dates or numbers by the engine and by the module; null where a cell is neither, or empty. */
async function readByBoth(
  kind: 'date' | 'numeric',
  columns: Readonly<Record<string, readonly string[]>>,
  notations: SavedNotations,
  delimiter: string,
): Promise<{ readonly ours: unknown; readonly theirs: unknown }> {
  const names = Object.keys(columns);
  const lines = [0, 1].map((row) => ['x', ...names.map((name) => columns[name]![row])].join(delimiter));
  const path = written('cells.csv', [['word', ...names].join(delimiter), ...lines].join('\n'));
  const table = await openTableFile(path, undefined, { notations });
  const read = await readColumns(
    table,
    names.map((name) => ({ name, kind })),
  );
  table.close();
  const cell =
    kind === 'date'
      ? 'prepare.read_date(cell, table._order(name))'
      : 'prepare.read_number(cell, table._notation(name))';
  const rows = `prepare.Table(preparation.saved, prepare.read_columns(prepare.read_table(${JSON.stringify(path)}), []), np.arange(2))`;
  const theirs = await prepared(
    `(lambda table: [[${cell} for cell in table.cells(name)] for name in ${JSON.stringify(names)}])(${rows})`,
    { notations },
  );
  const ours = read.map(({ values }) => Array.from(values as Float64Array, (one) => (Number.isNaN(one) ? null : one)));
  return { ours, theirs };
}

test('dates with the year last have the same order to both', async () => {
  const columns: Readonly<Record<string, readonly string[]>> = {
    points: ['1.2.2024', '3.4.2024 9:05'],
    days: ['31/1/2024', '2/3/2024'],
    thirteen: ['13/1/2024', '2/3/2024'],
    months: ['2/3/2024', '1-31-2024 10:00:00.5'],
    both: ['31/1/2024', '1/31/2024'],
    either: ['2/3/2024', ' 4/5/2024 '],
    odd: ['1/2-2024', '30/30/2024'],
    named: ['5 Jan 2024', 'Sept. 5, 2024 10:20'],
    long: [' 05-MAY-2024 ', 'February 29 2024 24:00'],
    mixed: ['31/1/2024', '1 june 2024'],
    wrong: ['30 Feb 2024', '5 Janu 2024'],
    short: ['5 Jan 24', 'Jan 2024'],
    chinese: ['2024\u5e741\u67085\u65e5', '2024\u5e7412\u670831\u65e5 10:20'],
    padded: ['31/1/2024'.padStart(45), '2/3/2024'],
  };
  const orders: readonly SavedNotations[] = [{}, { either: 'day-first', points: 'month-first' }];
  for (const some of [
    Object.keys(columns),
    ...[
      ['either'],
      ['either', 'months'],
      ['either', 'points'],
      ['either', 'both', 'days'],
      ['either', 'days', 'months'],
    ],
  ])
    for (const notations of orders) {
      const asked = Object.fromEntries(some.map((name) => [name, columns[name]!]));
      const { ours, theirs } = await readByBoth('date', asked, notations, ';');
      expect(theirs, `${some} ${JSON.stringify(notations)}`).toEqual(ours);
    }
});

test('numbers are written in the same way to both', async () => {
  const columns: Readonly<Record<string, readonly string[]>> = {
    comma: ['1,5', '1.234'],
    point: ['1.5', '1,234'],
    either: ['1.234', '12'],
    thousands: ['1,234', '2,345,678'],
    both: ['1,5', '2.5'],
    exponent: ['1.234e1', '1,234'],
  };
  for (const some of [
    Object.keys(columns),
    ...[['either'], ['either', 'comma'], ['either', 'point'], ['either', 'comma', 'point'], ['thousands'], ['both']],
    ...[['exponent'], ['thousands', 'comma'], ['thousands', 'point']],
  ])
    for (const [notations, delimiter] of [
      [{}, ';'],
      [{}, '\t'],
      [{ either: 'comma', point: 'comma' }, ';'],
    ] as const) {
      const asked = Object.fromEntries(some.map((name) => [name, columns[name]!]));
      const { ours, theirs } = await readByBoth('numeric', asked, notations, delimiter);
      expect(theirs, `${some} ${JSON.stringify(notations)} ${delimiter}`).toEqual(ours);
    }
});

test('a workbook is refused, and it is said how its rows can be given', async () => {
  const path = written('rows.xlsx', 'PK\x03\x04');
  expect(await prepared(`prepare.read_table(${JSON.stringify(path)})`)).toMatch(
    /rows\.xlsx is a workbook or an archive.* Expected: a CSV or TSV file; .* pandas\.read_excel\(.* Received: \.xlsx\./,
  );
});

test('a text that is not UTF-8 is in the same encoding to both', async () => {
  const texts: Readonly<Record<string, Buffer>> = {
    chinese: encodeText('\u59d3\u540d,\u5e74\u9f84\n\u5f20\u4e09,\u4e09\u5341\n', 'gb18030'),
    two: encodeText('\u540d\u79f0', 'gb18030'),
    one: encodeText('\u4ef7', 'gb18030'),
    german: encodeText('gr\u00f6\u00dfer als f\u00fcr \u00c4', 'windows-1252'),
    korean: encodeText(
      '\uc548\ub155\ud558\uc138\uc694 \uc624\ub298 \ub0a0\uc528\uac00 \uc544\uc8fc \uc88b\uc2b5\ub2c8\ub2e4',
      'euc-kr',
    ),
    japanese: encodeText('\u5929\u6c17\u304c\u3068\u3066\u3082\u3044\u3044\u3067\u3059\u3002', 'shift_jis'),
    traditional: encodeText('\u5929\u6c23\u5f88\u597d\uff0c\u6211\u5011\u53bb\u516c\u5712\u73a9', 'big5'),
    quotes: Buffer.from('It\u0092s mine, don\u0092t', 'latin1'),
    four: Buffer.concat([encodeText('\u5929\u6c14\u5f88\u597d', 'gb18030'), Buffer.from([0x81, 0x30, 0x84, 0x36])]),
    broken: Buffer.concat([encodeText('\u5929\u6c14\u5f88\u597d', 'gb18030'), Buffer.from([0xd5])]),
  };
  const encodings: [string, string][] = [];
  for (const [name, bytes] of Object.entries(texts)) {
    const path = join(temporaryFolder(), 'text.txt');
    writeFileSync(path, bytes);
    const { text, encoding } = decodeText(bytes, path);
    expect(await prepared(`prepare._read_text(${JSON.stringify(path)})`), name).toBe(text);
    encodings.push([name, encoding]);
  }
  expect(Object.fromEntries(encodings)).toEqual({
    chinese: 'gb18030',
    two: 'gb18030',
    one: 'windows-1252',
    german: 'windows-1252',
    korean: 'euc-kr',
    japanese: 'shift_jis',
    traditional: 'big5',
    quotes: 'windows-1252',
    four: 'gb18030',
    broken: 'windows-1252',
  });
  const path = join(temporaryFolder(), 'text.txt');
  writeFileSync(path, encodeText('\uc774\ub984', 'euc-kr'));
  expect(() => decodeText(encodeText('\uc774\ub984', 'euc-kr'), path)).toThrow('in no encoding that can be told');
  expect(await prepared(`prepare._read_text(${JSON.stringify(path)})`)).toContain('in an encoding that cannot be told');
});

test('a cell is the same date to both, or to neither one', async () => {
  const dates: Readonly<Record<string, number | null>> = {
    '2024-01-31': Date.UTC(2024, 0, 31),
    ' 2024-01-31 10:20 ': Date.UTC(2024, 0, 31, 10, 20),
    '2024-01-31T10:20:30.5': Date.UTC(2024, 0, 31, 10, 20, 30, 500),
    '2024-01-31 24:00': Date.UTC(2024, 1, 1),
    '2023-12-31T24:00:00': Date.UTC(2024, 0, 1),
    '2024-01-31 24:00:01': null,
    '2024-01-31 24:30': null,
    '2024-01-31 23:59:60': null,
    '2024-02-30': null,
    '9999-12-31 23:59:59': Date.UTC(9999, 11, 31, 23, 59, 59),
    '9999-12-31 24:00': null,
    '10000-01-01': null,
    '0001-01-01': Date.parse('0001-01-01'),
    '0000-12-31': null,
    '-0044-03-15': null,
    '0044-03-15 (BC)': null,
    infinity: null,
    '-Infinity': null,
    epoch: null,
    EPOCH: null,
    '1970-01-01': 0,
    today: null,
  };
  const cells = Object.keys(dates);
  const table = await openTableFile(
    written('dates.csv', `when,at\n${cells.map((cell, at) => `${cell},${at}`).join('\n')}`),
  );
  const [profile] = await table.profile();
  const [column] = await readColumns(table, [{ name: 'when', kind: 'date' }]);
  table.close();
  const ours = Array.from(column!.values as Float64Array, (time) => (Number.isNaN(time) ? null : time));
  expect(Object.fromEntries(cells.map((cell, at) => [cell, ours[at]]))).toEqual(dates);
  expect(profile!.dates).toBe(ours.filter((time) => time !== null).length);
  const theirs = (await prepared(`[prepare.read_date(cell) for cell in ${JSON.stringify(cells)}]`)) as unknown[];
  expect(Object.fromEntries(cells.map((cell, at) => [cell, theirs[at]]))).toEqual(dates);
  expect(Object.fromEntries(cells.map((cell) => [cell, parseDate(cell)]))).toEqual(dates);
});

test('every kind of step, of feature and of tokenizer has its function in Python', async () => {
  const known = await prepared(
    '[list(prepare.STEPS), list(prepare.FEATURES), [*prepare.TOKENIZERS], [*prepare.VERSIONS]]',
  );
  const [steps, features, tokenizers, versions] = known as readonly string[][];
  expect(steps!.sort()).toEqual(fittedStepSchema.options.map(({ shape }) => shape.step.value).sort());
  expect(features!.sort()).toEqual([...featureKinds].sort());
  expect(tokenizers!.sort()).toEqual([...tokenizerKinds].sort());
  expect(versions).toContain(preparationVersion);
});

test('the module is joined of a package, whose modules have no name twice and use those before them', async () => {
  const names = readdirSync(preparePackage).filter((name) => name.endsWith('.py'));
  expect(names.sort()).toEqual(prepareParts.map((part) => `${part}.py`).sort());
  const told = await keras.run<{ twice: string[]; later: string[]; public: string[] }>(
    `
import ast, importlib, pathlib, sys
trees = {part: ast.parse(pathlib.Path(input["package"], part + ".py").read_text(encoding="utf-8")) for part in input["parts"]}
owners, twice, later = {}, [], []
for part, tree in trees.items():
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.level and part != "__init__":
            later += [f"{part}: {node.module}" for _ in [0] if input["parts"].index(node.module) >= input["parts"].index(part)]
        names = [getattr(node, "name", None)] if not isinstance(node, ast.Assign) else [one.id for one in node.targets if isinstance(one, ast.Name)]
        for name in filter(None, names):
            if owners.setdefault(name, part) != part:
                twice.append(name)
sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(input["package"]).parent))
sys.modules.pop("prepare", None)
import prepare
sys.path.pop(0)
output = {"twice": twice, "later": later, "public": [name for name in prepare.__all__ if hasattr(prepare, name)]}
for name in [name for name in sys.modules if name.split(".")[0] == "prepare"]:
    del sys.modules[name]`,
    { package: preparePackage, parts: prepareParts },
  );
  const all = ['Preparation', 'PreparationError', 'load', 'main', 'read_rows', 'read_table'];
  expect(told).toEqual({ twice: [], later: [], public: all });
});

test('letters, marks, digits, spaces and Han characters are those of the engine, where both know them', async () => {
  const patterns = { L: /\p{L}/u, M: /\p{M}/u, N: /\p{N}/u, HAN: /\p{Script=Han}/u, SPACES: /\p{White_Space}/u };
  const known = Object.fromEntries(
    Object.entries(patterns).map(([name, pattern]) => {
      const ranges: [number, number][] = [];
      for (let code = 0; code <= 0x10ffff; code++) {
        if (!pattern.test(String.fromCodePoint(code))) continue;
        const last = ranges.at(-1);
        if (last?.[1] === code - 1) last[1] = code;
        else ranges.push([code, code]);
      }
      return [name, ranges];
    }),
  );
  const different = await keras.run(
    `
import re, sys, unicodedata
sys.path.insert(0, input["folder"])
sys.modules.pop("prepare", None)
import prepare
sys.path.pop(0)
every = "".join(map(chr, range(sys.maxunicode + 1)))
output = {}
for name, ranges in input["known"].items():
    ours = {code for first, last in ranges for code in range(first, last + 1)}
    theirs = {ord(one) for one in re.findall(f"[{getattr(prepare, name, None) or prepare._class(name)}]", every)}
    output[name] = [code for code in ours ^ theirs if unicodedata.category(chr(code)) != "Cn"]`,
    { folder: await moduleFolder(), known },
  );
  expect(different).toEqual({ L: [], M: [], N: [], HAN: [], SPACES: [] });
});
