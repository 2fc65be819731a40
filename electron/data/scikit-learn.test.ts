import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { applySteps, fitStep, type ValueStep } from '../../shared/data/steps/index.ts';
import type { CategoryValues, NumberValues, Values } from '../../shared/data/steps/values.ts';
import { balancedWeights } from '../../shared/training/class-weights.ts';
import { createRandom } from '../../shared/training/random.ts';
import { findPython } from '../../testing/keras.ts';
import { rowNumbers } from './rows.ts';
import { type PartRows, splitRows } from './split/split.ts';
import { numbersIn } from './store/numbers.ts';

type Cells = readonly (readonly (number | null)[])[];

const stream = createRandom(11);
const random = () => stream.uniform(1)[0]!;
const normal = () => stream.normal(1)[0]!;
const listOf = <Value>(count: number, value: (at: number) => Value): Value[] =>
  Array.from({ length: count }, (_, at) => value(at));

/** Numbers of many kinds: normal ones, with a long tail, whole and repeated, far from 0, of one value, with one far out; some cells are empty. */
const sized = listOf(301, (at) => [
  normal(),
  at % 7 === 3 ? null : Math.exp(3 * normal()),
  Math.floor(random() * 5),
  at % 11 === 0 ? null : 1e6 + normal(),
  2.5,
  at === 17 ? 1e6 : -random(),
]);
const otherSized: Cells = [
  [0, null, 4, 1e6, 2.5, 0],
  [-3, 1e4, null, 0, 7, null],
  [null, 0, 2, null, null, 1e7],
];
const gapped = listOf(120, (at) => [at % 4 === 1 ? null : Math.floor(random() * 6) - 2]);
const otherGapped: Cells = [[null], [7], [null], [-1]];
const colours = ['amber', 'blue', 'cyan', 'green', 'red', 'violet'];
/** Of 200 cells 3 are cyan and 4 violet. */
const rare = (at: number) => (at % 67 === 5 ? 2 : at % 50 === 7 ? 5 : null);
const coloured = listOf(200, (at) => rare(at) ?? [0, 1, 1, 3, 4][Math.floor(random() * 5)]!);
const tied = [4, 4, 1, 1, 3, -1, 0];
const leastOften = [1, 4, 5] as const;
const otherColours = [...colours, 'new'];
const classCounts = [3, 120, 41, 1];
const classes = [7, 40, 11, 26, 3].flatMap((count, name) => new Array<number>(count).fill(name));
const groups = listOf(400, () => Math.floor(30 * random() ** 3));
const times = [...stream.permutation(101)];
const foldCounts = [2, 3, 4, 5, 7] as const;
const shares = [0.1, 0.15, 0.2, 0.25, 0.5] as const;
const named = (codes: readonly number[]) => codes.map((code) => colours[code] ?? null);

/** It is asked once, as it takes a second to load. */
const said = JSON.parse(
  execFileSync(findPython()!, [fileURLToPath(new URL('./scikit-learn.py', import.meta.url))], {
    input: JSON.stringify([
      ['scale', sized, otherSized],
      ['fill', gapped, otherGapped],
      ['most_frequent', named(coloured)],
      ['most_frequent', named(tied)],
      ['weigh', classCounts],
      ...leastOften.map((least) => ['encode', named(coloured), otherColours, least]),
      ...foldCounts.map((folds) => ['deal', classes, groups, times, folds]),
      ...shares.map((share) => ['draw', classes, share]),
    ]),
    encoding: 'utf8',
  }),
);
const [scaled, filled, usual, usualOfTied, weights, ...rest] = said;
const encoded = rest.slice(0, leastOften.length);
const dealt = rest.slice(leastOften.length, leastOften.length + foldCounts.length);
const drawn = rest.slice(leastOften.length + foldCounts.length);

function numbers(rows: Cells): NumberValues {
  const data = Float64Array.from(rows.flat(), (value) => value ?? Number.NaN);
  return { kind: 'numbers', width: rows[0]!.length, data, missing: null };
}

function categories(codes: readonly number[], names: readonly string[] = colours): CategoryValues {
  return { kind: 'categories', categories: names, codes: Int32Array.from(codes), missing: null };
}

/** What a step that learned from some values makes of others. */
function through(step: ValueStep, learned: readonly Values[], rows: number, values: Values): Values {
  return applySteps([fitStep(step, { rows, chunks: () => learned })], values);
}

/** Expects the numbers of rows to 9 digits: what is far from 0 loses some when it is added up. */
function expectNumbers(found: ArrayLike<number>, rows: Cells): void {
  const expected = rows.flat();
  expect(found.length).toBe(expected.length);
  const isFar = (at: number) => {
    const [value, wanted] = [found[at]!, expected[at]!];
    return wanted === null ? !Number.isNaN(value) : !(Math.abs(value - wanted) <= 1e-9 * Math.max(1, Math.abs(wanted)));
  };
  expect([...expected.keys()].filter(isFar).map((at) => [at, found[at], expected[at]])).toEqual([]);
}

test.each(['standard', 'min-max', 'robust'] as const)('scikit-learn scales numbers alike: %s', (method) => {
  const learned = [numbers(sized.slice(0, 100)), numbers(sized.slice(100))];
  const step = { step: 'scale', columns: null, method } as const;
  const found = through(step, learned, sized.length, numbers([...sized, ...otherSized]));
  expectNumbers((found as NumberValues).data, scaled[method]);
});

test.each(['mean', 'median', 'most-frequent', 'constant'] as const)(
  'scikit-learn fills empty cells alike, and says which they were: %s',
  (strategy) => {
    const fillValue = strategy === 'constant' ? -7 : null;
    const step = { step: 'impute', columns: null, strategy, fillValue, addIndicator: true } as const;
    const learned = [numbers(gapped.slice(0, 50)), numbers(gapped.slice(50))];
    const { data, missing } = through(step, learned, gapped.length, numbers(otherGapped)) as NumberValues;
    expectNumbers(
      [...data].flatMap((value, at) => [value, missing![at]!]),
      filled[strategy],
    );
  },
);

test('scikit-learn fills categories alike, also where two are as frequent', () => {
  const step = {
    step: 'impute',
    columns: null,
    strategy: 'most-frequent',
    fillValue: null,
    addIndicator: false,
  } as const;
  const learn = (codes: readonly number[]) => fitStep(step, { rows: codes.length, chunks: () => [categories(codes)] });
  expect([learn(coloured), learn(tied)]).toMatchObject([{ value: usual }, { value: usualOfTied }]);
});

test.each(leastOften)(
  'scikit-learn encodes categories alike, those that come fewer than %i times together',
  (minFrequency) => {
    const learned = [categories(coloured.slice(0, 90)), categories(coloured.slice(90))];
    const asked = categories([...otherColours.keys()], otherColours);
    const encode = (method: 'one-hot' | 'index') =>
      through({ step: 'encode', columns: null, method, minFrequency }, learned, coloured.length, asked);
    const { places, numbers } = encoded[leastOften.indexOf(minFrequency)];
    expect(encode('one-hot')).toMatchObject({
      width: places[0].length,
      codes: Int32Array.from(places, (place: readonly number[]) => place.indexOf(1)),
    });
    const index = encode('index') as { readonly codes: Int32Array };
    expect([...index.codes.slice(0, -1)]).toEqual(numbers);
  },
);

test('scikit-learn weighs classes alike', () => {
  expectNumbers(balancedWeights(classCounts), [weights]);
});

const rowsOfClasses = (rows: Int32Array) => listOf(5, (name) => rows.filter((row) => classes[row] === name).length);

test.each(foldCounts)(
  'scikit-learn deals %i folds alike: as many rows of each class and each group, the same of each time',
  (folds) => {
    const deal = <Told>(
      method: 'random' | 'stratified' | 'group' | 'time',
      from: Parameters<typeof splitRows>[0],
      tell: (parts: PartRows) => Told,
    ) => {
      const split = { method, column: 'by', validation: 0.2, test: 0, seed: 3 };
      return listOf(folds, (at) => tell(splitRows(from, split, { fold: at + 1, folds })));
    };
    const sizes = ({ train, validation }: PartRows) => [train.length, validation.length];
    const all = { rows: rowNumbers(classes.length), classes };
    const names = listOf(30, (at) => `group ${at}`);
    const group = {
      name: 'by',
      kind: 'categorical',
      values: numbersIn(Int32Array.from(groups)),
      categories: names,
    } as const;
    const time = { name: 'by', kind: 'numeric', values: numbersIn(Float64Array.from(times)), invalid: null } as const;
    expect({
      random: deal('random', all, sizes),
      stratified: deal('stratified', all, ({ validation }) => rowsOfClasses(validation)),
      group: deal('group', { rows: rowNumbers(groups.length), classes: null, by: group }, sizes),
      time: deal('time', { rows: rowNumbers(times.length), classes: null, by: time }, ({ train, validation }) => [
        [...train],
        [...validation],
      ]),
    }).toEqual(dealt[foldCounts.indexOf(folds)]);
  },
);

test.each(shares)('scikit-learn draws as many rows of each class for a test part of %d, to one row', (share) => {
  const split = { method: 'stratified', column: null, validation: 0.1, test: share, seed: 5 } as const;
  const { test } = splitRows({ rows: rowNumbers(classes.length), classes }, split);
  const expected: readonly number[] = drawn[shares.indexOf(share)];
  expect(test.length).toBe(expected.reduce((sum, count) => sum + count, 0));
  const found = rowsOfClasses(test);
  expect(expected.map((count, name) => Math.abs(count - found[name]!)).filter((far) => far > 1)).toEqual([]);
});
