import { expect, test } from 'vitest';
import { testBlock, wordsOfProblem } from '../../testing/test-block.ts';
import { activation } from './activation.ts';
import { batchNormalization } from './batch-normalization.ts';
import { conv2d } from './conv-2d.ts';
import { dense } from './dense.ts';
import { dropout } from './dropout.ts';
import { flatten } from './flatten.ts';
import { groupNormalization } from './group-normalization.ts';
import { gru } from './gru.ts';
import { layerNormalization } from './layer-normalization.ts';
import { lstm } from './lstm.ts';
import { maxPooling2d } from './max-pooling-2d.ts';
import { componentValue, defaultParams } from './params.ts';
import { l1l2, l2 } from './regularizers.ts';
import { simpleRnn } from './simple-rnn.ts';
import { timeDistributed } from './time-distributed.ts';

const fewUnits = { layer: componentValue(dense, { units: 3, activation: 'tanh' }) };

testBlock(timeDistributed, [
  { name: 'as it comes', inputs: [{ shape: [4, 5] }], batch: 2, multiplyAdds: 4 * 5 * 32 },
  { name: 'one step', params: fewUnits, inputs: [{ shape: [1, 4] }], batch: 1 },
  { name: 'a mask', params: fewUnits, inputs: [{ shape: [4, 3], masked: true }] },
  {
    name: 'Dense of several dimensions with penalties',
    params: {
      layer: componentValue(dense, {
        units: 3,
        kernelRegularizer: componentValue(l2, { l2: 0.1 }),
        biasRegularizer: componentValue(l1l2, { l1: 0.1, l2: 0.2 }),
      }),
    },
    inputs: [{ shape: [2, 3, 4] }],
  },
  {
    name: 'Activation over classes',
    params: { layer: componentValue(activation, { activation: 'softmax' }) },
    inputs: [{ shape: [3, 4] }],
  },
  {
    name: 'Conv2D',
    params: { layer: componentValue(conv2d, { filters: 3, strides: [1, 2], padding: 'same' }) },
    inputs: [{ shape: [3, 4, 5, 2] }],
    batch: 2,
    multiplyAdds: 3 * (4 * 3) * 9 * 2 * 3,
  },
  {
    name: 'MaxPooling2D',
    params: { layer: componentValue(maxPooling2d) },
    inputs: [{ shape: [3, 4, 5, 2], values: 'apart' }],
    batch: 2,
  },
  { name: 'Flatten', params: { layer: componentValue(flatten) }, inputs: [{ shape: [3, 4, 2, 2] }] },
  { name: 'Flatten of what is flat', params: { layer: componentValue(flatten) }, inputs: [{ shape: [3, 4] }] },
  {
    name: 'LSTM',
    params: { layer: componentValue(lstm, { units: 3, returnSequences: true }) },
    inputs: [{ shape: [2, 3, 2] }],
    batch: 2,
  },
  {
    name: 'GRU with both dropouts in training',
    params: { layer: componentValue(gru, { units: 3, dropout: 0.4, recurrentDropout: 0.3 }) },
    inputs: [{ shape: [3, 3, 2] }],
    batch: 2,
    training: true,
  },
  {
    name: 'SimpleRNN in training without dropout',
    params: { layer: componentValue(simpleRnn, { units: 3 }) },
    inputs: [{ shape: [3, 3, 2] }],
    batch: 2,
    training: true,
  },
  {
    name: 'BatchNormalization in use',
    params: { layer: componentValue(batchNormalization) },
    inputs: [{ shape: [3, 4] }],
  },
  {
    name: 'BatchNormalization in training, whose means move step by step',
    params: { layer: componentValue(batchNormalization, { momentum: 0.6 }) },
    inputs: [{ shape: [3, 4] }],
    training: true,
  },
  {
    name: 'BatchNormalization in training, with a mask',
    params: { layer: componentValue(batchNormalization, { momentum: 0.6, epsilon: 0.1 }) },
    inputs: [{ shape: [3, 4], masked: true }],
    training: true,
  },
  {
    name: 'LayerNormalization',
    params: { layer: componentValue(layerNormalization) },
    inputs: [{ shape: [3, 4] }],
  },
  {
    name: 'GroupNormalization',
    params: { layer: componentValue(groupNormalization, { groups: 2 }) },
    inputs: [{ shape: [3, 2, 4] }],
  },
  { name: 'Dropout in use', params: { layer: componentValue(dropout) }, inputs: [{ shape: [3, 4] }] },
  {
    name: 'Dropout in training drops other numbers at each step',
    params: { layer: componentValue(dropout, { rate: 0.4 }) },
    inputs: [{ shape: [3, 4], masked: true }],
    training: true,
  },
]);

test('TimeDistributed says what it needs', () => {
  expect(wordsOfProblem(timeDistributed, {}, [{ shape: [150] }])).toBe(
    'TimeDistributed works on each step of a sequence, so it needs at least 2 dimensions, time first. Received: 150.',
  );
  expect(wordsOfProblem(timeDistributed, {}, [{ shape: [5, 150, 3], masked: true }])).toBe(
    'TimeDistributed hands on a mask only where its input is time×features; switch off "Mask zero" of the Embedding before it. Received: 5×150×3 with a mask.',
  );
  expect(wordsOfProblem(timeDistributed, {}, [{ shape: [5, 3], dtype: 'int32' }])).toBe(
    'Dense computes with decimal numbers (float32); put an Embedding before it. Received: int32.',
  );
  expect(wordsOfProblem(timeDistributed, { layer: componentValue(conv2d) }, [{ shape: [5, 28, 28] }])).toBe(
    'Conv2D needs 3 dimensions, height×width×channels. Received: 28×28 (2 dimensions).',
  );
  const penalized = componentValue(dense, { activityRegularizer: componentValue(l2) });
  expect(wordsOfProblem(timeDistributed, { layer: penalized }, [{ shape: [5, 3] }])).toBe(
    'TimeDistributed makes nothing of an activity regularizer, as in Keras. Expected: Dense without one. Received: Dense with one.',
  );
});

test('a TimeDistributed card shows what is done to each step', () => {
  const params = { ...defaultParams(timeDistributed.params), layer: componentValue(conv2d) };
  expect(timeDistributed.summary(params, [{ shape: [5, 28, 28, 1], dtype: 'float32', masked: false }])).toEqual([
    'Conv2D',
    '32 filters',
    '3×3',
  ]);
  expect(timeDistributed.summary({ layer: componentValue(flatten) }, [])[0]).toBe('Flatten');
});
