import { activation } from '../shared/blocks/activation.ts';
import { groupNormalization } from '../shared/blocks/group-normalization.ts';
import { gru } from '../shared/blocks/gru.ts';
import { lstm } from '../shared/blocks/lstm.ts';
import { componentValue } from '../shared/blocks/params.ts';
import type { ModelDocument } from '../shared/graph/document.ts';
import { l1l2, scaling, tokens } from './case-parts.ts';
import { chainOf, modelOf } from './networks.ts';

/** What only Keras can express, of the blocks there are. */
export const kerasOnlyCases: Readonly<Record<string, ModelDocument>> = {
  'Conv2D in groups': chainOf(
    ['Input', { shape: [6, 6, 4] }],
    ['Conv2D', { filters: 6, groups: 2, activation: 'leaky_relu' }],
    ['Output'],
  ),
  'ReLU with everything changed, LeakyReLU behind a mask, ELU, Softmax by its place': chainOf(
    ...tokens(true),
    ['LeakyReLU', { negativeSlope: 0.1 }],
    ['LSTM', { units: 4, returnSequences: true, useBias: false }],
    ['ReLU', { maxValue: 0.4, negativeSlope: 0.2, threshold: 0.1 }],
    ['ELU', { alpha: 0.5 }],
    ['LSTM', { units: 4 }],
    ['Softmax', { axis: 1 }],
    ['Output'],
  ),
  'Resizing, UpSampling2D between points': chainOf(
    ['Input', { shape: [7, 6, 2] }],
    ['Resizing', { height: 4, width: 9 }],
    ['UpSampling2D', { size: [3, 2], interpolation: 'bilinear' }],
    ['Resizing', { height: 5, width: 5, interpolation: 'nearest' }],
    ['Output'],
  ),
  'RandomCrop, of a window that is brought to its size': chainOf(
    ['Input', { shape: [9, 8, 2] }, 'photo'],
    ['RandomCrop', { height: 6, width: 4 }, 'cut'],
    ['Conv2D', { filters: 3 }],
    ['Output'],
  ),
  'a mask through Rescaling, up to Permute': chainOf(
    ...tokens(true),
    ['Rescaling', { scale: 2 }],
    ['LSTM', { units: 4, returnSequences: true }],
    ['Permute'],
    ['Output'],
  ),
  'Softmax over places': chainOf(['Input', { shape: [4, 3] }], ['Softmax', { axis: -2 }], ['Output']),
  'Conv1D with causal padding': chainOf(
    ['Input', { shape: [9, 2] }],
    ['Conv1D', { filters: 4, kernelSize: 2, padding: 'causal', dilationRate: 2 }],
    ['Output'],
  ),
  'DepthwiseConv2D with dilation': chainOf(
    ['Input', { shape: [7, 7, 2] }],
    ['DepthwiseConv2D', { dilationRate: [2, 2], padding: 'same' }],
    ['Output'],
  ),
  'Conv2DTranspose with output padding, with dilation': chainOf(
    ['Input', { shape: [4, 3, 2] }],
    ['Conv2DTranspose', { filters: 3, strides: [2, 2], padding: 'same', outputPadding: [1, 0] }],
    ['Conv2DTranspose', { filters: 2, dilationRate: [2, 1] }],
    ['Output'],
  ),
  'GlobalAveragePooling2D that keeps dimensions': chainOf(
    ['Input', { shape: [5, 4, 3] }],
    ['GlobalAveragePooling2D', { keepdims: true }],
    ['Output'],
  ),
  'GlobalMaxPooling2D that keeps dimensions': chainOf(
    ['Input', { shape: [5, 4, 3] }],
    ['GlobalMaxPooling2D', { keepdims: true }],
    ['Output'],
  ),
  'GlobalAveragePooling1D of what a mask leaves': chainOf(
    ...tokens(true),
    ['GlobalAveragePooling1D', { keepdims: true }],
    ['Output'],
  ),
  'GlobalMaxPooling1D that keeps dimensions, after a mask': chainOf(
    ...tokens(true),
    ['GlobalMaxPooling1D', { keepdims: true }],
    ['Output'],
  ),
  GroupNormalization: chainOf(
    ['Input', { shape: [6, 5, 4] }],
    ['GroupNormalization', { groups: 2, epsilon: 0.01, betaInitializer: { type: 'Ones' } }],
    ['Output'],
  ),
  'Subtract, and merges of sequences with masks': modelOf(
    {
      words: ['Input', { shape: [6], dtype: 'int32' }],
      a: ['Embedding', { inputDim: 9, outputDim: 3, maskZero: true }],
      b: ['Embedding', { inputDim: 9, outputDim: 3, maskZero: true }],
      subtract: ['Subtract'],
      maximum: ['Maximum'],
      multiply: ['Multiply'],
      all: ['Concatenate'],
      read: ['GRU', { units: 3 }],
      out: ['Output'],
    },
    [
      'words -> a',
      'words -> b',
      'a -> subtract:1',
      'b -> subtract:2',
      'a -> maximum:1',
      'subtract -> maximum:2',
      'b -> multiply:1',
      'maximum -> multiply:2',
      'subtract -> all:1',
      'multiply -> all:2',
      'all -> read',
      'read -> out',
    ],
  ),
  'MultiHeadAttention of a sequence with itself, causal and masked': modelOf(
    {
      words: ['Input', { shape: [6], dtype: 'int32' }],
      rows: ['Embedding', { inputDim: 9, outputDim: 6, maskZero: true }],
      attention: ['MultiHeadAttention', { numHeads: 2, keyDim: 3, useCausalMask: true, kernelRegularizer: l1l2 }],
      sum: ['Add'],
      normal: ['LayerNormalization'],
      out: ['Output'],
    },
    [
      'words -> rows',
      'rows -> attention:query',
      'rows -> attention:value',
      'rows -> sum:1',
      'attention -> sum:2',
      'sum -> normal',
      'normal -> out',
    ],
  ),
  'MultiHeadAttention from one sequence to another, with keys of their own': modelOf(
    {
      asks: ['Input', { shape: [5, 4] }],
      answers: ['Input', { shape: [3, 2] }],
      keys: ['Dense', { units: 3 }],
      attention: [
        'MultiHeadAttention',
        {
          numHeads: 3,
          keyDim: 2,
          valueDim: 5,
          dropout: 0.2,
          useBias: false,
          outputShape: 7,
          kernelInitializer: scaling,
          activityRegularizer: l1l2,
        },
      ],
      again: ['MultiHeadAttention', { numHeads: 1, keyDim: 4, biasInitializer: { type: 'Ones' } }],
      out: ['Output'],
    },
    [
      'answers -> keys',
      'asks -> attention:query',
      'answers -> attention:value',
      'keys -> attention:key',
      'attention -> again:query',
      'asks -> again:value',
      'again -> out',
    ],
  ),
  'TokenAndPositionEmbedding before attention, masked': modelOf(
    {
      words: ['Input', { shape: [6], dtype: 'int32' }],
      rows: [
        'TokenAndPositionEmbedding',
        { vocabularySize: 20, sequenceLength: 8, embeddingDim: 4, maskZero: true, embeddingsInitializer: scaling },
        'words and places',
      ],
      attention: ['MultiHeadAttention', { numHeads: 2, keyDim: 2 }],
      last: ['GlobalAveragePooling1D'],
      out: ['Output'],
    },
    ['words -> rows', 'rows -> attention:query', 'rows -> attention:value', 'attention -> last', 'last -> out'],
  ),
  'Dot, normalized, along dimensions in the middle': modelOf(
    {
      a: ['Input', { shape: [3, 4, 2] }],
      b: ['Input', { shape: [4, 5] }],
      c: ['Dot', { axes: [2, 1], normalize: true }],
      d: ['Output'],
    },
    ['a -> c:1', 'b -> c:2', 'c -> d'],
  ),
  'Attention by sums, masked, with keys of its own, and causal': modelOf(
    {
      words: ['Input', { shape: [6], dtype: 'int32' }],
      rows: ['Embedding', { inputDim: 9, outputDim: 4, maskZero: true }],
      keys: ['Dense', { units: 4 }],
      values: ['Dense', { units: 3 }],
      attention: ['Attention', { useScale: true, scoreMode: 'concat', dropout: 0.2 }],
      again: ['Attention', { useCausalMask: true }],
      out: ['Output'],
    },
    [
      'words -> rows',
      'rows -> keys',
      'rows -> values',
      'rows -> attention:query',
      'values -> attention:value',
      'keys -> attention:key',
      'attention -> again:query',
      'attention -> again:value',
      'again -> out',
    ],
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
