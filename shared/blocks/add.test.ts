import { expect, test } from 'vitest';
import { testBlock, wordsOfProblem } from '../../testing/test-block.ts';
import { add } from './add.ts';

testBlock(add, [
  { name: 'two rows', inputs: [{ shape: [6] }, { shape: [6] }], multiplyAdds: 0 },
  { name: 'three pictures', inputs: [{ shape: [3, 4, 2] }, { shape: [3, 4, 2] }, { shape: [3, 4, 2] }] },
  { name: 'a dimension of 1 is repeated', inputs: [{ shape: [3, 1, 2] }, { shape: [1, 4, 2] }] },
  { name: 'single numbers', inputs: [{ shape: [] }, { shape: [] }] },
  {
    name: 'masks on all inputs',
    inputs: [
      { shape: [4, 3], masked: true },
      { shape: [4, 3], masked: true },
    ],
  },
  { name: 'a mask on one input', inputs: [{ shape: [4, 3], masked: true }, { shape: [4, 3] }] },
]);

test('says what does not fit', () => {
  expect(wordsOfProblem(add, {}, [{ shape: [4] }])).toBe('Add needs two or more inputs. Received: 1.');
  expect(wordsOfProblem(add, {}, [{ shape: [26, 26, 32] }, { shape: [24, 24, 32] }])).toBe(
    'Add needs inputs of one shape. Expected: 26×26×32. Received: 24×24×32.',
  );
  expect(wordsOfProblem(add, {}, [{ shape: [4, 1] }, { shape: [4] }])).toBe(
    'Add needs inputs of one shape. Expected: 4×1. Received: 4.',
  );
  expect(wordsOfProblem(add, {}, [{ shape: [4] }, { shape: [4], dtype: 'int32' }])).toBe(
    'Add computes with decimal numbers (float32); put an Embedding before it. Received: int32.',
  );
});

test('an Add card shows how many inputs there are', () => {
  const row = { shape: [4], dtype: 'float32', masked: false } as const;
  expect(add.summary({}, [row, row])).toEqual(['sum of 2 inputs']);
  expect(add.summary({}, [])).toEqual(['sum of inputs']);
});
