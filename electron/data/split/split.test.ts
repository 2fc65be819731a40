import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parts } from '../../../shared/data/dataset.ts';
import { rowNumbers } from '../rows.ts';
import { numbersIn } from '../store/numbers.ts';
import type { Column } from '../tables/table.ts';
import { splitRows, splitTestRows } from './split.ts';

/** Hundredths: of all doubles from 0 to 1, most are as good as 0. */
const share = fc.integer({ min: 0, max: 90 }).map((hundredths) => hundredths / 100);
const shares = fc.record({
  validation: share,
  test: share,
  seed: fc.nat(),
});
const stratified = { method: 'stratified', column: null } as const;
const counts = fc.array(fc.nat(60), { minLength: 1, maxLength: 5 });

/** Row numbers with gaps, as after rows without a target were left out, and classes in runs. */
function rowsOf(classCounts: readonly number[]) {
  const classes = classCounts.flatMap((count, name) => new Array<number>(count).fill(name));
  return { rows: Int32Array.from(classes, (_, at) => at * 2 + 1), classes };
}

test('every row is in exactly one part, in the order of the source, and the parts have their shares', () => {
  fc.assert(
    fc.property(counts, shares, fc.boolean(), (classCounts, split, byClass) => {
      const { rows, classes } = rowsOf(classCounts);
      const result = splitRows({ rows, classes: byClass ? classes : null }, { ...stratified, ...split });
      expect(parts.flatMap((part) => [...result[part]]).sort((a, b) => a - b)).toEqual([...rows]);
      for (const part of parts) expect([...result[part]]).toEqual([...result[part]].sort((a, b) => a - b));
      const test = Math.round(rows.length * split.test);
      expect(result.test.length).toBe(test);
      expect(result.validation.length).toBe(Math.min(Math.round(rows.length * split.validation), rows.length - test));
    }),
  );
});

test('each class has its share of each part, within two rows', () => {
  fc.assert(
    fc.property(counts, shares, (classCounts, split) => {
      fc.pre(split.validation + split.test <= 1);
      const { rows, classes } = rowsOf(classCounts);
      const result = splitRows({ rows, classes }, { ...stratified, ...split });
      classCounts.forEach((count, name) => {
        for (const part of ['validation', 'test'] as const) {
          const share = rows.length === 0 ? 0 : result[part].length / rows.length;
          const found = result[part].filter((row) => classes[(row - 1) / 2] === name).length;
          expect(Math.abs(found - count * share)).toBeLessThanOrEqual(2);
        }
      });
    }),
  );
});

test('the same seed splits the same way, another seed another way', () => {
  const from = rowsOf([50, 50]);
  const split = { ...stratified, validation: 0.2, test: 0.2, seed: 1 };
  expect(splitRows(from, split)).toEqual(splitRows(from, split));
  for (const divide of [splitRows, splitTestRows])
    expect(divide(from, { ...split, seed: 2 }).test).not.toEqual(divide(from, split).test);
});

test('at random classes do not count', () => {
  const { rows, classes } = rowsOf([50, 50]);
  const split = { method: 'random', column: null, validation: 0.2, test: 0.2, seed: 1 } as const;
  const found = splitRows({ rows, classes }, split);
  expect(found).toEqual(splitRows({ rows, classes: null }, split));
  expect(found).not.toEqual(splitRows({ rows, classes }, { ...split, ...stratified }));
});

test('the one row of a class falls into each part with some seeds', () => {
  const { rows, classes } = rowsOf([20, 20, 1]);
  const partOfLast = (seed: number) => {
    const result = splitRows({ rows, classes }, { ...stratified, validation: 0.2, test: 0.2, seed });
    return parts.find((part) => result[part].includes(rows.at(-1)!));
  };
  expect(new Set(Array.from({ length: 40 }, (_, seed) => partOfLast(seed)))).toEqual(new Set(parts));
});

test('an official test part is divided between validation and test alone', () => {
  const { rows, classes } = rowsOf([30, 70]);
  const { validation, test } = splitTestRows({ rows, classes }, { ...stratified, validation: 0.3, test: 0.9, seed: 1 });
  expect([validation.length, test.length]).toEqual([30, 70]);
  expect([...validation, ...test].sort((a, b) => a - b)).toEqual([...rows]);
  expect(validation.filter((row) => classes[(row - 1) / 2] === 0).length).toBe(9);
});

describe('a split by a column', () => {
  const split = { column: 'by', validation: 0.2, test: 0.2, seed: 1 } as const;
  const names = (count: number) => Array.from({ length: count }, (_, at) => `k${at}`);
  const groups = (codes: readonly number[]): Column => ({
    name: 'by',
    kind: 'categorical',
    values: numbersIn(Int32Array.from(codes)),
    categories: names(Math.max(0, ...codes) + 1),
  });
  const times = (values: readonly number[]): Column => ({
    name: 'by',
    kind: 'date',
    values: numbersIn(Float64Array.from(values)),
    invalid: null,
  });
  const all = (by: Column) => ({ rows: rowNumbers(by.values.length), classes: null, by });

  test('by group: no group is in two parts, no part is larger than its share, and a row without a group is one by itself', () => {
    const codes = fc.array(fc.integer({ min: -1, max: 12 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(codes, shares, (codes, given) => {
        fc.pre(given.validation + given.test <= 1);
        const by = groups(codes);
        const result = splitRows(all(by), { ...given, method: 'group', column: 'by' });
        expect(parts.flatMap((part) => [...result[part]]).sort((a, b) => a - b)).toEqual([...rowNumbers(codes.length)]);
        const placed = new Map<number, string>();
        for (const part of parts) {
          for (const row of result[part]) {
            const group = codes[row]!;
            if (group >= 0) expect(placed.get(group) ?? part).toBe(part);
            placed.set(group, part);
          }
        }
        for (const part of ['validation', 'test'] as const)
          expect(result[part].length).toBeLessThanOrEqual(Math.round(codes.length * given[part]));
      }),
    );
  });

  test('by group: parts come near their shares where groups are small, another seed draws others', () => {
    const by = groups(Array.from({ length: 1000 }, (_, row) => Math.floor(row / 10)));
    const result = splitRows(all(by), { ...split, method: 'group' });
    expect(parts.map((part) => result[part].length)).toEqual([600, 200, 200]);
    expect(splitRows(all(by), { ...split, method: 'group', seed: 2 }).test).not.toEqual(result.test);
  });

  test('by time: whatever is held out is later than what is trained on, and rows of one time stay together', () => {
    const values = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 100 });
    fc.assert(
      fc.property(values, shares, (values, given) => {
        fc.pre(given.validation + given.test <= 1);
        const result = splitRows(all(times(values)), { ...given, method: 'time', column: 'by' });
        expect(parts.flatMap((part) => [...result[part]]).sort((a, b) => a - b)).toEqual([
          ...rowNumbers(values.length),
        ]);
        const limits = (part: (typeof parts)[number]) => {
          const found = [...result[part]].map((row) => values[row]!);
          return { first: Math.min(...found), last: Math.max(...found) };
        };
        expect(limits('train').last).toBeLessThan(limits('validation').first);
        expect(limits('train').last).toBeLessThan(limits('test').first);
        expect(limits('validation').last).toBeLessThan(limits('test').first);
      }),
    );
  });

  test('by time: exact where every time is there once', () => {
    const by = times([50, 10, 40, 20, 30, 90, 80, 60, 70, 0]);
    const result = splitRows(all(by), { ...split, method: 'time' });
    expect(parts.map((part) => [...result[part]])).toEqual([
      [0, 1, 2, 3, 4, 9],
      [7, 8],
      [5, 6],
    ]);
  });

  test('by column: each row is where its cell says, however people write that', () => {
    const by: Column = {
      name: 'by',
      kind: 'categorical',
      values: numbersIn(Int32Array.of(0, 1, 2, 3, 1, 4)),
      categories: ['Train', 'val', 'TEST', 'validation', 'training'],
    };
    const result = splitRows(all(by), { ...split, method: 'column' });
    expect(parts.map((part) => [...result[part]])).toEqual([[0, 5], [1, 3, 4], [2]]);
  });

  test('what cannot be placed is an error that names the row', () => {
    const { values } = times([1, Number.NaN]);
    expect(() =>
      splitRows(all({ name: 'by', kind: 'date', values: values as never, invalid: null }), {
        ...split,
        method: 'time',
      }),
    ).toThrow('The split cannot place row 2 by "by". Expected: a date or a number. Received: an empty cell.');
    const other = groups([0, 1]);
    expect(() => splitRows(all(other), { ...split, method: 'column' })).toThrow(
      'The split cannot place row 1 by "by". Expected: train, validation or test. Received: k0.',
    );
    expect(() => splitRows(all(groups([-1])), { ...split, method: 'column' })).toThrow(
      'The split cannot place row 1 by "by". Expected: train, validation or test. Received: an empty cell.',
    );
    expect(() => splitRows(all(other), { ...split, method: 'time' })).toThrow(
      'The split by time cannot go by "by". Expected: a column of dates or numbers. Received: categories.',
    );
    expect(() => splitRows({ rows: rowNumbers(2), classes: null }, { ...split, method: 'group' })).toThrow(
      'The split by group needs a column to go by. Expected: a column of the data. Received: by.',
    );
  });
});
