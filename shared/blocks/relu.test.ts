import { expect, test } from 'vitest';
import { testBlock, wordsOfProblem } from '../../testing/test-block.ts';
import { defaultParams } from './params.ts';
import { relu } from './relu.ts';

const inputs = [{ shape: [16], values: 'off-kinks' }] as const;

testBlock(relu, [
  { name: 'as it comes', inputs, multiplyAdds: 0 },
  { name: 'with a limit', params: { maxValue: 2 }, inputs },
  { name: 'with the limit of relu6', params: { maxValue: 6 }, inputs },
  { name: 'with a limit of 0', params: { maxValue: 0, negativeSlope: 0.5 }, inputs },
  { name: 'with a slope', params: { negativeSlope: 0.3 }, inputs },
  { name: 'with a slope that is steeper below', params: { negativeSlope: 1.5 }, inputs },
  { name: 'with a threshold', params: { threshold: 1.25 }, inputs },
  { name: 'with everything', params: { maxValue: 2.5, negativeSlope: 0.1, threshold: 0.75 }, inputs },
  { name: 'with a limit below the threshold', params: { maxValue: 1, threshold: 1.5, negativeSlope: 0.2 }, inputs },
  { name: 'with a mask', params: { maxValue: 1 }, inputs: [{ shape: [4, 3], masked: true, values: 'off-kinks' }] },
  { name: 'one picture, in training', inputs: [{ shape: [3, 3, 2] }], batch: 1, training: true },
  { name: 'one number', params: { threshold: 0.5 }, inputs: [{ shape: [], values: 'off-kinks' }] },
]);

test('ReLU needs decimal numbers', () => {
  expect(wordsOfProblem(relu, {}, [{ shape: [4], dtype: 'int32' }])).toBe(
    'ReLU computes with decimal numbers (float32); put an Embedding before it. Received: int32.',
  );
});

test('a ReLU card shows its limit and what is not as usual', () => {
  const params = defaultParams(relu.params);
  expect(relu.summary(params, [])).toEqual(['no limit']);
  expect(relu.summary({ maxValue: 6, negativeSlope: 0.1, threshold: 1 }, [])).toEqual([
    'at most 6',
    'slope 0.1',
    'from 1',
  ]);
});
