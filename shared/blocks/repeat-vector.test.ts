import { expect, test } from 'vitest';
import { testBlock, wordsOfProblem } from '../../testing/test-block.ts';
import { repeatVector } from './repeat-vector.ts';

testBlock(repeatVector, [
  { name: 'as it comes', inputs: [{ shape: [4] }], multiplyAdds: 0 },
  { name: 'many steps', params: { n: 7 }, inputs: [{ shape: [3] }], training: true },
  { name: 'one step, one sample', params: { n: 1 }, inputs: [{ shape: [3] }], batch: 1 },
  { name: 'whole numbers stay whole', params: { n: 3 }, inputs: [{ shape: [4], dtype: 'int32', values: 9 }] },
  { name: 'a mask ends here', inputs: [{ shape: [4], masked: true }] },
]);

test('RepeatVector says what it repeats', () => {
  expect(wordsOfProblem(repeatVector, {}, [{ shape: [4, 3] }])).toBe(
    'RepeatVector repeats one row of features, so its input must have 1 dimension. Received: 4×3 (2 dimensions).',
  );
  expect(wordsOfProblem(repeatVector, {}, [{ shape: [] }])).toBe(
    'RepeatVector repeats one row of features, so its input must have 1 dimension. Received: one number.',
  );
});

test('a RepeatVector card shows how many steps there are', () => {
  expect(repeatVector.summary({ n: 9 }, [])).toEqual(['9 steps']);
  expect(repeatVector.summary({ n: 1 }, [])).toEqual(['1 step']);
});
