import { expect, test } from 'vitest';
import { balanceOf } from './class-balance.ts';

const count = (name: string, train: number, validation: number, test: number) => ({
  name,
  rows: train + validation + test,
  parts: { train, validation, test },
});

test('few classes keep their order, many begin with those that a part lacks, which are all there', () => {
  const classCounts = [count('a', 5, 1, 1), count('b', 5, 0, 1), count('c', 5, 1, 1), count('d', 0, 1, 1)];
  const rows = { train: 15, validation: 3, test: 4 };
  const names = (most: number, some = rows) => {
    const { listed, more, parts } = balanceOf({ classCounts, rows: some }, most);
    return `${listed.map(({ name }) => name).join('')} ${more} of ${parts.length}`;
  };
  expect([4, 3, 1].map((most) => names(most))).toEqual(['abcd 0 of 3', 'bda 1 of 3', 'bd 2 of 3']);
  // A part without a row lacks nothing.
  expect(names(3, { train: 15, validation: 0, test: 4 })).toBe('dab 1 of 2');
});
