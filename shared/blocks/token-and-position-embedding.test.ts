import { expect, test } from 'vitest';
import { testBlock, wordsOfProblem } from '../../testing/test-block.ts';
import { glorotNormal } from './initializers.ts';
import { componentValue, defaultParams } from './params.ts';
import { tokenAndPositionEmbedding } from './token-and-position-embedding.ts';

const words = (shape: readonly number[], below: number) => ({ shape, dtype: 'int32' as const, values: below });

testBlock(tokenAndPositionEmbedding, [
  { name: 'as it comes', inputs: [words([7], 1000)], multiplyAdds: 0 },
  {
    name: 'a sequence of just the length',
    params: { vocabularySize: 4, sequenceLength: 6, embeddingDim: 3 },
    inputs: [words([6], 4)],
  },
  {
    name: 'mask zero',
    params: { vocabularySize: 3, sequenceLength: 9, embeddingDim: 4, maskZero: true },
    inputs: [words([6], 3)],
  },
  {
    name: 'several sequences a sample',
    params: { vocabularySize: 5, sequenceLength: 4, embeddingDim: 2, maskZero: true },
    inputs: [words([2, 3], 5)],
  },
  {
    name: 'with another initializer',
    params: {
      vocabularySize: 5,
      sequenceLength: 4,
      embeddingDim: 3,
      embeddingsInitializer: componentValue(glorotNormal),
    },
    inputs: [words([4], 5)],
  },
]);

test('TokenAndPositionEmbedding needs a sequence of whole numbers, no longer than it has places', () => {
  const said = (shape: readonly number[], dtype: 'int32' | 'float32') =>
    wordsOfProblem(tokenAndPositionEmbedding, { sequenceLength: 8 }, [{ shape, dtype }]);
  expect(said([8], 'float32')).toBe(
    'TokenAndPositionEmbedding looks up rows by whole numbers (int32). Received: float32.',
  );
  expect(said([], 'int32')).toBe('TokenAndPositionEmbedding needs at least one dimension. Received: one number.');
  expect(said([9], 'int32')).toBe(
    'TokenAndPositionEmbedding knows 8 places, so a sequence can be no longer than that. Received: 9.',
  );
});

test('its card shows vocabulary, dimension and places', () => {
  const params = { ...defaultParams(tokenAndPositionEmbedding.params), vocabularySize: 10000 };
  expect(tokenAndPositionEmbedding.summary(params, [])).toEqual(['10000 → 32', '256 places']);
  expect(tokenAndPositionEmbedding.summary({ ...params, maskZero: true }, [])).toEqual([
    '10000 → 32',
    '256 places',
    'mask zero',
  ]);
});
