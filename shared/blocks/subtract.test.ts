import { expect, test } from 'vitest';
import { testBlock, wordsOfProblem } from '../../testing/test-block.ts';
import { subtract } from './subtract.ts';

testBlock(subtract, [
  { name: 'two rows', inputs: [{ shape: [6] }, { shape: [6] }], multiplyAdds: 0 },
  { name: 'a dimension of 1 is repeated', inputs: [{ shape: [3, 1, 2] }, { shape: [1, 4, 2] }] },
  { name: 'single numbers', inputs: [{ shape: [] }, { shape: [] }], batch: 1 },
  {
    name: 'masks on both inputs in training',
    inputs: [
      { shape: [4, 3], masked: true },
      { shape: [4, 3], masked: true },
    ],
    training: true,
  },
  { name: 'a mask on one input', inputs: [{ shape: [4, 3] }, { shape: [4, 3], masked: true }] },
]);

test('says what does not fit', () => {
  expect(wordsOfProblem(subtract, {}, [{ shape: [4] }, { shape: [5] }])).toBe(
    'Subtract needs inputs of one shape. Expected: 4. Received: 5.',
  );
  expect(wordsOfProblem(subtract, {}, [{ shape: [4], dtype: 'int32' }, { shape: [4] }])).toBe(
    'Subtract computes with decimal numbers (float32); put an Embedding before it. Received: int32.',
  );
});

test('a Subtract card shows what is subtracted from what', () => {
  expect(subtract.summary({}, [])).toEqual(['1 − 2']);
});
