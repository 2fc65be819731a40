// What the module that goes along with exports for Python makes of values by each step, and of texts by each tokenizer.
import { expect, test } from 'vitest';
import { kerasFromTheStart } from '../../testing/keras-for-tests.ts';
import { prepared as preparedBy } from '../../testing/prepared.ts';

const keras = kerasFromTheStart();

const prepared = (source: string, changes?: object) => preparedBy(keras, source, changes);

const impute = (value: number | string | null, indicator = false) => ({ step: 'impute', value, indicator });
const encode = (method: string, others: boolean) => ({ step: 'encode', method, categories: ['a', 'b'], others });
const parts = { step: 'date-parts', parts: ['year', 'day', 'weekday', 'hour', 'minute'], cyclic: false };

test.each([
  [
    'numeric',
    [impute(5, true), impute(7, true)],
    '[1, ""]',
    [
      [1, 0],
      [5, 1],
    ],
  ],
  [
    'numeric',
    [impute(5, true), { step: 'log' }, { step: 'scale', centers: [1], scales: [2] }],
    '[0, ""]',
    [
      [-0.5, 0],
      [expect.closeTo(0.396, 3), 1],
    ],
  ],
  ['numeric', [impute(null)], '[1, ""]', 'Column "it", row 2 has no value, and no step fills it.'],
  [
    'date',
    [parts],
    '["1969-12-31 12:30", "2024-02-29 23:59:59"]',
    [
      [1969, 31, 2, 12, 30],
      [2024, 29, 3, 23, 59],
    ],
  ],
  ['date', [parts], '["1970-01-01", None]', 'Column "it", row 2 has no value, and no step fills it.'],
  [
    'categorical',
    [encode('one-hot', true)],
    '["a", "z", None, "b"]',
    [
      [1, 0, 0],
      [0, 0, 1],
      [0, 0, 0],
      [0, 1, 0],
    ],
  ],
  [
    'categorical',
    [encode('one-hot', false)],
    '["a", "z", None]',
    [
      [1, 0],
      [0, 0],
      [0, 0],
    ],
  ],
  [
    'categorical',
    [impute('b', true), encode('one-hot', false)],
    '["a", None]',
    [
      [1, 0, 0],
      [0, 1, 1],
    ],
  ],
] as const)('a column that is %s, by %j: %s', async (kind, steps, cells, expected) => {
  const features = { all: { kind: 'numbers', columns: [{ column: 'it', kind, steps }] } };
  const told = await prepared(`preparation.prepare({"it": ${cells}})`, { features });
  if (typeof expected === 'string') expect(told).toContain(expected);
  else expect(told).toEqual({ all: expected });
});

test('categories by number are one a step of a window; an empty one is 0, others are together', async () => {
  const features = { all: { kind: 'index', column: 'it', steps: [encode('index', true)] } };
  const cells = '{"it": ["a", "z", None, "b"]}';
  expect(await prepared(`preparation.prepare(${cells})`, { features })).toEqual({ all: [[1], [3], [0], [2]] });
  const windows = { length: 3, horizon: 1, stride: 1, time: null, series: null };
  expect(await prepared(`preparation.prepare(${cells})`, { features, windows })).toEqual({ all: [[3, 0, 2]] });
});

test('what a window misses is told by its row, and no rows are no windows', async () => {
  const features = { all: { kind: 'numbers', columns: [{ column: 'it', kind: 'numeric', steps: [] }] } };
  const windows = { length: 2, horizon: 1, stride: 1, time: null, series: null };
  const asked = (cells: string) => prepared(`preparation.prepare({"it": ${cells}})`, { features, windows });
  expect(await asked('[1, 2, 3, ""]')).toContain('Column "it", row 4 has no value');
  expect(await asked('[1, 2, 3, "x"]')).toContain('Column "it", row 4 has something else.');
  const series = { ...windows, series: 'shop' };
  expect(await prepared('preparation.rows_of({"it": [], "shop": []})', { features, windows: series })).toEqual([]);
});

test('an array with a gap that no step fills is told by its row', async () => {
  const array = { kind: 'array', column: 'it', shape: [2], vocabularySize: null, steps: [] };
  expect(
    await prepared('preparation.prepare({"it": np.array([[1, 2], [3, np.inf]])})', { features: { all: array } }),
  ).toContain('Column "it", row 2 has no value, and no step fills it.');
});

test('categories are in the order of numbers, then of their characters as UTF-16 has them', async () => {
  const names = ['b', '\uffff', '\u{10000}', '10', '9', '-1', '1e1', 'B'];
  expect(await prepared(`sorted(${JSON.stringify(names)}, key=prepare.category_order)`)).toEqual([
    '-1',
    '9',
    '10',
    '1e1',
    'B',
    'b',
    '\u{10000}',
    '\uffff',
  ]);
});

const words = (lowercase: boolean) => ({ kind: 'word', lowercase, vocabulary: ['caf\u00e9', 'IT', "it's", 'it'] });
const characters = (lowercase: boolean) => ({ kind: 'character', lowercase, vocabulary: ['\u03c3', 'a', 'A'] });
// The bytes from "!" on have the numbers from 2 on: a is 66. Both ways to abc are one token.
const merges = [
  [66, 67],
  [258, 68],
  [67, 68],
  [66, 260],
];
const subwords = (lowercase: boolean) => ({ kind: 'subword', lowercase, merges });

test.each([
  [words(true), "Cafe\u0301 IT\u2019S it 's x", [2, 4, 5, 1, 1]],
  [words(false), 'IT it It', [3, 5, 1]],
  [characters(true), 'A\u03a3', [3, 2]],
  [characters(false), 'A\u03a3', [4, 1]],
  [subwords(true), 'ABC', [259]],
  [subwords(false), 'ABCabcbcab', [34, 35, 36, 259, 260, 258]],
])('%j has the tokens of %s', async (tokenizer, text, tokens) => {
  const asked = `prepare.tokenizer_of({"tokenizer": ${JSON.stringify(tokenizer).replaceAll('true', 'True').replaceAll('false', 'False')}})`;
  expect(await prepared(`${asked}.encode(${JSON.stringify(text)})`)).toEqual(tokens);
  const names = (await prepared(`${asked}.names()`)) as string[];
  expect(names.slice(0, 2)).toEqual(['[PAD]', '[UNK]']);
  const vocabulary = 'vocabulary' in tokenizer ? tokenizer.vocabulary : ['!', '"'];
  expect(names.slice(2, 2 + vocabulary.length)).toEqual(vocabulary);
  // The byte 0xa9 alone is no text.
  if ('merges' in tokenizer) expect([names.length, names[259], names[104]]).toEqual([261, 'abc', '\ufffd']);
});

test.each([
  // Of padding alone nothing could be computed; the next token is asked for after it.
  [
    'classes',
    '["", "a\\n\\n"]',
    [
      [1, 0],
      [2, 1],
    ],
  ],
  [
    'next-token',
    '["", "a\\n\\n"]',
    [
      [0, 0],
      [2, 1],
    ],
  ],
])('texts that are empty, or end in a line end, for %s', async (kind, cells, expected) => {
  const tokenizer = { kind: 'character', lowercase: false, vocabulary: ['a'] };
  const told = await prepared(`preparation.prepare({"it": ${cells}})`, {
    features: {
      all: { kind: 'tokens', column: 'it', tokenizer, sequenceLength: 2, padding: 'post', truncating: 'post' },
    },
    targets: { it: { kind, column: 'it', feature: 'all', classes: [] } },
  });
  expect(told).toEqual({ all: expected });
});

test('two Inputs take the same column of a list of texts', async () => {
  const text = (padding: string) => ({
    ...{ kind: 'tokens', column: 'it', sequenceLength: 2, padding, truncating: 'post' },
    tokenizer: { kind: 'character', lowercase: false, vocabulary: ['a'] },
  });
  const changes = {
    features: { left: text('post'), right: text('pre') },
    model: { inputs: { second: 'right', first: 'left' }, outputs: [] },
  };
  expect(Object.entries((await prepared('preparation.prepare(["a"])', changes)) as object)).toEqual([
    ['second', [[0, 2]]],
    ['first', [[2, 0]]],
  ]);
});

test('of a pair that was joined twice the first time counts', async () => {
  const tokenizer = '{"kind": "subword", "lowercase": False, "merges": [[66, 67], [67, 68], [66, 67]]}';
  expect(await prepared(`prepare.tokenizer_of({"tokenizer": ${tokenizer}}).encode("abc")`)).toEqual([258, 68]);
});
