import { expect, test } from 'vitest';
import { testBlock, wordsOfProblem } from '../../testing/test-block.ts';
import { embedding } from './embedding.ts';
import { glorotNormal } from './initializers.ts';
import { componentValue, defaultParams } from './params.ts';
import { l2 } from './regularizers.ts';

const words = (shape: readonly number[], below: number) => ({ shape, dtype: 'int32' as const, values: below });

testBlock(embedding, [
  { name: 'as it comes', inputs: [words([7], 1000)], multiplyAdds: 0 },
  { name: 'rows that occur several times', params: { inputDim: 4, outputDim: 3 }, inputs: [words([6], 4)] },
  { name: 'mask zero', params: { inputDim: 3, outputDim: 4, maskZero: true }, inputs: [words([6], 3)] },
  { name: 'one number a sample', params: { inputDim: 5, outputDim: 4 }, inputs: [words([], 5)] },
  {
    name: 'one number a sample, mask zero',
    params: { inputDim: 3, outputDim: 4, maskZero: true },
    inputs: [words([], 3)],
  },
  { name: 'a table of words', params: { inputDim: 5, outputDim: 2, maskZero: true }, inputs: [words([2, 3], 5)] },
  {
    name: 'with initializer and penalty',
    params: {
      inputDim: 5,
      outputDim: 3,
      embeddingsInitializer: componentValue(glorotNormal),
      embeddingsRegularizer: componentValue(l2, { l2: 0.2 }),
    },
    inputs: [words([4], 5)],
  },
]);

test('Embedding needs whole numbers', () => {
  expect(wordsOfProblem(embedding, {}, [{ shape: [10], dtype: 'float32' }])).toBe(
    'Embedding looks up rows by whole numbers (int32). Received: float32.',
  );
});

test('an Embedding card shows vocabulary and dimension', () => {
  const params = { ...defaultParams(embedding.params), inputDim: 10000 };
  expect(embedding.summary(params, [])).toEqual(['10000 → 32']);
  expect(embedding.summary({ ...params, maskZero: true }, [])).toEqual(['10000 → 32', 'mask zero']);
});
