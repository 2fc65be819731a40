import { expect, test } from 'vitest';
import { testBlock, wordsOfProblem } from '../../testing/test-block.ts';
import { defaultParams } from './params.ts';
import { resizing } from './resizing.ts';

const interpolation = 'nearest';

testBlock(resizing, [
  { name: 'as it comes', inputs: [{ shape: [3, 4, 2] }], batch: 2, multiplyAdds: 0 },
  { name: 'smaller', params: { height: 3, width: 5 }, inputs: [{ shape: [8, 7, 2] }], training: true },
  { name: 'higher and narrower', params: { height: 7, width: 2 }, inputs: [{ shape: [3, 5, 2] }] },
  { name: 'down to one point', params: { height: 1, width: 1 }, inputs: [{ shape: [4, 5, 1] }], batch: 1 },
  { name: 'as large as it is', params: { height: 3, width: 2 }, inputs: [{ shape: [3, 2, 2] }] },
  { name: 'nearest, smaller', params: { height: 3, width: 2, interpolation }, inputs: [{ shape: [8, 7, 2] }] },
  { name: 'nearest, larger', params: { height: 7, width: 9, interpolation }, inputs: [{ shape: [3, 4, 2] }] },
  { name: 'a mask ends here', params: { height: 2, width: 2 }, inputs: [{ shape: [4, 3, 2], masked: true }] },
]);

test('Resizing needs a picture of decimal numbers', () => {
  expect(wordsOfProblem(resizing, {}, [{ shape: [28, 28] }])).toBe(
    'Resizing needs 3 dimensions, height×width×channels. Received: 28×28 (2 dimensions).',
  );
  expect(wordsOfProblem(resizing, {}, [{ shape: [8, 8, 1], dtype: 'int32' }])).toBe(
    'Resizing computes with decimal numbers (float32); put an Embedding before it. Received: int32.',
  );
});

test('a Resizing card shows the size, and how it is reached', () => {
  expect(resizing.summary(defaultParams(resizing.params), [])).toEqual(['32×32', 'bilinear']);
});
