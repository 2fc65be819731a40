import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parts } from '../../shared/data/dataset.ts';
import { splitRows, splitTestRows } from './split.ts';

const shares = fc.record({
  validation: fc.double({ min: 0, max: 0.9, noNaN: true }),
  test: fc.double({ min: 0, max: 0.9, noNaN: true }),
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
  expect(splitRows(from, { ...split, seed: 2 }).test).not.toEqual(splitRows(from, split).test);
});

test('an official test part is divided between validation and test alone', () => {
  const { rows, classes } = rowsOf([30, 70]);
  const { validation, test } = splitTestRows({ rows, classes }, { ...stratified, validation: 0.3, test: 0.9, seed: 1 });
  expect([validation.length, test.length]).toEqual([30, 70]);
  expect([...validation, ...test].sort((a, b) => a - b)).toEqual([...rows]);
  expect(validation.filter((row) => classes[(row - 1) / 2] === 0).length).toBe(9);
});
