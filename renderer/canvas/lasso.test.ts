import { expect, test } from 'vitest';
import type { Annotations } from '../../shared/graph/annotations.ts';
import { caughtBy, isInside } from './lasso.ts';

const square = [
  [0, 0],
  [100, 0],
  [100, 100],
  [0, 100],
] as const;

test('a point is inside of a line that closes itself, or not', () => {
  expect(
    (
      [
        [50, 50],
        [150, 50],
        [-1, 50],
        [50, 101],
      ] as const
    ).map((point) => isInside(point, square)),
  ).toEqual([true, false, false, false]);
  // A horseshoe: its gap is outside.
  const horseshoe = [
    [0, 0],
    [30, 0],
    [30, 70],
    [70, 70],
    [70, 0],
    [100, 0],
    [100, 100],
    [0, 100],
  ] as const;
  expect([isInside([50, 30], horseshoe), isInside([15, 30], horseshoe)]).toEqual([false, true]);
  expect(isInside([0, 0], [])).toBe(false);
});

test('blocks and notes are caught by their middles, frames as a whole', () => {
  const annotations: Annotations = {
    note: { kind: 'note', text: '', place: [50, 50], size: [80, 80] },
    small: { kind: 'frame', name: '', colour: 'io', place: [1, 1], size: [90, 90] },
    large: { kind: 'frame', name: '', colour: 'io', place: [-10, 1], size: [100, 90] },
  };
  const places = { in: [-20, 20], out: [0, 100] } as const;
  expect(caughtBy(square, places, annotations)).toEqual({ blocks: ['in'], annotations: ['note', 'small'] });
});
