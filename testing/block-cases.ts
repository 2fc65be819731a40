import { batchNormalization } from '../shared/blocks/batch-normalization.ts';
import { conv2d } from '../shared/blocks/conv-2d.ts';
import { dense } from '../shared/blocks/dense.ts';
import { dropout } from '../shared/blocks/dropout.ts';
import { flatten } from '../shared/blocks/flatten.ts';
import { gru } from '../shared/blocks/gru.ts';
import { layerNormalization } from '../shared/blocks/layer-normalization.ts';
import { lstm } from '../shared/blocks/lstm.ts';
import { maxPooling2d } from '../shared/blocks/max-pooling-2d.ts';
import { componentValue } from '../shared/blocks/params.ts';
import { simpleRnn } from '../shared/blocks/simple-rnn.ts';
import type { ModelDocument } from '../shared/graph/document.ts';
import { applyEdits } from '../shared/graph/edits.ts';
import { groupBlocks } from '../shared/graph/group-edits.ts';
import { l1l2, recurrent, scaling, simpleRecurrent, tokens } from './case-parts.ts';
import { chainOf, modelOf } from './networks.ts';

function repeatedResidual(): ModelDocument {
  const plain = modelOf(
    {
      input: ['Input', { shape: [6] }],
      first: ['Dense', { units: 6, activation: 'tanh' }],
      second: ['Dense', { units: 6 }, 'second'],
      sum: ['Add'],
      last: ['Dense', { units: 2 }],
      output: ['Output'],
    },
    ['input -> first', 'first -> second', 'second -> sum:1', 'input -> sum:2', 'sum -> last', 'last -> output'],
  );
  const grouped = groupBlocks(plain, 'main', ['first', 'second', 'sum'], 'tower');
  if (typeof grouped === 'string') throw new Error(grouped);
  return applyEdits(grouped.model, [{ edit: 'set-param', id: grouped.id, param: 'repeat', value: 3 }]);
}

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
    ['Conv2D', { filters: 3, kernelSize: [2, 1], strides: [3, 3], padding: 'same' }],
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
  'Conv1D with dilation, with strides': chainOf(
    ['Input', { shape: [12, 3] }],
    ['Conv1D', { filters: 4, kernelSize: 2, dilationRate: 3, padding: 'same', activation: 'silu', useBias: false }],
    ['Conv1D', { filters: 3, strides: 2, kernelInitializer: scaling, biasRegularizer: l1l2 }],
    ['Output'],
  ),
  'DepthwiseConv2D, several patterns in each channel': chainOf(
    ['Input', { shape: [9, 8, 3] }],
    [
      'DepthwiseConv2D',
      { kernelSize: [3, 2], strides: [2, 1], padding: 'same', depthMultiplier: 2, depthwiseInitializer: scaling },
    ],
    ['DepthwiseConv2D', { activation: 'relu', useBias: false, depthwiseRegularizer: l1l2 }],
    ['Output'],
  ),
  'SeparableConv2D with strides, with dilation': chainOf(
    ['Input', { shape: [11, 10, 3] }],
    [
      'SeparableConv2D',
      { filters: 5, kernelSize: [3, 2], strides: [2, 2], padding: 'same', depthMultiplier: 2, activation: 'silu' },
    ],
    [
      'SeparableConv2D',
      { filters: 2, dilationRate: [2, 1], useBias: false, pointwiseInitializer: scaling, pointwiseRegularizer: l1l2 },
    ],
    ['Output'],
  ),
  'Conv2DTranspose with strides, valid and same': chainOf(
    ['Input', { shape: [4, 3, 3] }],
    ['Conv2DTranspose', { filters: 4, kernelSize: [2, 3], strides: [3, 2], activation: 'silu', biasRegularizer: l1l2 }],
    ['Conv2DTranspose', { filters: 2, strides: [2, 1], padding: 'same', useBias: false, kernelInitializer: scaling }],
    ['Output'],
  ),
  'pooling of pictures by means': chainOf(
    ['Input', { shape: [11, 10, 2] }],
    ['AveragePooling2D', { poolSize: [3, 2], strides: [2, 1], padding: 'same' }],
    ['GlobalAveragePooling2D'],
    ['Output'],
  ),
  'the largest of pictures': chainOf(
    ['Input', { shape: [5, 4, 2] }],
    ['Conv2D', { filters: 3 }],
    ['GlobalMaxPooling2D'],
    ['Output'],
  ),
  'pooling of sequences': chainOf(
    ['Input', { shape: [13, 3] }],
    ['MaxPooling1D', { poolSize: 3, strides: 1, padding: 'same' }],
    ['AveragePooling1D', { poolSize: 4, strides: 3, padding: 'same' }],
    ['GlobalMaxPooling1D'],
    ['Output'],
  ),
  'the mean of a text': chainOf(...tokens(false), ['GlobalAveragePooling1D'], ['Dense', { units: 2 }], ['Output']),
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
  'ReLU with a limit, LeakyReLU, ELU, Softmax': chainOf(
    ['Input', { shape: [6, 5] }],
    ['LeakyReLU', { negativeSlope: 1.5 }],
    ['Dense', { units: 4 }],
    ['ReLU', { maxValue: 0.5 }],
    ['Dense', { units: 4 }],
    ['ELU'],
    ['Dense', { units: 4 }],
    ['Softmax'],
    ['Output'],
  ),
  'PReLU with slopes of its own and with shared ones, behind a mask': chainOf(
    ...tokens(true),
    ['PReLU', { alphaInitializer: { type: 'Constant', value: 0.25 }, alphaRegularizer: l1l2 }],
    ['Dense', { units: 4 }],
    ['PReLU', { sharedAxes: [1] }],
    ['Output'],
  ),
  'Reshape with a rest, Permute, RepeatVector': chainOf(
    ['Input', { shape: [4, 6] }],
    ['Permute', { dims: [2, 1] }],
    ['Reshape', { targetShape: [2, -1, 3] }],
    ['Permute', { dims: [3, 1, 2] }],
    ['Flatten'],
    ['Dense', { units: 3 }],
    ['RepeatVector', { n: 4 }],
    ['GRU', { units: 3, resetAfter: false }],
    ['Output'],
  ),
  'Reshape of single numbers': chainOf(['Input', { shape: [] }], ['Reshape', { targetShape: [1, -1] }], ['Output']),
  'ZeroPadding2D and Cropping2D at each side, UpSampling2D': chainOf(
    ['Input', { shape: [5, 6, 2] }],
    [
      'ZeroPadding2D',
      {
        padding: [
          [0, 1],
          [2, 3],
        ],
      },
    ],
    ['Conv2D', { filters: 3 }],
    ['UpSampling2D', { size: [2, 3] }],
    [
      'Cropping2D',
      {
        cropping: [
          [1, 0],
          [3, 2],
        ],
      },
    ],
    ['Output'],
  ),
  'what acts in training alone: SpatialDropout1D and 2D, GaussianNoise, ActivityRegularization': chainOf(
    ...tokens(true),
    ['SpatialDropout1D', { rate: 0.3 }],
    ['GaussianNoise', { stddev: 0.2 }],
    ['ActivityRegularization', { l1: 0.1, l2: 0.2 }],
    ['LSTM', { units: 8 }],
    ['Reshape', { targetShape: [2, 2, 2] }],
    ['SpatialDropout2D', { rate: 0.4 }],
    ['Flatten'],
    ['Output'],
  ),
  'augmentation of pictures, which acts in training alone': chainOf(
    ['Input', { shape: [6, 5, 2] }],
    ['RandomFlip', { mode: 'vertical' }],
    ['RandomRotation', { factor: [-0.1, 0.3], fillMode: 'wrap' }],
    ['RandomZoom', { heightFactor: 0.3, widthFactor: [-0.5, 0], interpolation: 'nearest' }],
    ['RandomTranslation', { heightFactor: 0.2, fillMode: 'constant', fillValue: 0.5 }],
    ['RandomContrast', { factor: 0.3, valueRange: [-2, 2] }],
    ['RandomBrightness', { factor: [0, 0.5], valueRange: [-3, 3] }],
    ['Conv2D', { filters: 3 }],
    ['Output'],
  ),
  'Masking of the steps that a ReLU leaves at 0': chainOf(
    ['Input', { shape: [6, 1] }],
    ['Activation', { activation: 'relu' }],
    ['Masking'],
    ['LSTM', { units: 3 }],
    ['Output'],
  ),
  'Masking of another value': chainOf(
    ['Input', { shape: [6, 1] }],
    ['ReLU', { maxValue: 0.5 }],
    ['Masking', { maskValue: 0.5 }],
    ['LSTM', { units: 3, useBias: false }],
    ['Output'],
  ),
  'Rescaling of whole numbers': chainOf(
    ['Input', { shape: [6], dtype: 'int32' }],
    ['Rescaling', { scale: 0.5, offset: -0.25 }],
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
  'a residual block as a group, three times': repeatedResidual(),
  'Multiply, Average, Maximum, Minimum and Concatenate': modelOf(
    {
      a: ['Input', { shape: [5, 4] }],
      b: ['Dense', { units: 4, activation: 'tanh' }],
      c: ['Dense', { units: 1, activation: 'sigmoid' }],
      multiply: ['Multiply'],
      average: ['Average'],
      maximum: ['Maximum'],
      minimum: ['Minimum'],
      steps: ['Concatenate', { axis: 1 }],
      all: ['Concatenate', { axis: -2 }],
      d: ['Output'],
    },
    [
      'a -> b',
      'a -> c',
      'b -> multiply:1',
      'c -> multiply:2',
      'a -> average:1',
      'b -> average:2',
      'multiply -> average:3',
      'a -> maximum:1',
      'average -> maximum:2',
      'b -> minimum:1',
      'average -> minimum:2',
      'maximum -> steps:1',
      'minimum -> steps:2',
      'steps -> all:1',
      'a -> all:2',
      'all -> d',
    ],
  ),
  'Dot of rows, of sequences, and of a row with a sequence': modelOf(
    {
      a: ['Input', { shape: [5, 4] }],
      b: ['Input', { shape: [4] }],
      small: ['Activation', { activation: 'softmax' }],
      c: ['Dense', { units: 4, activation: 'tanh' }],
      rows: ['Dot'],
      steps: ['Dot'],
      weighed: ['Dot', { axes: [-1, 1] }],
      one: ['Dot', { axes: [2, -1] }],
      d: ['Output'],
      e: ['Output'],
      f: ['Output'],
    },
    [
      'b -> c',
      'b -> rows:1',
      'c -> rows:2',
      'a -> small',
      'small -> steps:1',
      'small -> steps:2',
      'steps -> weighed:1',
      'small -> weighed:2',
      'weighed -> one:1',
      'c -> one:2',
      'rows -> d',
      'weighed -> e',
      'one -> f',
    ],
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
