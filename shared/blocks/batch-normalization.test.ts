import { expect, test } from 'vitest';
import { learned, plain, testRefusals } from '../../testing/normalization-cases.ts';
import { testBlock } from '../../testing/test-block.ts';
import { batchNormalization } from './batch-normalization.ts';
import { heNormal, ones } from './initializers.ts';
import { componentValue, defaultParams } from './params.ts';

testBlock(batchNormalization, [
  { name: 'as it comes', inputs: [{ shape: [4] }] },
  { name: 'in training', inputs: [{ shape: [4] }], batch: 7, training: true },
  { name: 'on pictures, in training', inputs: [{ shape: [3, 2, 4] }], training: true },
  { name: 'on pictures, in use', inputs: [{ shape: [3, 2, 4] }] },
  { name: 'without scale and shift, in training', params: plain, inputs: [{ shape: [5] }], training: true },
  { name: 'without scale and shift, in use', params: plain, inputs: [{ shape: [5] }] },
  {
    name: 'with a mask, in training',
    params: { momentum: 0.7 },
    inputs: [{ shape: [3, 4], masked: true }],
    training: true,
  },
  { name: 'with a mask, in use', inputs: [{ shape: [3, 4], masked: true }] },
  {
    name: 'with everything changed',
    params: {
      ...learned,
      momentum: 0.5,
      movingMeanInitializer: componentValue(ones),
      movingVarianceInitializer: componentValue(heNormal),
    },
    inputs: [{ shape: [4] }],
    training: true,
  },
  { name: 'one sample, in training', inputs: [{ shape: [3, 2] }], batch: 1, training: true },
]);

testRefusals(batchNormalization);

test('a BatchNormalization card shows its momentum', () => {
  expect(batchNormalization.summary(defaultParams(batchNormalization.params), [])).toEqual(['momentum 0.99']);
});
