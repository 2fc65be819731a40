import { expect, test } from 'vitest';
import type { Annotations, Frame } from '../../shared/graph/annotations.ts';
import { annotationsAfter, enclosuresOf } from './enclosures.ts';

const frame = (x: number, y: number, width: number, height: number): Frame => ({
  kind: 'frame',
  name: '',
  colour: 'io',
  place: [x, y],
  size: [width, height],
});
const places = { a: [20, 60], b: [20, 200], c: [900, 0] } as const;

test('a block is in the smallest frame around it, a frame in the smallest around it, and an empty frame in none', () => {
  const annotations: Annotations = {
    outer: frame(0, 0, 400, 400),
    inner: frame(10, 180, 260, 120),
    empty: frame(2000, 0, 300, 300),
    same: frame(0, 0, 400, 400),
  };
  expect(enclosuresOf(annotations, places)).toEqual([
    { id: 'inner', within: 'outer', blocks: ['b'] },
    { id: 'outer', within: 'same', blocks: ['a'] },
    { id: 'same', within: null, blocks: [] },
  ]);
});

test('frames are put around what they hold, notes go with the block they stood at, within their frame, and cover none', () => {
  const note = { kind: 'note', text: 'of c', place: [1130, 0], size: [100, 60] } as const;
  const annotations: Annotations = {
    box: frame(0, 0, 600, 400),
    inside: { kind: 'note', text: 'of a', place: [300, 60], size: [100, 60] },
    beside: note,
    alone: { ...note, place: [1130, 70] },
  };
  const box = (x: number, y: number) => ({ x, y, width: 216, height: 78 });
  const after = annotationsAfter(annotations, places, {
    blocks: { a: box(16, 48), b: box(16, 164), c: box(0, 500), d: box(230, 490) },
    enclosures: { box: { x: 0, y: 0, width: 248, height: 270 } },
  });
  expect(Object.fromEntries(Object.entries(after).map(([id, { place, size }]) => [id, [...place, ...size]]))).toEqual({
    // Wide enough for the note, which kept its distance to its block.
    box: [0, 0, 396, 270],
    inside: [296, 48, 100, 60],
    // Its place beside c is taken by d.
    beside: [462, 500, 100, 60],
    alone: [230, 570, 100, 60],
  });
  expect(Object.keys(after)).toEqual(Object.keys(annotations));
});
