import { expect, test } from 'vitest';
import { testBlock, wordsOfProblem } from '../../testing/test-block.ts';
import { leakyRelu } from './leaky-relu.ts';

const values = 'off-kinks';

testBlock(leakyRelu, [
  { name: 'as it comes', inputs: [{ shape: [16], values }], multiplyAdds: 0 },
  { name: 'a slope of 0', params: { negativeSlope: 0 }, inputs: [{ shape: [16], values }] },
  { name: 'steeper below than above', params: { negativeSlope: 1.5 }, inputs: [{ shape: [16], values }] },
  { name: 'with a mask', params: { negativeSlope: 0.1 }, inputs: [{ shape: [4, 3], masked: true, values }] },
  { name: 'one picture, in training', inputs: [{ shape: [3, 3, 2], values }], batch: 1, training: true },
]);

test('LeakyReLU needs decimal numbers', () => {
  expect(wordsOfProblem(leakyRelu, {}, [{ shape: [4], dtype: 'int32' }])).toBe(
    'LeakyReLU computes with decimal numbers (float32); put an Embedding before it. Received: int32.',
  );
});

test('a LeakyReLU card shows its slope', () => {
  expect(leakyRelu.summary({ negativeSlope: 0.1 }, [])).toEqual(['slope 0.1']);
});
