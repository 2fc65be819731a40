import { expect, test } from 'vitest';
import { testBlock, wordsOfProblem } from '../../testing/test-block.ts';
import { gru } from './gru.ts';
import { heNormal, identity, ones } from './initializers.ts';
import { componentValue, defaultParams } from './params.ts';
import { l1, l1l2, l2 } from './regularizers.ts';

const small = { units: 3 };
const before = { units: 3, resetAfter: false };

testBlock(gru, [
  { name: 'as it comes', inputs: [{ shape: [4, 5] }], multiplyAdds: 4 * 3 * 32 * (5 + 32) },
  { name: 'one step', params: small, inputs: [{ shape: [1, 2] }], batch: 1 },
  { name: 'reset before', params: before, inputs: [{ shape: [4, 2] }] },
  { name: 'a mask', params: small, inputs: [{ shape: [4, 2], masked: true }] },
  { name: 'reset before with a mask', params: before, inputs: [{ shape: [4, 2], masked: true }] },
  {
    name: 'every step with a mask',
    params: { ...small, returnSequences: true },
    inputs: [{ shape: [4, 2], masked: true }],
  },
  { name: 'backwards', params: { ...small, goBackwards: true }, inputs: [{ shape: [4, 2] }] },
  {
    name: 'backwards, every step, with a mask',
    params: { ...small, goBackwards: true, returnSequences: true },
    inputs: [{ shape: [4, 2], masked: true }],
  },
  {
    name: 'other activations',
    params: { ...small, activation: 'softsign', recurrentActivation: 'hard_sigmoid' },
    inputs: [{ shape: [3, 2] }],
  },
  { name: 'without bias', params: { ...small, useBias: false }, inputs: [{ shape: [3, 2] }] },
  { name: 'reset before, without bias', params: { ...before, useBias: false }, inputs: [{ shape: [3, 2] }] },
  {
    name: 'with initializers and penalties',
    params: {
      ...small,
      kernelInitializer: componentValue(heNormal),
      recurrentInitializer: componentValue(identity),
      biasInitializer: componentValue(ones),
      kernelRegularizer: componentValue(l2, { l2: 0.1 }),
      recurrentRegularizer: componentValue(l1, { l1: 0.2 }),
      biasRegularizer: componentValue(l1l2, { l1: 0.3, l2: 0.1 }),
      activityRegularizer: componentValue(l2, { l2: 0.4 }),
    },
    inputs: [{ shape: [3, 2] }],
  },
  { name: 'dropout in use', params: { ...small, dropout: 0.5, recurrentDropout: 0.5 }, inputs: [{ shape: [3, 4] }] },
  { name: 'dropout in training', params: { ...small, dropout: 0.4 }, inputs: [{ shape: [3, 4] }], training: true },
  {
    name: 'recurrent dropout in training',
    params: { units: 4, recurrentDropout: 0.4 },
    inputs: [{ shape: [4, 2] }],
    training: true,
  },
  {
    name: 'both dropouts in training, every step, with a mask',
    params: { units: 4, dropout: 0.4, recurrentDropout: 0.3, returnSequences: true },
    inputs: [{ shape: [4, 3], masked: true }],
    training: true,
  },
  {
    name: 'both dropouts in training, reset before',
    params: { ...before, dropout: 0.4, recurrentDropout: 0.3 },
    inputs: [{ shape: [4, 3] }],
    training: true,
  },
]);

test('GRU says what it needs', () => {
  expect(wordsOfProblem(gru, {}, [{ shape: [150] }])).toBe('GRU needs 2 dimensions, time×features. Received: 1, 150.');
  expect(wordsOfProblem(gru, {}, [{ shape: [150, 3], dtype: 'int32' }])).toBe(
    'GRU computes with decimal numbers (float32); put an Embedding before it. Received: int32.',
  );
});

test('a GRU card shows units and what it gives', () => {
  const params = { ...defaultParams(gru.params), units: 64 };
  expect(gru.summary(params, [])).toEqual(['64 units', 'last step']);
  expect(gru.summary({ ...params, units: 1, returnSequences: true }, [])).toEqual(['1 unit', 'every step']);
});
