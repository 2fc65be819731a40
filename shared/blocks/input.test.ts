import { expect, test } from 'vitest';
import { testBlock } from '../../testing/test-block.ts';
import { input } from './input.ts';
import { kerasLayerOf } from './keras-form.ts';

testBlock(input, [
  { name: 'as it comes', inputs: [{ shape: [10] }] },
  { name: 'a picture', params: { shape: [4, 4, 1] }, inputs: [{ shape: [4, 4, 1] }] },
  {
    name: 'one whole number',
    params: { shape: [], dtype: 'int32' },
    inputs: [{ shape: [], dtype: 'int32', values: 5 }],
  },
]);

test('an Input is a Keras InputLayer with the shape of one sample', () => {
  expect(kerasLayerOf(input, { shape: [28, 28, 1], dtype: 'float32' }, [])).toEqual({
    className: 'InputLayer',
    config: { shape: [28, 28, 1], dtype: 'float32', sparse: false },
  });
});

test('an Input card shows shape and number type', () => {
  expect(input.summary({ shape: [28, 28, 1], dtype: 'float32' }, [])).toEqual(['28×28×1', 'float32']);
  expect(input.summary({ shape: [], dtype: 'int32' }, [])).toEqual(['one number', 'int32']);
});
