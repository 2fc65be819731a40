import { expect, test } from 'vitest';
import { testBlock, wordsOfProblem } from '../../testing/test-block.ts';
import { defaultParams } from './params.ts';
import { upSampling2d } from './up-sampling-2d.ts';

const interpolation = 'bilinear';

testBlock(upSampling2d, [
  { name: 'as it comes', inputs: [{ shape: [3, 4, 2] }], multiplyAdds: 0 },
  { name: 'uneven, in training', params: { size: [3, 1] }, inputs: [{ shape: [2, 3, 2] }], training: true },
  { name: 'not at all', params: { size: [1, 1] }, inputs: [{ shape: [2, 3, 1] }] },
  { name: 'bilinear', params: { interpolation }, inputs: [{ shape: [3, 4, 2] }] },
  { name: 'bilinear, uneven', params: { interpolation, size: [3, 4] }, inputs: [{ shape: [4, 3, 1] }] },
  { name: 'bilinear, along one dimension', params: { interpolation, size: [1, 2] }, inputs: [{ shape: [2, 3, 2] }] },
  { name: 'bilinear, of one point', params: { interpolation }, inputs: [{ shape: [1, 1, 2] }], batch: 1 },
  { name: 'a mask ends here', inputs: [{ shape: [4, 3, 2], masked: true }] },
]);

test('UpSampling2D needs a picture of decimal numbers', () => {
  expect(wordsOfProblem(upSampling2d, {}, [{ shape: [28, 28] }])).toBe(
    'UpSampling2D needs 3 dimensions, height×width×channels. Received: 28×28 (2 dimensions).',
  );
  expect(wordsOfProblem(upSampling2d, {}, [{ shape: [8, 8, 1], dtype: 'int32' }])).toBe(
    'UpSampling2D computes with decimal numbers (float32); put an Embedding before it. Received: int32.',
  );
});

test('an UpSampling2D card shows how much larger, and how', () => {
  expect(upSampling2d.summary(defaultParams(upSampling2d.params), [])).toEqual(['2×2 times', 'nearest']);
});
