import { expect, test } from 'vitest';
import { testBlock, wordsOfProblem } from '../../testing/test-block.ts';
import { average } from './average.ts';

testBlock(average, [
  { name: 'two rows', inputs: [{ shape: [6] }, { shape: [6] }], multiplyAdds: 0 },
  { name: 'three pictures', inputs: [{ shape: [3, 4, 2] }, { shape: [3, 4, 2] }, { shape: [3, 4, 2] }] },
  { name: 'a dimension of 1 is repeated', inputs: [{ shape: [3, 1, 2] }, { shape: [1, 4, 2] }] },
  { name: 'single numbers', inputs: [{ shape: [] }, { shape: [] }], batch: 1 },
  {
    name: 'masks on all inputs in training',
    inputs: [
      { shape: [4, 3], masked: true },
      { shape: [4, 3], masked: true },
    ],
    training: true,
  },
  { name: 'a mask on one input', inputs: [{ shape: [4, 3], masked: true }, { shape: [4, 3] }] },
]);

test('says what does not fit', () => {
  expect(wordsOfProblem(average, {}, [])).toBe('Average needs two or more inputs. Received: 0.');
  expect(wordsOfProblem(average, {}, [{ shape: [4, 1] }, { shape: [4] }])).toBe(
    'Average needs inputs of one shape. Expected: 4×1. Received: 4.',
  );
});

test('an Average card shows how many inputs there are', () => {
  const row = { shape: [4], dtype: 'float32', masked: false } as const;
  expect(average.summary({}, [row, row, row])).toEqual(['mean of 3 inputs']);
  expect(average.summary({}, [])).toEqual(['mean of inputs']);
});
