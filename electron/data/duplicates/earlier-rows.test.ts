import { expect, test } from 'vitest';
import { findEarlier } from './earlier-rows.ts';

test.each([
  { lists: [[2], [4]], alike: [2, 4], most: 9, found: 2, compared: [2], isFinished: true },
  { lists: [[4], [2]], alike: [2, 4], most: 9, found: 2, compared: [4, 2], isFinished: true },
  {
    lists: [
      [1, 3, 5],
      [1, 2, 3],
    ],
    alike: [3, 5],
    most: 9,
    found: 3,
    compared: [1, 3, 1, 2],
    isFinished: true,
  },
  { lists: [[1, 2], [3]], alike: [], most: 3, found: undefined, compared: [1, 2, 3], isFinished: true },
  {
    lists: [
      [1, 2],
      [3, 4],
    ],
    alike: [2, 4],
    most: 1,
    found: undefined,
    compared: [1],
    isFinished: false,
  },
])('of $lists, $alike are alike', ({ lists, alike, most, found, compared, isFinished }) => {
  const seen: number[] = [];
  const earlier = findEarlier(lists, most, (row) => {
    seen.push(row);
    return alike.includes(row) ? row / 10 : null;
  });
  expect(earlier).toEqual({ match: found === undefined ? null : { row: found, similarity: found / 10 }, isFinished });
  expect(seen).toEqual(compared);
});
