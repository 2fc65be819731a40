import { expect, test } from 'vitest';
import { startEngine } from '../../testing/backends.ts';
import { testGlobalPooling } from '../../testing/pooling-cases.ts';
import { testBlock } from '../../testing/test-block.ts';
import { globalAveragePooling1d } from './global-average-pooling-1d.ts';
import { defaultParams } from './params.ts';

testBlock(globalAveragePooling1d, [
  { name: 'as it comes', inputs: [{ shape: [5, 3], values: 'apart' }], multiplyAdds: 0 },
  { name: 'keeping dimensions', params: { keepdims: true }, inputs: [{ shape: [4, 2], values: 'apart' }], batch: 2 },
  { name: 'a sequence of one step', inputs: [{ shape: [1, 3], values: 'apart' }], batch: 1 },
  { name: 'with a mask', inputs: [{ shape: [5, 2], masked: true }], batch: 4 },
  { name: 'with a mask, in training', inputs: [{ shape: [6, 2], masked: true }], batch: 4, training: true },
  {
    name: 'with a mask, keeping dimensions',
    params: { keepdims: true },
    inputs: [{ shape: [5, 2], masked: true }],
    batch: 4,
  },
]);

testGlobalPooling(globalAveragePooling1d, 'sequence', 'mean of each channel');

test('a sequence whose steps are all hidden has no mean, as in Keras', async () => {
  const { tf } = await startEngine('wasm');
  const context = { tf, training: false, uniform: () => tf.scalar(0), addLoss: () => {}, update: () => {} };
  const tensor = tf.tensor3d([1, 3, 5, 7], [2, 2, 1]);
  const mask = tf.tensor2d([1, 0, 0, 0], [2, 2], 'bool');
  const params = defaultParams(globalAveragePooling1d.params);
  const means = globalAveragePooling1d.forward(context, params, [{ tensor, mask }], {}).tensor;
  expect([...(await means.data())]).toEqual([1, Number.NaN]);
});
