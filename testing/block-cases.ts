import { activation } from '../shared/blocks/activation.ts';
import { batchNormalization } from '../shared/blocks/batch-normalization.ts';
import { conv2d } from '../shared/blocks/conv-2d.ts';
import { dense } from '../shared/blocks/dense.ts';
import { dropout } from '../shared/blocks/dropout.ts';
import { flatten } from '../shared/blocks/flatten.ts';
import { groupNormalization } from '../shared/blocks/group-normalization.ts';
import { gru } from '../shared/blocks/gru.ts';
import { layerNormalization } from '../shared/blocks/layer-normalization.ts';
import { lstm } from '../shared/blocks/lstm.ts';
import { maxPooling2d } from '../shared/blocks/max-pooling-2d.ts';
import { componentValue } from '../shared/blocks/params.ts';
import { simpleRnn } from '../shared/blocks/simple-rnn.ts';
import type { ModelDocument } from '../shared/graph/document.ts';
import { chainOf, modelOf, type ShortBlock } from './networks.ts';

const l1l2 = { type: 'L1L2', l1: 0.01, l2: 0.02 };
const scaling = { type: 'VarianceScaling', scale: 2, mode: 'fan_avg', distribution: 'untruncated_normal' };
const tokens = (maskZero: boolean): readonly ShortBlock[] => [
  ['Input', { shape: [9], dtype: 'int32' }, 'words'],
  ['Embedding', { inputDim: 20, outputDim: 5, maskZero }],
];
const simpleRecurrent = {
  units: 4,
  activation: 'relu',
  returnSequences: true,
  goBackwards: true,
  dropout: 0.2,
  recurrentDropout: 0.1,
  useBias: false,
  kernelInitializer: scaling,
  recurrentInitializer: { type: 'Orthogonal', gain: 0.5 },
  kernelRegularizer: l1l2,
  recurrentRegularizer: { type: 'L1', l1: 0.1 },
};
const recurrent = {
  ...simpleRecurrent,
  recurrentActivation: 'softsign',
  activityRegularizer: { type: 'L2', l2: 0.1 },
};

/** Small models that, between them, have every block type away from its defaults, named after what they are about. */
export const blockCases: Readonly<Record<string, ModelDocument>> = {
  'Input of several dimensions, Dense on the last': chainOf(
    ['Input', { shape: [3, 4] }, 'a table'],
    [
      'Dense',
      {
        units: 5,
        activation: 'gelu',
        useBias: false,
        kernelInitializer: scaling,
        kernelRegularizer: l1l2,
        activityRegularizer: { type: 'L2', l2: 0.1 },
      },
    ],
    ['Activation', { activation: 'log_softmax' }],
    ['Output'],
  ),
  'Conv2D with strides, MaxPooling2D with strides': chainOf(
    ['Input', { shape: [11, 10, 2] }],
    [
      'Conv2D',
      { filters: 4, kernelSize: [3, 2], strides: [2, 1], padding: 'same', activation: 'silu', biasRegularizer: l1l2 },
    ],
    ['MaxPooling2D', { poolSize: [3, 2], strides: [1, 2], padding: 'same' }],
    ['Flatten'],
    ['Flatten'],
    ['Dense', { units: 2 }],
    ['Output'],
  ),
  'Conv2D with dilation, without bias': chainOf(
    ['Input', { shape: [9, 9, 2] }],
    ['Conv2D', { filters: 3, kernelSize: [2, 3], dilationRate: [2, 2], padding: 'same', useBias: false }],
    ['Conv2D', { filters: 3, dilationRate: [1, 2] }],
    ['Output'],
  ),
  'BatchNormalization and LayerNormalization': chainOf(
    ['Input', { shape: [6, 6, 2] }],
    ['Conv2D', { filters: 4, useBias: false }],
    ['BatchNormalization', { momentum: 0.8, epsilon: 0.01, gammaInitializer: { type: 'Constant', value: 2 } }],
    ['Activation', { activation: 'relu' }],
    ['LayerNormalization', { center: false, gammaRegularizer: l1l2 }],
    ['BatchNormalization', { scale: false, betaInitializer: { type: 'Ones' } }],
    ['Flatten'],
    ['Dense', { units: 3 }],
    ['Output'],
  ),
  'LSTM with everything changed': chainOf(
    ...tokens(true),
    ['LSTM', { ...recurrent, unitForgetBias: false }],
    ['Dropout', { rate: 0.4 }],
    ['Output'],
  ),
  'LSTM on LSTM': chainOf(
    ...tokens(true),
    ['LSTM', { units: 3, returnSequences: true }],
    ['LSTM', { units: 2 }],
    ['Output'],
  ),
  'GRU with reset before': chainOf(...tokens(true), ['GRU', { ...recurrent, resetAfter: false }], ['Output']),
  'GRU with reset before and bias': chainOf(
    ...tokens(false),
    ['GRU', { units: 3, resetAfter: false, biasInitializer: { type: 'Ones' } }],
    ['Output'],
  ),
  'SimpleRNN with everything changed, SimpleRNN on it': chainOf(
    ...tokens(true),
    ['SimpleRNN', simpleRecurrent],
    ['SimpleRNN', { units: 2, biasInitializer: { type: 'Ones' } }],
    ['Output'],
  ),
  'Bidirectional of an LSTM with a mask': chainOf(
    ...tokens(true),
    [
      'Bidirectional',
      {
        layer: {
          type: 'LSTM',
          ...recurrent,
          returnSequences: false,
          goBackwards: false,
          biasInitializer: { type: 'Zeros' },
          biasRegularizer: null,
          unitForgetBias: true,
        },
        mergeMode: 'ave',
      },
    ],
    ['Output'],
  ),
  'Bidirectional of every step, one on the other': chainOf(
    ['Input', { shape: [5, 3] }],
    ['Bidirectional', { layer: componentValue(gru, { units: 3, resetAfter: false, returnSequences: true }) }],
    ['Bidirectional', { layer: componentValue(simpleRnn, { units: 4, returnSequences: true }), mergeMode: 'mul' }],
    ['Bidirectional', { layer: componentValue(simpleRnn, { units: 2, useBias: false }), mergeMode: 'sum' }],
    ['Output'],
  ),
  'TimeDistributed pictures, and what reads them': chainOf(
    ['Input', { shape: [3, 6, 5, 2] }],
    ['TimeDistributed', { layer: componentValue(conv2d, { filters: 3, activation: 'relu', padding: 'same' }) }],
    ['TimeDistributed', { layer: componentValue(batchNormalization, { epsilon: 0.01 }) }],
    ['TimeDistributed', { layer: componentValue(maxPooling2d, { poolSize: [2, 1] }) }],
    ['TimeDistributed', { layer: componentValue(flatten) }],
    ['TimeDistributed', { layer: componentValue(flatten) }],
    ['TimeDistributed', { layer: { ...componentValue(dense, { units: 4 }), kernelInitializer: scaling } }],
    ['TimeDistributed', { layer: componentValue(dropout, { rate: 0.2 }) }],
    ['LSTM', { units: 2 }],
    ['Output'],
  ),
  'TimeDistributed texts, and steps with a mask': modelOf(
    {
      a: ['Input', { shape: [3, 4], dtype: 'int32' }],
      b: ['Embedding', { inputDim: 9, outputDim: 3 }],
      c: ['TimeDistributed', { layer: componentValue(lstm, { units: 2, dropout: 0.2 }) }],
      d: ['TimeDistributed', { layer: componentValue(layerNormalization, { center: false }) }],
      e: ['Output'],
      f: ['Input', { shape: [9], dtype: 'int32' }],
      g: ['Embedding', { inputDim: 20, outputDim: 5, maskZero: true }],
      h: ['TimeDistributed', { layer: componentValue(dense, { units: 2, activation: 'gelu' }) }],
      i: ['LSTM', { units: 2 }],
      j: ['Output'],
    },
    ['a -> b', 'b -> c', 'c -> d', 'd -> e', 'f -> g', 'g -> h', 'h -> i', 'i -> j'],
  ),
  'Embedding of single numbers': chainOf(
    ['Input', { shape: [], dtype: 'int32' }],
    [
      'Embedding',
      { inputDim: 7, outputDim: 3, embeddingsInitializer: { type: 'LecunNormal' }, embeddingsRegularizer: l1l2 },
    ],
    ['Flatten'],
    ['Output'],
  ),
  'a residual block: Add of two ways, one repeated along a dimension': modelOf(
    {
      a: ['Input', { shape: [7, 6, 3] }],
      b: ['Conv2D', { filters: 3, padding: 'same', activation: 'relu' }],
      c: ['Conv2D', { filters: 3, kernelSize: [1, 6], activation: 'tanh' }],
      d: ['Add'],
      e: ['Flatten'],
      f: ['Dense', { units: 2 }],
      g: ['Output'],
    },
    ['a -> b', 'b -> c', 'c -> d:1', 'a -> d:2', 'b -> d:3', 'd -> e', 'e -> f', 'f -> g'],
  ),
  'several Inputs and Outputs, one of them on an Input': modelOf(
    {
      a: ['Input', { shape: [4] }, 'left'],
      b: ['Input', { shape: [4] }, 'right'],
      c: ['Dense', { units: 4, activation: 'tanh' }, 'shared name'],
      d: ['Dense', { units: 4 }, 'shared name!'],
      e: ['Output', { lossWeight: 0.5 }, 'first'],
      f: ['Output', { loss: { type: 'Huber', delta: 2 }, metrics: [{ type: 'MeanSquaredError' }] }, 'second'],
      g: ['Output', {}, 'third'],
      h: ['Output', {}, 'fourth'],
    },
    ['a -> c', 'b -> d', 'd -> e', 'c -> f', 'd -> g', 'b -> h'],
  ),
};

/** What only Keras can express, of the blocks there are. */
export const kerasOnlyCases: Readonly<Record<string, ModelDocument>> = {
  'Conv2D in groups': chainOf(
    ['Input', { shape: [6, 6, 4] }],
    ['Conv2D', { filters: 6, groups: 2, activation: 'leaky_relu' }],
    ['Output'],
  ),
  GroupNormalization: chainOf(
    ['Input', { shape: [6, 5, 4] }],
    ['GroupNormalization', { groups: 2, epsilon: 0.01, betaInitializer: { type: 'Ones' } }],
    ['Output'],
  ),
  'GRU with reset after': chainOf(...tokens(true), ['GRU', { units: 3, returnSequences: true }], ['Output']),
  'Bidirectional of every step with a mask': chainOf(
    ...tokens(true),
    ['Bidirectional', { layer: componentValue(lstm, { units: 3, returnSequences: true }) }],
    ['Bidirectional', { layer: componentValue(gru, { units: 3 }) }],
    ['Output'],
  ),
  'TimeDistributed with layers that only Keras has': chainOf(
    ['Input', { shape: [3, 2, 4] }],
    ['TimeDistributed', { layer: componentValue(groupNormalization, { groups: 2 }) }],
    ['TimeDistributed', { layer: componentValue(gru, { units: 3 }) }],
    ['TimeDistributed', { layer: componentValue(activation, { activation: 'hard_sigmoid' }) }],
    ['Output'],
  ),
  'a mask that ends at Flatten': chainOf(
    ...tokens(true),
    ['Flatten'],
    ['Dense', { units: 2, activation: 'hard_sigmoid' }],
    ['Output'],
  ),
};
