import fc from 'fast-check';
import { expect, test } from 'vitest';
import { doAtOnce } from '../../../shared/data/stretches.ts';
import { orderOf } from './order-of.ts';

test('numbers come by their size, equal ones as they stand', () => {
  // Few different values, so that many are equal; runs that rise already are joined as they are.
  const numbers = fc.array(fc.integer({ min: -50, max: 50 }), { maxLength: 700 });
  fc.assert(
    fc.property(numbers, fc.boolean(), (drawn, isRising) => {
      const some = Float64Array.from(isRising ? [...drawn].sort((one, other) => one - other).concat(drawn) : drawn);
      const expected = [...some.keys()].sort((one, other) => some[one]! - some[other]! || one - other);
      expect([...doAtOnce(orderOf(some))]).toEqual(expected);
    }),
  );
});

test('numbers in order stay so, and are not changed', () => {
  const some = Float64Array.from([3, 1, 2]);
  expect([...doAtOnce(orderOf(some))]).toEqual([1, 2, 0]);
  expect([...some]).toEqual([3, 1, 2]);
  expect([...doAtOnce(orderOf(Float64Array.of(1, 1, 2)))]).toEqual([0, 1, 2]);
  expect([...doAtOnce(orderOf(new Float64Array(0)))]).toEqual([]);
});
