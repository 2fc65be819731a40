import { expect, test } from 'vitest';
import { allMasked, maskedAndRepeated } from '../../testing/merge-cases.ts';
import { testBlock, wordsOfProblem } from '../../testing/test-block.ts';
import { minimum } from './minimum.ts';

testBlock(minimum, [
  { name: 'two rows', inputs: [{ shape: [6] }, { shape: [6] }], multiplyAdds: 0 },
  { name: 'three pictures', seed: 2, inputs: [{ shape: [3, 4, 2] }, { shape: [3, 4, 2] }, { shape: [3, 4, 2] }] },
  { name: 'a dimension of 1 is repeated', inputs: [{ shape: [3, 1, 2] }, { shape: [1, 4, 2] }] },
  { name: 'single numbers', inputs: [{ shape: [] }, { shape: [] }], batch: 1 },
  allMasked,
  maskedAndRepeated,
  { name: 'a mask on the first input', inputs: [{ shape: [4, 3], masked: true }, { shape: [4, 3] }] },
  { name: 'a mask on the last input', inputs: [{ shape: [4, 3] }, { shape: [4, 3], masked: true }] },
]);

test('says what does not fit', () => {
  expect(wordsOfProblem(minimum, {}, [{ shape: [4] }])).toBe('Minimum needs two or more inputs. Received: 1.');
  expect(wordsOfProblem(minimum, {}, [{ shape: [4] }, { shape: [3] }])).toBe(
    'Minimum needs inputs of one shape. Expected: 4. Received: 3.',
  );
});

test('a Minimum card shows how many inputs there are', () => {
  const row = { shape: [4], dtype: 'float32', masked: false } as const;
  expect(minimum.summary({}, [row, row])).toEqual(['smallest of 2 inputs']);
  expect(minimum.summary({}, [])).toEqual(['smallest of inputs']);
});
