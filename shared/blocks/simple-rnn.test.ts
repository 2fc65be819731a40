import { expect, test } from 'vitest';
import { fewUnits, recurrentCases, recurrentPenalties } from '../../testing/recurrent-cases.ts';
import { testBlock, wordsOfProblem } from '../../testing/test-block.ts';
import { identity, ones } from './initializers.ts';
import { componentValue, defaultParams } from './params.ts';
import { simpleRnn } from './simple-rnn.ts';

testBlock(simpleRnn, [
  { name: 'as it comes', inputs: [{ shape: [4, 5] }], multiplyAdds: 4 * 32 * (5 + 32) },
  ...recurrentCases,
  { name: 'another activation', params: { ...fewUnits, activation: 'softsign' }, inputs: [{ shape: [3, 2] }] },
  {
    name: 'with initializers and penalties',
    params: {
      ...fewUnits,
      ...recurrentPenalties,
      recurrentInitializer: componentValue(identity),
      biasInitializer: componentValue(ones),
    },
    inputs: [{ shape: [3, 2] }],
  },
]);

test('SimpleRNN says what it needs', () => {
  expect(wordsOfProblem(simpleRnn, {}, [{ shape: [150] }])).toBe(
    'SimpleRNN needs 2 dimensions, time×features. Received: 150 (1 dimension).',
  );
  expect(wordsOfProblem(simpleRnn, {}, [{ shape: [150, 3], dtype: 'int32' }])).toBe(
    'SimpleRNN computes with decimal numbers (float32); put an Embedding before it. Received: int32.',
  );
});

test('a SimpleRNN card shows units and what it gives', () => {
  const params = { ...defaultParams(simpleRnn.params), units: 64 };
  expect(simpleRnn.summary(params, [])).toEqual(['64 units', 'last step']);
  expect(simpleRnn.summary({ ...params, units: 1, returnSequences: true }, [])).toEqual(['1 unit', 'every step']);
});
