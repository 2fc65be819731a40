import { expect, test } from 'vitest';
import { fewUnits, gatedCases, gatedPenalties } from '../../testing/recurrent-cases.ts';
import { testBlock, wordsOfProblem } from '../../testing/test-block.ts';
import { createRandom } from '../training/random.ts';
import { constant, drawWeight, orthogonal } from './initializers.ts';
import { lstm } from './lstm.ts';
import { componentValue, defaultParams } from './params.ts';

testBlock(lstm, [
  { name: 'as it comes', inputs: [{ shape: [4, 5] }], multiplyAdds: 4 * 4 * 32 * (5 + 32) },
  ...gatedCases,
  {
    name: 'with initializers and penalties',
    params: {
      ...fewUnits,
      ...gatedPenalties,
      recurrentInitializer: componentValue(orthogonal, { gain: 0.5 }),
      biasInitializer: componentValue(constant, { value: 0.5 }),
      unitForgetBias: false,
    },
    inputs: [{ shape: [3, 2] }],
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
    'LSTM needs 2 dimensions, time×features. Received: 150 (1 dimension).',
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
