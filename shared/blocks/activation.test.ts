import { expect, test } from 'vitest';
import { testBlock, wordsOfProblem } from '../../testing/test-block.ts';
import { activation } from './activation.ts';

const values = 'off-kinks';

// Every activation by itself is held against Keras in activations.test.ts.
testBlock(activation, [
  { name: 'as it comes', inputs: [{ shape: [8], values }], multiplyAdds: 0 },
  { name: 'gelu with a mask', params: { activation: 'gelu' }, inputs: [{ shape: [3, 4], masked: true }] },
  { name: 'softmax of a picture', params: { activation: 'softmax' }, inputs: [{ shape: [2, 3, 4] }] },
  { name: 'tanh of one number', params: { activation: 'tanh' }, inputs: [{ shape: [] }] },
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
