import { expect, test } from 'vitest';
import { fewUnits, gatedCases, gatedPenalties } from '../../testing/recurrent-cases.ts';
import { testBlock, wordsOfProblem } from '../../testing/test-block.ts';
import { gru } from './gru.ts';
import { identity, ones } from './initializers.ts';
import { componentValue, defaultParams } from './params.ts';

const before = { ...fewUnits, resetAfter: false };

testBlock(gru, [
  { name: 'as it comes', inputs: [{ shape: [4, 5] }], multiplyAdds: 4 * 3 * 32 * (5 + 32) },
  ...gatedCases,
  { name: 'reset before', params: before, inputs: [{ shape: [4, 2] }] },
  { name: 'reset before with a mask', params: before, inputs: [{ shape: [4, 2], masked: true }] },
  { name: 'reset before, without bias', params: { ...before, useBias: false }, inputs: [{ shape: [3, 2] }] },
  {
    name: 'with initializers and penalties',
    params: {
      ...fewUnits,
      ...gatedPenalties,
      recurrentInitializer: componentValue(identity),
      biasInitializer: componentValue(ones),
    },
    inputs: [{ shape: [3, 2] }],
  },
  {
    name: 'both dropouts in training, reset before',
    params: { ...before, dropout: 0.4, recurrentDropout: 0.3 },
    inputs: [{ shape: [4, 3] }],
    training: true,
  },
]);

test('GRU says what it needs', () => {
  expect(wordsOfProblem(gru, {}, [{ shape: [150] }])).toBe(
    'GRU needs 2 dimensions, time×features. Received: 150 (1 dimension).',
  );
  expect(wordsOfProblem(gru, {}, [{ shape: [150, 3], dtype: 'int32' }])).toBe(
    'GRU computes with decimal numbers (float32); put an Embedding before it. Received: int32.',
  );
});

test('a GRU card shows units and what it gives', () => {
  const params = { ...defaultParams(gru.params), units: 64 };
  expect(gru.summary(params, [])).toEqual(['64 units', 'last step']);
  expect(gru.summary({ ...params, units: 1, returnSequences: true }, [])).toEqual(['1 unit', 'every step']);
});
