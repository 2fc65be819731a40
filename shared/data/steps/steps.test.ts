import fc from 'fast-check';
import { expect, test } from 'vitest';
import { datePartsStep } from './date-parts.ts';
import { image } from './image.ts';
import {
  applySteps,
  concerns,
  defaultSteps,
  type FittedStep,
  fitStep,
  isForTargets,
  namesAfter,
  stepSchema,
  undoSteps,
  type ValueStep,
} from './index.ts';
import type { CategoryValues, DateValues, NumberValues, TrainingValues, Values } from './values.ts';

const none = Number.NaN;

function numbers(...data: number[]): NumberValues {
  return { kind: 'numbers', width: 1, data: Float64Array.from(data), missing: null };
}

function categories(names: readonly string[], ...codes: number[]): CategoryValues {
  return { kind: 'categories', categories: names, codes: Int32Array.from(codes), missing: null };
}

function dates(...texts: string[]): DateValues {
  return { kind: 'dates', data: Float64Array.from(texts, (text) => Date.parse(text)), missing: null };
}

/** A training part in pieces. */
function training(...chunks: Values[]): TrainingValues {
  const sizes = chunks.map((chunk) =>
    'data' in chunk ? chunk.data.length : 'codes' in chunk ? chunk.codes.length : 0,
  );
  return { rows: sizes.reduce((sum, size) => sum + size, 0), chunks: () => chunks };
}

/** The numbers of values after a step that was fitted on others. */
function after(step: ValueStep, fittedOn: TrainingValues, values: Values): unknown {
  const result = applySteps([fitStep(step, fittedOn)], values);
  return 'data' in result ? [...result.data] : result;
}

const impute = { step: 'impute', columns: null, strategy: 'mean', fillValue: null, addIndicator: false } as const;

test.each([
  ['mean', 3],
  ['median', 2],
  ['most-frequent', 1],
] as const)('empty cells become the %s of the training part', (strategy, value) => {
  const learned = training(numbers(1, none, 2), numbers(8, 1, 3));
  expect(after({ ...impute, strategy }, learned, numbers(none, 100))).toEqual([value, 100]);
});

test('an empty cell becomes a constant, of categories one more where it is new', () => {
  const constant = { ...impute, strategy: 'constant' } as const;
  expect(after({ ...constant, fillValue: -7 }, training(numbers(1)), numbers(none, 5))).toEqual([-7, 5]);
  const named = { ...constant, fillValue: 'none' } as const;
  const learned = training(categories(['a', 'b'], 0, 1));
  expect(after(named, learned, categories(['a', 'b'], 1, -1))).toMatchObject({
    codes: Int32Array.of(1, 2),
    categories: ['a', 'b', 'none'],
  });
  expect(after(named, learned, categories(['a', 'none'], 1, -1))).toMatchObject({ codes: Int32Array.of(1, 1) });
});

test('the model is told which cells were empty, at the end of what the column gives', () => {
  const step = { ...impute, addIndicator: true };
  const fitted = [fitStep(step, training(numbers(2, 4)))];
  expect(applySteps(fitted, numbers(none, 5))).toMatchObject({ missing: Float64Array.of(1, 0) });
  expect(namesAfter('age', fitted)).toEqual(['age', 'age is empty']);
});

test('a second step that fills does not forget which cells were empty', () => {
  const told = { ...impute, addIndicator: true };
  for (const second of [impute, told]) {
    const fitted = [fitStep(told, training(numbers(2, 4))), fitStep(second, training(numbers(2, 4)))];
    expect(applySteps(fitted, numbers(none, 5))).toMatchObject({ missing: Float64Array.of(1, 0) });
  }
  const filled = { ...told, strategy: 'most-frequent' } as const;
  const learned = training(categories(['a', 'b'], 0, 1, 1));
  const fitted = [fitStep(filled, learned), fitStep({ ...filled, addIndicator: false }, learned)];
  expect(applySteps(fitted, categories(['a', 'b'], -1, 0))).toMatchObject({ missing: Float64Array.of(1, 0) });
});

test('of a date whose parts are filled the row is told once, not each part', () => {
  const parts = { step: 'date-parts', columns: null, parts: ['year', 'month'], cyclic: false } as const;
  const values = { kind: 'dates', data: Float64Array.of(0, none, 0), missing: null } as const;
  const dated = fitStep(parts, training(values));
  const filled = fitStep({ ...impute, addIndicator: true }, training(applySteps([dated], values)));
  expect(applySteps([dated, filled], values)).toMatchObject({ missing: Float64Array.of(0, 1, 0) });
});

test('of categories as frequent as each other the first in their order fills', () => {
  const step = { ...impute, strategy: 'most-frequent' } as const;
  const learned = training(categories(['b', 'a', 'c'], 0, 1, -1), categories(['b', 'a', 'c'], 2, 1, 0));
  expect(fitStep(step, learned)).toEqual({ step: 'impute', strategy: 'most-frequent', value: 'a', indicator: false });
});

test('categories of which the training part has none are filled as well', () => {
  const filled = { ...impute, strategy: 'most-frequent' } as const;
  const encode = { step: 'encode', columns: null, method: 'one-hot', minFrequency: 1 } as const;
  const empty = categories(['a'], -1, -1);
  const fitted = fitStep(filled, training(empty));
  const encoded = fitStep(encode, training(applySteps([fitted], empty)));
  expect(applySteps([fitted, encoded], categories(['a'], -1, 0))).toMatchObject({ codes: Int32Array.of(0, -1) });
});

test('numbers without a value, and a column without spread, keep their size', () => {
  const scale = (method: 'standard' | 'min-max' | 'robust') => ({ step: 'scale', columns: null, method }) as const;
  for (const method of ['standard', 'min-max', 'robust'] as const) {
    expect(after(scale(method), training(numbers(none, none)), numbers(3))).toEqual([3]);
    expect(after(scale(method), training(numbers(0.1, 0.1, 0.1)), numbers(0.1, 1.1))).toEqual([
      expect.closeTo(0, 12),
      expect.closeTo(1, 12),
    ]);
  }
});

test.each([
  ['standard', (value: number) => (value - 4) / Math.sqrt(14)],
  ['min-max', (value: number) => (value - 0) / 10],
  // NumPy: quantile([0, 2, 4, 10], [0.25, 0.5, 0.75]) = 1.5, 3, 5.5.
  ['robust', (value: number) => (value - 3) / 4],
] as const)('%s scaling goes by the numbers that are there', (method, expected) => {
  const learned = training(numbers(10, none), numbers(0, 4, 2));
  const result = after({ step: 'scale', columns: null, method }, learned, numbers(10, none, -1)) as number[];
  expect(result).toEqual([expect.closeTo(expected(10), 12), none, expect.closeTo(expected(-1), 12)]);
});

test('the middle of many numbers is exact: 400,000 in an order of their own, in pieces', () => {
  const count = 400_001;
  // 7919 has no divisor in common with the count: each number from 0 on comes once.
  const data = Float64Array.from({ length: count }, (_, at) => (at * 7919) % count);
  const pieces = [data.subarray(0, 150_000), data.subarray(150_000)].map((data) => ({ ...numbers(), data }));
  const step = { step: 'scale', columns: null, method: 'robust' } as const;
  expect(fitStep(step, training(...pieces))).toEqual({ step: 'scale', centers: [200_000], scales: [200_000] });
});

test('a mean that is large beside the spread loses no digits', () => {
  const learned = training(numbers(1e9 + 1, 1e9 + 2, 1e9 + 3));
  const [low, middle] = after(
    { step: 'scale', columns: null, method: 'standard' },
    learned,
    numbers(1e9 + 1, 1e9 + 2),
  ) as number[];
  expect([low, middle]).toEqual([expect.closeTo(-Math.sqrt(1.5), 6), 0]);
});

test('the logarithm keeps the sign, and 0', () => {
  const step = { step: 'log', columns: ['n'] } as const;
  const result = after(step, training(), numbers(0, Math.E - 1, 1 - Math.E, none)) as number[];
  expect(result).toEqual([0, expect.closeTo(1, 12), expect.closeTo(-1, 12), none]);
});

test('parts of a date are what the calendar says', () => {
  const all = {
    step: 'date-parts',
    columns: null,
    parts: ['elapsed', 'year', 'month', 'day', 'weekday', 'hour', 'minute'],
    cyclic: false,
  } as const;
  // A Thursday, a leap day that was a Tuesday, and the last minute of a century, a Friday.
  const values = dates('1970-01-01T00:00Z', '2000-02-29T13:45Z', '1999-12-31T23:59Z');
  const [fitted] = [fitStep(all, training(values))];
  const result = applySteps([fitted], values) as NumberValues;
  expect([...result.data]).toEqual([
    0,
    1970,
    1,
    1,
    3,
    0,
    0,
    expect.closeTo(11_016 + (13 * 60 + 45) / 1440, 9),
    2000,
    2,
    29,
    1,
    13,
    45,
    expect.closeTo(10_956 + (23 * 60 + 59) / 1440, 9),
    1999,
    12,
    31,
    4,
    23,
    59,
  ]);
  expect(namesAfter('when', [fitted])).toEqual([
    'when elapsed',
    'when year',
    'when month',
    'when day',
    'when weekday',
    'when hour',
    'when minute',
  ]);
});

test('all dates from long ago to far ahead have the parts that Date gives', () => {
  const { defaults } = datePartsStep;
  const fitted = fitStep(
    { ...defaults, parts: ['year', 'month', 'day', 'weekday', 'hour', 'minute'], cyclic: false },
    training(),
  );
  fc.assert(
    fc.property(fc.integer({ min: Date.UTC(1, 0), max: Date.UTC(9999, 0) }), (time) => {
      const date = new Date(time);
      const { data } = applySteps([fitted], {
        kind: 'dates',
        data: Float64Array.of(time),
        missing: null,
      }) as NumberValues;
      expect([...data]).toEqual([
        date.getUTCFullYear(),
        date.getUTCMonth() + 1,
        date.getUTCDate(),
        (date.getUTCDay() + 6) % 7,
        date.getUTCHours(),
        date.getUTCMinutes(),
      ]);
    }),
    { numRuns: 1000 },
  );
});

test('what comes round is a point on a circle: December is as near to January as to November', () => {
  const step = { step: 'date-parts', columns: null, parts: ['month'], cyclic: true } as const;
  const values = dates('2001-11-05T00:00Z', '2001-12-05T00:00Z', '2002-01-05T00:00Z');
  const { data, width } = applySteps([fitStep(step, training(values))], values) as NumberValues;
  const distance = (one: number, other: number) =>
    Math.hypot(data[one * width]! - data[other * width]!, data[one * width + 1]! - data[other * width + 1]!);
  expect(distance(0, 1)).toBeCloseTo(distance(1, 2), 12);
  expect([width, distance(0, 1) > 0.1]).toEqual([2, true]);
});

test('what comes round is sine and cosine of its share of the round, counted from 0', () => {
  const step = { ...datePartsStep.defaults, parts: ['day', 'weekday', 'hour', 'minute'], cyclic: true } as const;
  // The tenth of a month, a Friday.
  const values = dates('2002-05-10T17:43Z');
  const { data, width } = applySteps([fitStep(step, training(values))], values) as NumberValues;
  const shares = [9 / 31, 4 / 7, 17 / 24, 43 / 60];
  expect([width, ...data]).toEqual([
    8,
    ...shares.flatMap((share) =>
      [Math.sin(2 * Math.PI * share), Math.cos(2 * Math.PI * share)].map((value) => expect.closeTo(value, 12)),
    ),
  ]);
});

test('a column is told to be full where it is, and what leaves rows out tells nothing', () => {
  const told = { ...impute, addIndicator: true };
  expect(applySteps([fitStep(told, training(numbers(1, 2)))], numbers(3, 4))).toMatchObject({
    missing: Float64Array.of(0, 0),
  });
  expect(fitStep({ ...told, strategy: 'drop' }, training(numbers(1, none)))).toMatchObject({ indicator: false });
});

test('categories are counted over pieces that list them otherwise; where none is rare, there is no place for others', () => {
  const learned = training(categories(['a', 'b'], 0, 0, 0, 1), categories(['b', 'c'], 0, 1, 1));
  expect(fitStep({ ...impute, strategy: 'most-frequent' }, learned)).toMatchObject({ value: 'a' });
  const step = { step: 'encode', columns: null, method: 'one-hot', minFrequency: 2 } as const;
  expect(fitStep(step, training(categories(['a', 'b'], 0, 1, 0, 1)))).toMatchObject({ others: false });
});

test('categories become places of those of the training part; others have none', () => {
  const step = { step: 'encode', columns: null, method: 'one-hot', minFrequency: 1 } as const;
  const names = ['a', 'b', 'c', 'd'];
  const fitted = [fitStep(step, training(categories(names, 3, 0, -1), categories(names, 0)))];
  expect(fitted).toEqual([{ step: 'encode', method: 'one-hot', categories: ['a', 'd'], others: false }]);
  const values = categories(['d', 'new', 'a'], 0, 1, 2, -1);
  expect(applySteps(fitted, values)).toEqual({
    kind: 'one-hot',
    width: 2,
    codes: Int32Array.of(1, -1, 0, -1),
    missing: null,
  });
  expect(namesAfter('c', fitted)).toEqual(['c = a', 'c = d']);
});

test('rare categories share a place, which new ones have too', () => {
  const step = { step: 'encode', columns: null, method: 'one-hot', minFrequency: 2 } as const;
  const fitted = [fitStep(step, training(categories(['a', 'b', 'c'], 0, 0, 1, 2, 2)))];
  const values = categories(['a', 'b', 'c', 'new'], 0, 1, 2, 3, -1);
  expect(applySteps(fitted, values)).toEqual({
    kind: 'one-hot',
    width: 3,
    codes: Int32Array.of(0, 2, 1, 2, -1),
    missing: null,
  });
  expect(namesAfter('c', fitted)).toEqual(['c = a', 'c = c', 'c = …']);
});

test('an index begins at 1, and 0 is for what is not known', () => {
  const step = { step: 'encode', columns: null, method: 'index', minFrequency: 1 } as const;
  const fitted = [fitStep(step, training(categories(['a', 'b'], 0, 1)))];
  const values = categories(['b', 'a', 'new'], 0, 1, 2, -1);
  expect(applySteps(fitted, values)).toEqual({ kind: 'index', count: 3, codes: Int32Array.of(2, 1, 0, 0) });
});

test('a step is for the columns that it names, or for all that it can be for', () => {
  const scale = { step: 'scale', columns: null, method: 'standard' } as const;
  expect([
    concerns(scale, { name: 'n', kind: 'numeric' }),
    concerns(scale, { name: 'c', kind: 'categorical' }),
  ]).toEqual([true, false]);
  expect(concerns({ ...scale, columns: ['m'] }, { name: 'n', kind: 'numeric' })).toBe(false);
  const drop = { ...impute, strategy: 'drop' } as const;
  expect(
    (['numeric', 'categorical', 'date', 'text'] as const).map((kind) => concerns(drop, { name: 'n', kind })),
  ).toEqual([true, true, true, true]);
  expect(concerns({ ...impute, strategy: 'constant', fillValue: 'x' }, { name: 'n', kind: 'numeric' })).toBe(false);
});

test('the steps of a new project take numbers, dates and categories to numbers', () => {
  const through = (kind: 'numeric' | 'date' | 'categorical', values: Values): Values => {
    const fitted: FittedStep[] = [];
    for (const step of defaultSteps) {
      if (step.step === 'tokenize' || step.step === 'image' || !concerns(step, { name: 'x', kind })) continue;
      fitted.push(fitStep(step, training(applySteps(fitted, values))));
    }
    return applySteps(fitted, values);
  };
  expect(through('numeric', numbers(1, none, 3))).toMatchObject({ kind: 'numbers', width: 1 });
  expect(through('date', dates('2001-01-01T00:00Z', '2002-06-01T12:00Z'))).toMatchObject({ kind: 'numbers', width: 7 });
  expect(through('categorical', categories(['a', 'b'], 0, 1))).toMatchObject({ kind: 'one-hot', width: 2 });
});

test.each<ValueStep>([
  { step: 'log', columns: ['y'] },
  { step: 'scale', columns: ['y'], method: 'standard' },
  { step: 'scale', columns: ['y'], method: 'min-max' },
  { step: 'scale', columns: ['y'], method: 'robust' },
])('$step ($method) can be undone, and may be for a target; so can several in a row', (step) => {
  if (!isForTargets(step)) throw new Error(`A target may go through ${step.step}.`);
  const values = numbers(-3e5, 0, 1e-6, 2, 4e5, none);
  const scale = { step: 'scale', columns: ['y'], method: 'standard' } as const;
  const first = fitStep(step, training(values));
  const fitted = [first, fitStep(scale, training(applySteps([first], values)))];
  for (const value of values.data) {
    const prepared = applySteps(fitted, numbers(value));
    const [undone] = undoSteps(fitted, 'data' in prepared ? prepared.data : []);
    expect(Number(undone!.toFixed(9)) + 0).toBe(value);
  }
});

test('what a step loses cannot be undone: a target goes through none of those', () => {
  expect(defaultSteps.filter(isForTargets).map(({ step }) => step)).toEqual(['scale']);
});

test('a project of before images could do without antialiasing antialiases, as it did', () => {
  const { antialias, ...before } = image.defaults;
  expect(antialias).toBe(true);
  expect(stepSchema.parse(before)).toEqual(image.defaults);
  expect(stepSchema.parse({ ...before, antialias: false })).toMatchObject({ antialias: false });
});
