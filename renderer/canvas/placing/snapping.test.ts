import { expect, test } from 'vitest';
import { snap, snapLines } from './snapping.ts';

const card = (x: number, y: number) => ({ x, y, width: 216, height: 78 });
const lines = snapLines([card(0, 0), card(400, 300)]);

test('edges snap to edges and middles to middles, not farther than the reach', () => {
  expect(snap(lines, card(4, 150), 5).shift).toEqual([-4, 0]);
  expect(snap(lines, card(6, 150), 5)).toEqual({ shift: [0, 0], guides: [] });
  // Its left edge to the right edge of the first.
  expect(snap(lines, card(219, 150), 5).shift).toEqual([-3, 0]);
  // Its middle near an edge of another is nothing.
  expect(snap(lines, card(400 - 108 + 2, 150), 5).shift).toEqual([0, 0]);
});

test('both ways at once, each to what is nearest', () => {
  expect(snap(lines, card(402, 5), 5).shift).toEqual([-2, -5]);
});

test('a box of another size snaps by its middle', () => {
  const { shift, guides } = snap(lines, { x: 57, y: 150, width: 100, height: 40 }, 5);
  expect([shift, guides]).toEqual([[1, 0], [{ axis: 'x', at: 108, from: 0, to: 190 }]]);
});

test('guides reach over all that stands in the line', () => {
  const column = snapLines([card(0, 0), card(0, 500), card(900, 0)]);
  expect(snap(column, card(2, 200), 5).guides).toEqual([
    { axis: 'x', at: 0, from: 0, to: 578 },
    { axis: 'x', at: 216, from: 0, to: 578 },
  ]);
});

test('with nothing beside it, nothing snaps', () => {
  expect(snap(snapLines([]), card(3, 3), 5)).toEqual({ shift: [0, 0], guides: [] });
});
