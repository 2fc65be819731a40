import { expect, test } from 'vitest';
import { testBlock, wordsOfProblem } from '../../testing/test-block.ts';
import { softmax } from './softmax.ts';

testBlock(softmax, [
  { name: 'as it comes', inputs: [{ shape: [6] }], multiplyAdds: 0 },
  { name: 'the last dimension by its place', params: { axis: 3 }, inputs: [{ shape: [2, 3, 4] }] },
  { name: 'the first dimension', params: { axis: 1 }, inputs: [{ shape: [4, 3] }] },
  { name: 'a dimension in the middle', params: { axis: -2 }, inputs: [{ shape: [2, 3, 4] }], training: true },
  { name: 'one sample', params: { axis: -3 }, inputs: [{ shape: [2, 3, 4] }], batch: 1 },
]);

test('Softmax says what it needs', () => {
  expect(wordsOfProblem(softmax, {}, [{ shape: [] }])).toBe(
    'Softmax needs at least one dimension. Received: one number.',
  );
  expect(wordsOfProblem(softmax, {}, [{ shape: [4], dtype: 'int32' }])).toBe(
    'Softmax computes with decimal numbers (float32); put an Embedding before it. Received: int32.',
  );
  expect(wordsOfProblem(softmax, {}, [{ shape: [4, 3], masked: true }])).toBe(
    'Softmax cannot leave out padding, nor can that of Keras. Use an Activation set to softmax, or an input without mask. Received: a masked input.',
  );
  expect(wordsOfProblem(softmax, { axis: -3 }, [{ shape: [4, 3] }])).toBe(
    'Softmax is set to the dimension -3 of each sample, so there must be one. Received: 4×3 (2 dimensions).',
  );
  expect(wordsOfProblem(softmax, { axis: 0 }, [{ shape: [4] }])).toBe(
    'Softmax is set to the dimension 0 of each sample, so there must be one. Received: 4 (1 dimension).',
  );
});

test('a Softmax card shows its dimension', () => {
  expect(softmax.summary({ axis: -1 }, [])).toEqual(['over the last dimension']);
  expect(softmax.summary({ axis: 1 }, [])).toEqual(['over dimension 1']);
});
