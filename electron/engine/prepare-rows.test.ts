// What the module that goes along with exports for Python makes of single cells, rows, pictures and files, a line for each.
import { expect, test } from 'vitest';
import { kerasFromTheStart } from '../../testing/keras-for-tests.ts';
import { prepared as preparedBy } from '../../testing/prepared.ts';

const keras = kerasFromTheStart();

const prepared = (source: string, changes?: object) => preparedBy(keras, source, changes);

const none = null;

test('a cell is a number, empty or neither, by how numbers are written', async () => {
  const empty = ['', '  ', 'NA', 'n/a', '#N/A', 'NaN', 'null', '?', 'None', '-'];
  const cells = {
    point: { '1e3': 1000, '1.': 1, '.5': 0.5, ' +2 ': 2, '1,234': 1234, '-1,234.5': -1234.5, '0,123': none, '٣': none },
    comma: { '1,5': 1.5, '1.234,5': 1234.5, '1.234': 1234, '2,5e2': 250, '1.23': none, '1e999': none },
    either: { '1,5': 1.5, '1.5': 1.5, inf: none },
  };
  for (const [notation, numbers] of Object.entries(cells)) {
    const asked = [...empty, ...Object.keys(numbers)];
    const told = await prepared(
      `["empty" if number is not None and number != number else number for number in (prepare.read_number(cell, "${notation}") for cell in ${JSON.stringify(asked)})]`,
    );
    expect(Object.fromEntries(asked.map((cell, at) => [cell, (told as unknown[])[at]]))).toEqual({
      ...Object.fromEntries(empty.map((cell) => [cell, 'empty'])),
      ...numbers,
    });
  }
});

test.each([
  // A category that is called none, or a line, is one.
  [
    'categories',
    '["", "na", "N/A", "#n/a", "NaN", "NULL", "?", "none", "-", " a ", "\\tb", None, float("nan"), pandas.NA, pandas.NaT, 5]',
    [...Array<null>(7).fill(none), 'none', '-', 'a', '\tb', none, none, none, none, 5],
  ],
  ['texts', '["na", None, float("nan"), pandas.NA, 5, " a "]', ['na', '', '', '', '5', ' a ']],
  ['numbers', 'np.array([1, np.inf, -np.inf, 2.5])', [1, none, none, 2.5]],
  ['numbers', '[1, "2", True, float("inf"), np.float32(0.5)]', [1, 2, 1, none, 0.5]],
  ['dates', 'np.array(["1970-01-01T00:00:01.5", "NaT"], "datetime64[ms]")', [1500, none]],
  [
    'dates',
    '[np.datetime64("1970-01-02"), datetime.datetime(1970, 1, 1, 2, tzinfo=datetime.timezone.utc), "1970/1/2", "1970-1/2"[:0], pandas.NaT]',
    [86_400_000, 7_200_000, 86_400_000, none, none],
  ],
  ['categories', '[1, 9007199254740993, 1e16]', 'Column "it", row 3 has a number without its last digits.'],
  ['dates', '["1970-1/2"]', 'Column "it", row 1 has something else. Expected: a date. Received: \'1970-1/2\'.'],
  ['dates', '["May 2024 is a month, 40 letters and more"]', 'Column "it", row 1 has something else.'],
  [
    'numbers',
    'np.array(["1970-01-01"], "datetime64[s]")',
    'Column "it", row 1 has something else. Expected: a number.',
  ],
])('cells as %s: %s', async (kind, cells, expected) => {
  const told = await prepared(
    `(lambda values: [None if isinstance(one, float) and one != one else one for one in (values.tolist() if hasattr(values, "tolist") else values)])(prepare.Table(preparation.saved, {"it": ${cells}}, np.arange(len(${cells}))).${kind}("it"))`.replaceAll(
      'pandas.',
      '__import__("pandas").',
    ),
  );
  if (typeof expected === 'string') expect(told).toContain(expected);
  else expect(told).toEqual(expected);
});

test('a value finds its category by what is written in files, the first of several', async () => {
  const names = ['1', '1.0', 'True', 'b', 'b', '9007199254740992', '9007199254740993', '1970-01-02'];
  const values =
    '"1.0", 1, 1.0, np.int64(1), True, np.False_, "b", 9007199254740993, np.uint64(9007199254740992), datetime.date(1970, 1, 2), 7, "B"';
  expect(await prepared(`[prepare.Lookup(${JSON.stringify(names)}).find(value, -1) for value in (${values})]`)).toEqual(
    [1, 0, 0, 0, 2, -1, 3, 6, 5, 7, -1, -1],
  );
});

const sizes = { all: { kind: 'numbers', columns: [{ column: 'size', kind: 'numeric', steps: [] }] } };
const series = { length: 2, horizon: 1, stride: 1, time: { column: 'when', kind: 'numeric' }, series: 'shop' };
const rows = '{"size": [1, 2, 3, 4, 5], "when": WHEN, "shop": SHOP}';

test.each([
  // Of the same time the row above comes first; shops are in the order of numbers, words after them.
  [
    '[3, 1, 1, 2, 1]',
    '["10", "9", "10", "9", "10"]',
    [
      [[2], [4]],
      [[5], [1]],
    ],
    [3, 0],
  ],
  [
    '[1, 2, 3, 4, 0]',
    '["a", "a", "9", "9", "9"]',
    [
      [[3], [4]],
      [[1], [2]],
    ],
    [3, 1],
  ],
  ['[3, 1, 1, 2, 1]', '["x", "y", "y", "y", "y"]', 'A window has 2 rows. Received: 1 in the series "x".', none],
  ['[3, 1, "", 2, 1]', '["a"] * 5', 'Rows are ordered by "when". Received: an empty cell in row 3.', none],
  [
    '[3, 1, 1, 2, 1]',
    '["a", "a", "a", None, "a"]',
    'Rows are ordered by "shop". Received: an empty cell in row 4.',
    none,
  ],
])('windows of rows at %s of %s', async (when, shop, expected, last) => {
  const changes = { features: sizes, windows: series };
  const given = rows.replace('WHEN', when).replace('SHOP', shop);
  expect(await prepared(`preparation.prepare(${given})`, changes)).toEqual(
    typeof expected === 'string' ? expected : { all: expected },
  );
  if (last !== null) expect(await prepared(`preparation.rows_of(${given})`, changes)).toEqual(last);
});

test.each([
  ['preparation.prepare({"size": [1], "shop": ["a"]})', 'The column "when" is missing. Expected: size, when, shop.'],
  ['preparation.prepare({"size": [1], "when": [1]})', 'The column "shop" is missing. Expected: size, when, shop.'],
  ['preparation.targets({"size": [1]})', 'rows of time series have no targets.'],
])('rows of series that are not whole are told: %s', async (source, expected) => {
  expect(await prepared(source, { features: sizes, windows: series })).toContain(expected);
});

test.each([
  ['[{"size": 1}, {"size": 2, "other": 3}]', [[1], [2]]],
  ['[{"other": 1, "size": 5}]', [[5]]],
  ['[4, "5"]', [[4], [5]]],
  ['"65"', [[65]]],
  ['[{"other": 1}, {"size": 5}]', 'Column "size", row 1 has no value'],
  ['__import__("pandas").Series([4.5, 5], index=[7, 8])', [[4.5], [5]]],
  ['__import__("pandas").DataFrame({"size": [True, False]})', [[1], [0]]],
  [
    '__import__("pandas").DataFrame({"size": __import__("pandas").array([1, None], "Int64")})',
    'Column "size", row 2 has no value',
  ],
])('rows of a single column: %s', async (given, expected) => {
  const told = await prepared(`preparation.prepare(${given})`, { features: sizes });
  if (typeof expected === 'string') expect(told).toContain(expected);
  else expect(told).toEqual({ all: expected });
});

test('columns whose names are numbers are found', async () => {
  const features = { all: { kind: 'numbers', columns: [{ column: '0', kind: 'numeric', steps: [] }] } };
  for (const given of ['{0: [7]}', '__import__("pandas").DataFrame([[7]])'])
    expect(await prepared(`preparation.prepare(${given})`, { features })).toEqual({ all: [[7]] });
});

const two = {
  targets: {
    kind: { kind: 'classes', column: 'kind', classes: ['a', 'b', 'c'] },
    price: { kind: 'number', column: 'price', shape: [2], steps: [{ step: 'scale', centers: [1, 2], scales: [2, 4] }] },
  },
  model: {
    inputs: { all: 'all' },
    outputs: [
      { name: 'one', target: 'kind', threshold: null },
      { name: 'two', target: 'price', threshold: null },
    ],
  },
};
const yesOrNo = {
  targets: { kind: { kind: 'classes', column: 'kind', classes: ['no', 'yes'] } },
  model: { inputs: { all: 'all' }, outputs: [{ name: 'one', target: 'kind', threshold: 0.75 }] },
};
const both = {
  kind: ['b', 'c'],
  price: [
    [1, 2],
    [3, 6],
  ],
};
const [kinds, prices] = ['np.array([[.1, .7, .2], [0, 0, 1]])', 'np.array([[0, 0], [1, 1]])'];

test.each([
  [`(${kinds}, ${prices})`, two, both],
  [`[${kinds}, ${prices}]`, two, both],
  [`{"two": ${prices}, "one": ${kinds}}`, two, both],
  [`[${kinds}]`, two, 'The model has 2 Outputs. Received: 1 arrays.'],
  [`[${prices}, ${prices}]`, two, 'An answer is one number for each of 3 classes. Received: (2,).'],
  ['np.array([[0.75], [0.76], [0.6]])', yesOrNo, { kind: ['no', 'yes', 'no'] }],
])('answers of %s', async (predictions, changes, expected) => {
  expect(await prepared(`preparation.answers(${predictions})`, changes)).toEqual(expected);
});

test('targets are classes and numbers after their steps; a class that is unknown is -1', async () => {
  const given = '{"kind": ["b", "z", None], "price": np.array([[1, 2], [3, 6], [1, 10]])}';
  expect(await prepared(`preparation.targets(${given})`, two)).toEqual({
    kind: [1, -1, -1],
    price: [
      [0, 0],
      [1, 1],
      [0, 2],
    ],
  });
  expect(await prepared('preparation.targets({"kind": ["c"]})', two)).toEqual({ kind: [2] });
});

const image = {
  kind: 'image',
  height: 2,
  width: 2,
  colorMode: 'rgb',
  resizing: 'stretch',
  interpolation: 'nearest',
  divisor: 1,
};
const grid = 'np.arange(12, dtype="uint8").reshape(2, 2, 3)';
const asImage = (pixels: string, mode = '') => `Image.fromarray(np.array(${pixels}, "uint8")${mode && `, "${mode}"`})`;

test.each([
  [
    'an array of bytes in the size',
    grid,
    {},
    [
      [
        [0, 1, 2],
        [3, 4, 5],
      ],
      [
        [6, 7, 8],
        [9, 10, 11],
      ],
    ],
  ],
  [
    'an array of another size',
    `np.repeat(np.repeat(${grid}, 2, 0), 2, 1)`,
    {},
    [
      [
        [0, 1, 2],
        [3, 4, 5],
      ],
      [
        [6, 7, 8],
        [9, 10, 11],
      ],
    ],
  ],
  [
    'an array on its side',
    `${grid}.reshape(4, 1, 3)`,
    { height: 1, width: 4, resizing: 'crop' },
    [
      [
        [3, 4, 5],
        [3, 4, 5],
        [3, 4, 5],
        [3, 4, 5],
      ],
    ],
  ],
  [
    'grey',
    asImage('[[0, 100], [200, 255]]'),
    { colorMode: 'grayscale', divisor: 2 },
    [
      [[0], [50]],
      [[100], [127.5]],
    ],
  ],
  [
    'grey as colours',
    asImage('[[0, 100], [200, 255]]'),
    {},
    [
      [
        [0, 0, 0],
        [100, 100, 100],
      ],
      [
        [200, 200, 200],
        [255, 255, 255],
      ],
    ],
  ],
  [
    'transparent, on black',
    asImage('[[[200, 100, 50, 255], [200, 100, 50, 128]]] * 2'),
    {},
    [
      [
        [200, 100, 50],
        [100, 50, 25],
      ],
      [
        [200, 100, 50],
        [100, 50, 25],
      ],
    ],
  ],
  [
    'transparent grey',
    asImage('[[[200, 255], [200, 128]]] * 2'),
    { colorMode: 'grayscale' },
    [
      [[200], [100]],
      [[200], [100]],
    ],
  ],
  [
    '16 bits',
    'Image.fromarray(np.array([[0, 256], [65535, 512]], "uint16"))',
    { colorMode: 'grayscale' },
    [
      [[0], [1]],
      [[255], [2]],
    ],
  ],
  ['CMYK', 'Image.new("CMYK", (2, 2))', {}, 'has colours of another kind. Expected: grey or RGB. Received: CMYK.'],
  ['nothing', 'None', {}, 'is no image that can be read.'],
  [
    'cut to the middle of a wide one',
    asImage('[[[at] * 3 for at in range(6)]] * 2'),
    { resizing: 'crop' },
    [
      [
        [2, 2, 2],
        [3, 3, 3],
      ],
      [
        [2, 2, 2],
        [3, 3, 3],
      ],
    ],
  ],
  [
    'cut to the middle of a high one',
    asImage('[[[at] * 3] * 2 for at in range(6)]'),
    { resizing: 'crop' },
    [
      [
        [2, 2, 2],
        [2, 2, 2],
      ],
      [
        [3, 3, 3],
        [3, 3, 3],
      ],
    ],
  ],
  [
    'padded',
    asImage('[[[9] * 3] * 4]'),
    { resizing: 'pad', height: 3, width: 4 },
    [Array(4).fill([0, 0, 0]), Array(4).fill([9, 9, 9]), Array(4).fill([0, 0, 0])],
  ],
  ['the nearest, not antialiased', grid, { antialias: false, height: 1, width: 1 }, [[[9, 10, 11]]]],
  // Exports of before there was a choice are antialiased.
  [
    'smaller, without a choice',
    asImage('[[[0] * 3, [0] * 3, [0] * 3, [200] * 3]] * 2'),
    { interpolation: 'bilinear', height: 1, width: 1 },
    [[[42, 42, 42]]],
  ],
  [
    'smaller, not antialiased',
    asImage('[[[0] * 3, [10] * 3, [13] * 3, [200] * 3]] * 2'),
    { interpolation: 'bilinear', antialias: false, height: 1, width: 1 },
    [[[12, 12, 12]]],
  ],
])('a picture: %s', async (_, cell, rest, expected) => {
  const changes = {
    features: { picture: { ...image, ...rest } },
    model: { inputs: { picture: 'picture' }, outputs: [] },
  };
  const source = `(lambda Image: preparation.prepare([${cell}]))(__import__("PIL.Image", fromlist=["Image"]))`;
  const told = await prepared(source, changes);
  if (typeof expected === 'string') expect(told).toContain(expected);
  else expect(told).toEqual({ picture: [expected] });
});
