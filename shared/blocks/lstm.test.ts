import { expect, test } from 'vitest';
import { testBlock, wordsOfProblem } from '../../testing/test-block.ts';
import { createRandom } from '../training/random.ts';
import { constant, drawWeight, heNormal, orthogonal } from './initializers.ts';
import { lstm } from './lstm.ts';
import { componentValue, defaultParams } from './params.ts';
import { l1, l1l2, l2 } from './regularizers.ts';

const small = { units: 3 };

testBlock(lstm, [
  { name: 'as it comes', inputs: [{ shape: [4, 5] }], multiplyAdds: 4 * 4 * 32 * (5 + 32) },
  { name: 'one step', params: small, inputs: [{ shape: [1, 2] }], batch: 1 },
  { name: 'a mask', params: small, inputs: [{ shape: [4, 2], masked: true }] },
  { name: 'every step', params: { ...small, returnSequences: true }, inputs: [{ shape: [4, 2] }] },
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
  {
    name: 'with initializers and penalties',
    params: {
      ...small,
      kernelInitializer: componentValue(heNormal),
      recurrentInitializer: componentValue(orthogonal, { gain: 0.5 }),
      biasInitializer: componentValue(constant, { value: 0.5 }),
      unitForgetBias: false,
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
    name: 'rates of 1 drop nothing, as in Keras',
    params: { ...small, dropout: 1, recurrentDropout: 1 },
    inputs: [{ shape: [3, 2] }],
    training: true,
  },
]);

test('the forget gate starts open unless told otherwise', () => {
  const params = { ...defaultParams(lstm.params), units: 2, biasInitializer: componentValue(constant, { value: 0.5 }) };
  const input = { shape: [3, 2], dtype: 'float32', masked: false } as const;
  const bias = lstm.weights(params, [input])[2]!;
  expect([...drawWeight(bias, createRandom(1))]).toEqual([0.5, 0.5, 1, 1, 0.5, 0.5, 0.5, 0.5]);
  const plain = lstm.weights({ ...params, unitForgetBias: false }, [input])[2]!;
  expect([...drawWeight(plain, createRandom(1))]).toEqual(new Array(8).fill(0.5));
});

test('LSTM says what it needs', () => {
  expect(wordsOfProblem(lstm, {}, [{ shape: [150] }])).toBe(
    'LSTM needs 2 dimensions, time×features. Received: 1, 150.',
  );
  expect(wordsOfProblem(lstm, {}, [{ shape: [150, 3], dtype: 'int32' }])).toBe(
    'LSTM computes with decimal numbers (float32); put an Embedding before it. Received: int32.',
  );
});

test('an LSTM card shows units and what it gives', () => {
  const params = { ...defaultParams(lstm.params), units: 64 };
  expect(lstm.summary(params, [])).toEqual(['64 units', 'last step']);
  expect(lstm.summary({ ...params, units: 1, returnSequences: true }, [])).toEqual(['1 unit', 'every step']);
});
