import { expect, test } from 'vitest';
import { testBlock, wordsOfProblem } from '../../testing/test-block.ts';
import { activation } from './activation.ts';
import { activationNames } from './activations.ts';

testBlock(activation, [
  { name: 'as it comes', inputs: [{ shape: [8], values: 'off-kinks' }], multiplyAdds: 0 },
  ...activationNames.map((name) => ({
    name,
    params: { activation: name },
    inputs: [{ shape: [3, 8], values: 'off-kinks' as const, masked: true }],
  })),
  { name: 'one number', params: { activation: 'tanh' }, inputs: [{ shape: [] }] },
]);

test('Activation says what it needs', () => {
  expect(wordsOfProblem(activation, { activation: 'softmax' }, [{ shape: [] }])).toBe(
    'Activation softmax needs at least one dimension. Received: one number.',
  );
  expect(wordsOfProblem(activation, {}, [{ shape: [4], dtype: 'int32' }])).toBe(
    'Activation computes with decimal numbers (float32); put an Embedding before it. Received: int32.',
  );
});

test('an Activation card shows its activation', () => {
  expect(activation.summary({ activation: 'gelu' }, [])).toEqual(['gelu']);
});
