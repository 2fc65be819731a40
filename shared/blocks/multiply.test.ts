import { expect, test } from 'vitest';
import { allMasked, maskedAndRepeated } from '../../testing/merge-cases.ts';
import { testBlock, wordsOfProblem } from '../../testing/test-block.ts';
import { multiply } from './multiply.ts';

testBlock(multiply, [
  { name: 'two rows', inputs: [{ shape: [6] }, { shape: [6] }], multiplyAdds: 0 },
  { name: 'three pictures', inputs: [{ shape: [3, 4, 2] }, { shape: [3, 4, 2] }, { shape: [3, 4, 2] }] },
  { name: 'a gate for each channel', inputs: [{ shape: [3, 4, 2] }, { shape: [1, 1, 2] }] },
  { name: 'single numbers', inputs: [{ shape: [] }, { shape: [] }], batch: 1 },
  allMasked,
  maskedAndRepeated,
  { name: 'a mask on one input', inputs: [{ shape: [4, 3], masked: true }, { shape: [4, 3] }] },
]);

test('says what does not fit', () => {
  expect(wordsOfProblem(multiply, {}, [{ shape: [4] }])).toBe('Multiply needs two or more inputs. Received: 1.');
  expect(wordsOfProblem(multiply, {}, [{ shape: [3, 4] }, { shape: [3, 2] }])).toBe(
    'Multiply needs inputs of one shape. Expected: 3×4. Received: 3×2.',
  );
  expect(wordsOfProblem(multiply, {}, [{ shape: [4] }, { shape: [4], dtype: 'int32' }])).toBe(
    'Multiply computes with decimal numbers (float32); put an Embedding before it. Received: int32.',
  );
});

test('a Multiply card shows how many inputs there are', () => {
  const row = { shape: [4], dtype: 'float32', masked: false } as const;
  expect(multiply.summary({}, [row, row])).toEqual(['product of 2 inputs']);
  expect(multiply.summary({}, [])).toEqual(['product of inputs']);
});
