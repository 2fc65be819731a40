import { expect, test } from 'vitest';
import { startEngine } from '../../testing/backends.ts';
import { gatedPenalties, recurrentPenalties } from '../../testing/recurrent-cases.ts';
import { testBlock, wordsOfProblem } from '../../testing/test-block.ts';
import { bidirectional } from './bidirectional.ts';
import { gru } from './gru.ts';
import { lstm } from './lstm.ts';
import { componentValue, defaultParams, type ParamValues } from './params.ts';
import { simpleRnn } from './simple-rnn.ts';

const lstmOf = (params: Partial<ParamValues<typeof lstm.params>>) => ({
  layer: componentValue(lstm, { units: 3, ...params }),
});
const gruOf = (params: Partial<ParamValues<typeof gru.params>>) => ({
  layer: componentValue(gru, { units: 3, ...params }),
});
const simpleOf = (params: Partial<ParamValues<typeof simpleRnn.params>>) => ({
  layer: componentValue(simpleRnn, { units: 3, ...params }),
});

testBlock(bidirectional, [
  { name: 'as it comes', inputs: [{ shape: [4, 5] }], multiplyAdds: 2 * 4 * 4 * 32 * (5 + 32), batch: 2 },
  { name: 'one step', params: lstmOf({ returnSequences: true }), inputs: [{ shape: [1, 2] }], batch: 1 },
  { name: 'a mask', params: lstmOf({}), inputs: [{ shape: [4, 2], masked: true }] },
  { name: 'every step', params: lstmOf({ returnSequences: true }), inputs: [{ shape: [4, 2] }] },
  {
    name: 'every step with a mask',
    params: lstmOf({ returnSequences: true }),
    inputs: [{ shape: [4, 2], masked: true }],
  },
  {
    name: 'every step with a mask and penalties',
    params: lstmOf({ ...gatedPenalties, returnSequences: true, unitForgetBias: false }),
    inputs: [{ shape: [3, 2], masked: true }],
    seed: 1,
  },
  {
    name: 'the last step with penalties',
    params: gruOf({ ...gatedPenalties, activation: 'softsign', recurrentActivation: 'hard_sigmoid' }),
    inputs: [{ shape: [3, 2] }],
  },
  { name: 'a sum', params: { ...lstmOf({}), mergeMode: 'sum' }, inputs: [{ shape: [3, 2] }] },
  {
    name: 'a product of every step with a mask',
    params: { ...gruOf({ returnSequences: true }), mergeMode: 'mul' },
    inputs: [{ shape: [4, 2], masked: true }],
  },
  {
    name: 'a mean of every step',
    params: { ...simpleOf({ returnSequences: true }), mergeMode: 'ave' },
    inputs: [{ shape: [4, 2] }],
  },
  {
    name: 'GRU with reset before, without bias',
    params: gruOf({ resetAfter: false, useBias: false }),
    inputs: [{ shape: [3, 2] }],
  },
  {
    name: 'SimpleRNN, every step with a mask',
    params: simpleOf({ ...recurrentPenalties, returnSequences: true }),
    inputs: [{ shape: [4, 2], masked: true }],
  },
  {
    name: 'dropout in use',
    params: lstmOf({ dropout: 0.5, recurrentDropout: 0.5 }),
    inputs: [{ shape: [3, 4] }],
  },
  {
    name: 'both dropouts in training, every step, with a mask',
    params: lstmOf({ dropout: 0.4, recurrentDropout: 0.3, returnSequences: true }),
    inputs: [{ shape: [4, 3], masked: true }],
    training: true,
  },
  {
    name: 'dropout of a GRU in training',
    params: gruOf({ dropout: 0.4 }),
    inputs: [{ shape: [3, 4] }],
    training: true,
  },
  {
    name: 'both dropouts of a SimpleRNN in training',
    params: simpleOf({ dropout: 0.4, recurrentDropout: 0.3 }),
    inputs: [{ shape: [3, 4] }],
    training: true,
  },
]);

test('its weights are called as in Keras, those of the way forward first', () => {
  const params = { ...defaultParams(bidirectional.params), ...gruOf({ useBias: false }) };
  const names = bidirectional.weights(params, [{ shape: [4, 2], dtype: 'float32', masked: false }]);
  expect(names.map(({ name }) => name)).toEqual([
    'forward_gru/kernel',
    'forward_gru/recurrent_kernel',
    'backward_gru/kernel',
    'backward_gru/recurrent_kernel',
  ]);
});

test('Bidirectional says what it needs', () => {
  expect(wordsOfProblem(bidirectional, {}, [{ shape: [150] }])).toBe(
    'LSTM needs 2 dimensions, time×features. Received: 150 (1 dimension).',
  );
  expect(wordsOfProblem(bidirectional, lstmOf({ goBackwards: true }), [{ shape: [150, 3] }])).toBe(
    'Bidirectional reads both ways by itself. Expected: LSTM without "Go backwards". Received: LSTM with it.',
  );
});

test('a Bidirectional card shows what reads, its units and what it gives', () => {
  const params = { ...defaultParams(bidirectional.params), ...simpleOf({ units: 64, returnSequences: true }) };
  expect(bidirectional.summary(params, [])).toEqual(['SimpleRNN', '64 units', 'every step']);
});

test('step loops that a backend has are used for both ways', async () => {
  const { tf } = await startEngine('wasm');
  const seen: boolean[] = [];
  const params = { ...defaultParams(bidirectional.params), ...lstmOf({}) };
  const context = {
    tf,
    training: false,
    uniform: () => tf.zeros([1]),
    addLoss: () => {},
    update: () => {},
    fused: {
      lstm: (_tf: unknown, { goBackwards, projected }: { goBackwards: boolean; projected: { shape: number[] } }) => {
        seen.push(goBackwards);
        return tf.zeros([projected.shape[0]!, 3]);
      },
    },
  };
  const input = { shape: [4, 2], dtype: 'float32', masked: false } as const;
  const weights = Object.fromEntries(
    bidirectional.weights(params, [input]).map(({ name, shape }) => [name, tf.zeros([...shape])]),
  );
  bidirectional.forward(context, params, [{ tensor: tf.zeros([1, 4, 2]), mask: null }], weights);
  expect(seen).toEqual([false, true]);
});
