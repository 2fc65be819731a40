import { expect, test } from 'vitest';
import { conv2d } from './conv-2d.ts';
import { dense } from './dense.ts';
import { initializers, randomNormal } from './initializers.ts';
import { isKerasObject, kerasLayerOf, kerasObjectOf } from './keras-form.ts';
import { maxPooling2d } from './max-pooling-2d.ts';
import { componentValue, defaultParams, type Json } from './params.ts';
import { l2 } from './regularizers.ts';

test('a layer has every argument written out, by its Keras name', () => {
  const params = { ...defaultParams(dense.params), units: 64, kernelRegularizer: componentValue(l2) };
  expect(kerasLayerOf(dense, params, [])).toEqual({
    className: 'Dense',
    config: {
      units: 64,
      activation: 'linear',
      use_bias: true,
      kernel_initializer: { module: 'keras.initializers', className: 'GlorotUniform', config: { seed: null } },
      bias_initializer: { module: 'keras.initializers', className: 'Zeros', config: {} },
      kernel_regularizer: { module: 'keras.regularizers', className: 'L2', config: { l2: 0.01 } },
      bias_regularizer: null,
      activity_regularizer: null,
      kernel_constraint: null,
      bias_constraint: null,
    },
  });
});

test('what Layerloom fixes is written out too', () => {
  expect(kerasLayerOf(conv2d, defaultParams(conv2d.params), [])?.config.data_format).toBe('channels_last');
  expect(kerasLayerOf(maxPooling2d, defaultParams(maxPooling2d.params), [])).toEqual({
    className: 'MaxPooling2D',
    config: { pool_size: [2, 2], strides: null, padding: 'valid', data_format: 'channels_last' },
  });
});

test('a component becomes an object that is told from other values', () => {
  const object = kerasObjectOf(initializers, componentValue(randomNormal, { stddev: 0.1 }));
  expect(object).toEqual({
    module: 'keras.initializers',
    className: 'RandomNormal',
    config: { mean: 0, stddev: 0.1, seed: null },
  });
  expect(isKerasObject(object)).toBe(true);
  for (const value of [null, 1, 'relu', [2, 2], { className: 'Zeros' }] as Json[])
    expect(isKerasObject(value)).toBe(false);
});

test('a component that does not exist is named', () => {
  expect(() => kerasObjectOf(initializers, { type: 'Ten' })).toThrow('Received: Ten.');
});
