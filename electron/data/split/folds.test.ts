import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rowNumbers } from '../rows.ts';
import { numbersIn } from '../store/numbers.ts';
import type { Column } from '../tables/table.ts';
import { type PartRows, splitRows } from './split.ts';

const foldCounts = fc.integer({ min: 2, max: 20 });
const drawn = { column: null, validation: 0.15, test: 0.2, seed: 1 } as const;

/** The parts of every fold. */
function foldsOf(
  folds: number,
  from: Parameters<typeof splitRows>[0],
  split: Parameters<typeof splitRows>[1],
): readonly PartRows[] {
  return Array.from({ length: folds }, (_, at) => splitRows(from, split, { fold: at + 1, folds }));
}

const ascending = (rows: Iterable<number>) => [...rows].sort((a, b) => a - b);
const sizes = (folds: readonly PartRows[]) => folds.map(({ validation }) => validation.length);
const spread = (counts: readonly number[]) => Math.max(...counts) - Math.min(...counts);

/** What holds for all folds whose rows are dealt: the test part is that of the split, and each other row is held out exactly once. */
function checkDealt(folds: readonly PartRows[], whole: PartRows): void {
  const pool = ascending([...whole.train, ...whole.validation]);
  expect(ascending(folds.flatMap(({ validation }) => [...validation]))).toEqual(pool);
  for (const { train, validation, test } of folds) {
    expect(test).toEqual(whole.test);
    expect(ascending([...train, ...validation])).toEqual(pool);
    for (const part of [train, validation]) expect([...part]).toEqual(ascending(part));
  }
}

describe('folds', () => {
  test('by class: each row is held out once, folds and the rows of each class in them differ by one at most', () => {
    const classCounts = fc.array(fc.nat(60), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(foldCounts, classCounts, fc.nat(), (folds, counts, seed) => {
        const classes = counts.flatMap((count, name) => new Array<number>(count).fill(name));
        const rows = Int32Array.from(classes, (_, at) => at * 2 + 1);
        const split = { ...drawn, method: 'stratified', seed } as const;
        const whole = splitRows({ rows, classes }, split);
        fc.pre(whole.train.length + whole.validation.length >= folds);
        const all = foldsOf(folds, { rows, classes }, split);
        checkDealt(all, whole);
        expect(spread(sizes(all))).toBeLessThanOrEqual(1);
        for (const name of counts.keys()) {
          const ofClass = all.map(
            ({ validation }) => validation.filter((row) => classes[(row - 1) / 2] === name).length,
          );
          expect(spread(ofClass)).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('at random: classes do not count, and sizes differ by one at most', () => {
    const rows = rowNumbers(101);
    const split = { ...drawn, method: 'random' } as const;
    const all = foldsOf(5, { rows, classes: rows }, split);
    checkDealt(all, splitRows({ rows, classes: null }, split));
    expect(ascending(sizes(all))).toEqual([16, 16, 16, 16, 17]);
    expect(foldsOf(5, { rows, classes: null }, split)).toEqual(all);
  });

  test('the same seed deals the same folds, another seed others', () => {
    const from = { rows: rowNumbers(100), classes: null };
    const split = { ...drawn, test: 0, method: 'random' } as const;
    expect(foldsOf(5, from, split)).toEqual(foldsOf(5, from, split));
    expect(foldsOf(5, from, { ...split, seed: 2 })[0]).not.toEqual(foldsOf(5, from, split)[0]);
  });

  test('are refused where there are fewer rows', () => {
    const split = { ...drawn, test: 0, method: 'random' } as const;
    expect(() => foldsOf(5, { rows: rowNumbers(4), classes: null }, split)).toThrow(
      'too few rows for 5 folds. Expected: at least 5 rows outside of the test part. Received: 4.',
    );
  });
});

describe('folds by a column', () => {
  const column = (codes: readonly number[], categories: readonly string[]): Column => ({
    name: 'by',
    kind: 'categorical',
    values: numbersIn(Int32Array.from(codes)),
    categories: [...categories],
  });
  const groups = (codes: readonly number[]) =>
    column(
      codes,
      Array.from({ length: 40 }, (_, at) => `k${at}`),
    );
  const times = (values: readonly number[]): Column => ({
    name: 'by',
    kind: 'date',
    values: numbersIn(Float64Array.from(values)),
    invalid: null,
  });
  const all = (by: Column) => ({ rows: rowNumbers(by.values.length), classes: null, by });
  const by = (method: 'group' | 'time' | 'column', test = 0.2) => ({ ...drawn, method, column: 'by', test }) as const;

  test('by group: no group is in two folds', () => {
    const codes = fc.array(fc.integer({ min: -1, max: 39 }), { minLength: 30, maxLength: 200 });
    fc.assert(
      fc.property(codes, fc.integer({ min: 2, max: 5 }), (codes, folds) => {
        const from = all(groups(codes));
        const whole = splitRows(from, by('group'));
        const dealt = foldsOf(folds, from, by('group'));
        checkDealt(dealt, whole);
        for (const { train, validation } of dealt) {
          const held = new Set([...validation].map((row) => codes[row]!).filter((code) => code >= 0));
          expect([...train].some((row) => held.has(codes[row]!))).toBe(false);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('by group: the largest groups go first, each to the fold with the fewest rows', () => {
    // Groups of 6, 5, 4, 3, 2 and 1 rows: three folds of 7 only if 6 goes with 1, 5 with 2 and 4 with 3.
    const codes = [6, 5, 4, 3, 2, 1].flatMap((count) => new Array<number>(count).fill(count));
    const dealt = foldsOf(3, all(groups(codes)), by('group', 0));
    const held = dealt.map(({ validation }) => ascending(new Set([...validation].map((row) => codes[row]!))));
    expect(held.sort()).toEqual([
      [1, 6],
      [2, 5],
      [3, 4],
    ]);
    expect(foldsOf(6, all(groups(codes)), by('group', 0)).map(({ validation }) => validation.length)).toEqual([
      6, 5, 4, 3, 2, 1,
    ]);
  });

  test('by group: fewer groups than folds are refused', () => {
    expect(() => foldsOf(3, all(groups([0, 0, 0, 1, 1, 1])), by('group', 0))).toThrow(
      'too few groups for 3 folds, as each group goes to one fold whole. Expected: at least 3 groups outside of the test part. Received: 2.',
    );
  });

  test('by time: cut as scikit-learn cuts 12 rows into 3 folds, in whatever order the rows are', () => {
    const values = [5, 3, 9, 1, 11, 7, 0, 2, 10, 4, 8, 6];
    const moments = (rows: Iterable<number>) => ascending(Array.from(rows, (row) => values[row]!));
    const dealt = foldsOf(3, all(times(values)), by('time', 0));
    // TimeSeriesSplit(n_splits=3).split(range(12))
    expect(dealt.map(({ train, validation }) => [moments(train), moments(validation)])).toEqual([
      [
        [0, 1, 2],
        [3, 4, 5],
      ],
      [
        [0, 1, 2, 3, 4, 5],
        [6, 7, 8],
      ],
      [
        [0, 1, 2, 3, 4, 5, 6, 7, 8],
        [9, 10, 11],
      ],
    ]);
  });

  test('by time: nothing is trained on that is not before what is held out, and the test is after all', () => {
    const moments = fc.uniqueArray(fc.integer({ min: 0, max: 300 }), { minLength: 20, maxLength: 60 });
    fc.assert(
      fc.property(moments, fc.integer({ min: 2, max: 5 }), (once, folds) => {
        const values = [...once, ...once];
        for (const { train, validation, test } of foldsOf(folds, all(times(values)), by('time'))) {
          const moments = (rows: Int32Array) => [...rows].map((row) => values[row]!);
          expect(Math.max(...moments(train))).toBeLessThan(Math.min(...moments(validation)));
          expect(Math.max(...moments(validation))).toBeLessThan(Math.min(...moments(test)));
        }
      }),
      { numRuns: 50 },
    );
  });

  test('by time: the first fold says what would stop a later one', () => {
    const values = [0, 1, 2, 3, 4, 5, 5, 5, 5, 5];
    const words = 'rows of one time stay together, and fold 2 would have none to train on or none to validate.';
    expect(() => foldsOf(3, all(times(values)), by('time', 0))).toThrow(words);
    expect(() => foldsOf(3, all(times([5, 5, 5, 5])), by('time', 0))).toThrow(words.replace('2', '1'));
  });

  test('by column: the training rows are dealt, unless the column says which are for validation', () => {
    const names = ['train', 'test', 'validation'];
    const split = by('column');
    const given = all(column([0, 0, 1, 0, 0], names));
    checkDealt(foldsOf(2, given, split), splitRows(given, split));
    expect(() => foldsOf(2, all(column([0, 0, 1, 0, 2], names)), split)).toThrow(
      'Received: 1 rows given for validation.',
    );
  });
});
