import { expect, test } from 'vitest';
import { learned, plain, testRefusals } from '../../testing/normalization-cases.ts';
import { testBlock } from '../../testing/test-block.ts';
import { layerNormalization } from './layer-normalization.ts';
import { defaultParams } from './params.ts';

testBlock(layerNormalization, [
  { name: 'as it comes', inputs: [{ shape: [6] }] },
  { name: 'on a picture', inputs: [{ shape: [2, 3, 4] }] },
  { name: 'with a mask', inputs: [{ shape: [3, 4], masked: true }], training: true },
  { name: 'without scale and shift', params: plain, inputs: [{ shape: [5] }], batch: 1 },
  { name: 'with everything changed', params: learned, inputs: [{ shape: [5] }] },
]);

testRefusals(layerNormalization);

test('a LayerNormalization card shows its epsilon', () => {
  expect(layerNormalization.summary(defaultParams(layerNormalization.params), [])).toEqual(['epsilon 0.001']);
});
