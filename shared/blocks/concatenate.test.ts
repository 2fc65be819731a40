import { expect, test } from 'vitest';
import { testBlock, wordsOfProblem } from '../../testing/test-block.ts';
import { concatenate } from './concatenate.ts';

testBlock(concatenate, [
  { name: 'two rows', inputs: [{ shape: [6] }, { shape: [2] }], multiplyAdds: 0 },
  { name: 'three pictures', inputs: [{ shape: [3, 4, 2] }, { shape: [3, 4, 1] }, { shape: [3, 4, 3] }], batch: 1 },
  { name: 'along the first dimension', params: { axis: 1 }, inputs: [{ shape: [3, 4, 2] }, { shape: [2, 4, 2] }] },
  { name: 'along the one before the last', params: { axis: -2 }, inputs: [{ shape: [3, 4, 2] }, { shape: [3, 1, 2] }] },
  {
    name: 'masks on all inputs in training',
    inputs: [
      { shape: [4, 3], masked: true },
      { shape: [4, 2], masked: true },
    ],
    training: true,
  },
  { name: 'a mask on one input', inputs: [{ shape: [4, 3], masked: true }, { shape: [4, 3] }] },
  {
    name: 'masks on all inputs, one step after the other',
    params: { axis: 1 },
    inputs: [
      { shape: [4, 3], masked: true },
      { shape: [2, 3], masked: true },
    ],
  },
  {
    name: 'a mask on one input, one step after the other',
    params: { axis: -2 },
    inputs: [{ shape: [4, 3] }, { shape: [2, 3], masked: true }],
  },
  {
    name: 'masks, and the last dimension by its number',
    params: { axis: 2 },
    inputs: [
      { shape: [4, 3], masked: true },
      { shape: [4, 1], masked: true },
    ],
  },
]);

test('says what does not fit', () => {
  expect(wordsOfProblem(concatenate, {}, [{ shape: [4] }])).toBe('Concatenate needs two or more inputs. Received: 1.');
  expect(wordsOfProblem(concatenate, {}, [{ shape: [4, 2] }, { shape: [3, 2] }])).toBe(
    'Concatenate along axis -1 needs inputs that differ in that dimension alone. Expected: like 4×2. Received: 3×2.',
  );
  expect(wordsOfProblem(concatenate, { axis: 1 }, [{ shape: [4, 2] }, { shape: [4] }])).toBe(
    'Concatenate along axis 1 needs inputs that differ in that dimension alone. Expected: like 4×2. Received: 4.',
  );
  const outside = 'Concatenate needs an axis from 1 to 2, or from -2 to -1, which count from the end. Received: ';
  for (const axis of [0, 3, -3]) {
    expect(wordsOfProblem(concatenate, { axis }, [{ shape: [4, 2] }, { shape: [4, 2] }])).toBe(`${outside}${axis}.`);
  }
  expect(wordsOfProblem(concatenate, {}, [{ shape: [] }, { shape: [] }])).toBe(
    'Concatenate needs at least one dimension. Received: one number.',
  );
  expect(wordsOfProblem(concatenate, {}, [{ shape: [4] }, { shape: [4], dtype: 'int32' }])).toBe(
    'Concatenate computes with decimal numbers (float32); put an Embedding before it. Received: int32.',
  );
});

test('a Concatenate card shows how many inputs there are, and an axis that is not the last', () => {
  const row = { shape: [4], dtype: 'float32', masked: false } as const;
  expect(concatenate.summary({ axis: -1 }, [row, row])).toEqual(['2 inputs', 'axis -1']);
  expect(concatenate.summary({ axis: 1 }, [])).toEqual(['axis 1']);
});
