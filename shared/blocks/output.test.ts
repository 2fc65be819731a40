import { expect, test } from 'vitest';
import { testBlock } from '../../testing/test-block.ts';
import { meanAbsoluteError as absoluteLoss } from '../training/losses/mean-absolute-error.ts';
import { metrics } from '../training/metrics.ts';
import { kerasLayerOf } from './keras-form.ts';
import { output } from './output.ts';
import { componentValue, defaultParams } from './params.ts';

const metric = componentValue(metrics[0]);

testBlock(output, [
  { name: 'as it comes', inputs: [{ shape: [3] }] },
  { name: 'a sequence with its mask', inputs: [{ shape: [4, 3], masked: true }] },
  {
    name: 'with loss and metrics',
    params: { loss: componentValue(absoluteLoss), lossWeight: 0.5, metrics: [metric] },
    inputs: [{ shape: [3] }],
  },
]);

test('an Output is no layer in Keras', () => {
  expect(kerasLayerOf(output, defaultParams(output.params), [])).toBeNull();
});

test('an Output card shows its metrics', () => {
  const params = { ...defaultParams(output.params), metrics: [metric] };
  expect(output.summary(params, [])).toEqual([metrics[0].title]);
  expect(output.summary({ ...params, metrics: [] }, [])).toEqual(['no metrics']);
});
