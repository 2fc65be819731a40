import { expect, test } from 'vitest';
import { groupBytes, groupColumns } from './column-groups.ts';

const grouped = (columns: readonly number[], bytes: readonly number[] | undefined, most: number) =>
  [...groupColumns(columns, bytes, most)].map(({ from, to }) => columns.slice(from, to));

test('columns are read together while they are not too many, and take not too much together', () => {
  expect(grouped([], undefined, 3)).toEqual([]);
  expect(grouped([4, 1, 2, 0, 3], undefined, 2)).toEqual([[4, 1], [2, 0], [3]]);
  const half = groupBytes / 2;
  // By the column, in whatever order they are wanted; one that takes more than all may is read alone.
  const bytes = [half, half, 1, 3 * groupBytes, half];
  expect(grouped([0, 1, 2, 3, 4], bytes, 9)).toEqual([[0, 1], [2], [3], [4]]);
  expect(grouped([3, 2, 4, 2], bytes, 9)).toEqual([[3], [2, 4, 2]]);
});
