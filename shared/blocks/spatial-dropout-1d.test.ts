import { expect, test } from 'vitest';
import { testBlock, wordsOfProblem } from '../../testing/test-block.ts';
import { spatialDropout1d } from './spatial-dropout-1d.ts';

testBlock(spatialDropout1d, [
  { name: 'in use', inputs: [{ shape: [3, 6] }], multiplyAdds: 0 },
  { name: 'in training', inputs: [{ shape: [3, 6] }], training: true },
  { name: 'in training with a mask', params: { rate: 0.3 }, inputs: [{ shape: [4, 5], masked: true }], training: true },
  { name: 'rate 0 in training', params: { rate: 0 }, inputs: [{ shape: [4, 5] }], training: true },
  { name: 'one sample in training', params: { rate: 0.2 }, inputs: [{ shape: [4, 5] }], batch: 1, training: true },
]);

test('SpatialDropout1D says what it needs', () => {
  expect(wordsOfProblem(spatialDropout1d, {}, [{ shape: [28] }])).toBe(
    'SpatialDropout1D needs 2 dimensions, steps×channels. Received: 28 (1 dimension).',
  );
  expect(wordsOfProblem(spatialDropout1d, {}, [{ shape: [3, 6], dtype: 'int32' }])).toBe(
    'SpatialDropout1D computes with decimal numbers (float32); put an Embedding before it. Received: int32.',
  );
});

test('a SpatialDropout1D card shows its rate', () => {
  expect(spatialDropout1d.summary({ rate: 0.25 }, [])).toEqual(['rate 0.25']);
});
