import { expect, test } from 'vitest';
import { testBlock, wordsOfProblem } from '../../testing/test-block.ts';
import { spatialDropout2d } from './spatial-dropout-2d.ts';

testBlock(spatialDropout2d, [
  { name: 'in use', inputs: [{ shape: [3, 2, 6] }], multiplyAdds: 0 },
  { name: 'in training', inputs: [{ shape: [3, 2, 6] }], training: true },
  {
    name: 'in training with a mask',
    params: { rate: 0.3 },
    inputs: [{ shape: [2, 3, 5], masked: true }],
    training: true,
  },
  { name: 'rate 0 in training', params: { rate: 0 }, inputs: [{ shape: [2, 3, 5] }], training: true },
  { name: 'one sample in training', params: { rate: 0.2 }, inputs: [{ shape: [2, 3, 5] }], batch: 1, training: true },
]);

test('SpatialDropout2D says what it needs', () => {
  expect(wordsOfProblem(spatialDropout2d, {}, [{ shape: [28] }])).toBe(
    'SpatialDropout2D needs 3 dimensions, height×width×channels. Received: 28 (1 dimension).',
  );
  expect(wordsOfProblem(spatialDropout2d, {}, [{ shape: [3, 2, 6], dtype: 'int32' }])).toBe(
    'SpatialDropout2D computes with decimal numbers (float32); put an Embedding before it. Received: int32.',
  );
});

test('a SpatialDropout2D card shows its rate', () => {
  expect(spatialDropout2d.summary({ rate: 0.25 }, [])).toEqual(['rate 0.25']);
});
