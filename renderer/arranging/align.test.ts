import { expect, test } from 'vitest';
import { aligned, alignmentEdges, distributed } from './align.ts';

const boxes = {
  a: { x: 0, y: 50, width: 100, height: 40 },
  b: { x: 130, y: 0, width: 20, height: 20 },
  c: { x: 300, y: 10, width: 60, height: 200 },
};

test('boxes are put to the edge, or the middle, of what is around them all, and only that way', () => {
  expect(Object.fromEntries(alignmentEdges.map((edge) => [edge, aligned(boxes, edge)]))).toEqual({
    left: { a: [0, 50], b: [0, 0], c: [0, 10] },
    centre: { a: [130, 50], b: [170, 0], c: [150, 10] },
    right: { a: [260, 50], b: [340, 0], c: [300, 10] },
    top: { a: [0, 0], b: [130, 0], c: [300, 0] },
    middle: { a: [0, 85], b: [130, 95], c: [300, 5] },
    bottom: { a: [0, 170], b: [130, 190], c: [300, 10] },
  });
});

test('gaps between neighbours become equal, and the first and the last stay', () => {
  // 360 across, 180 of them boxes: two gaps of 90.
  expect(distributed(boxes, 'horizontal')).toEqual({ a: [0, 50], b: [190, 0], c: [300, 10] });
  const column = { top: box(0), low: box(300), middle: box(20) };
  expect(distributed(column, 'vertical')).toEqual({ top: [0, 0], middle: [0, 150], low: [0, 300] });
});

test('boxes that overlap are spread evenly as well', () => {
  expect(distributed({ a: box(0), b: box(10), c: box(50), d: box(60) }, 'vertical')).toEqual({
    a: [0, 0],
    b: [0, 20],
    c: [0, 40],
    d: [0, 60],
  });
});

test('nothing gives nothing', () => {
  expect([aligned({}, 'left'), distributed({}, 'horizontal')]).toEqual([{}, {}]);
});

function box(y: number) {
  return { x: 0, y, width: 10, height: 78 };
}
