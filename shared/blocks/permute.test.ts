import { expect, test } from 'vitest';
import { testBlock, wordsOfProblem } from '../../testing/test-block.ts';
import { permute } from './permute.ts';

testBlock(permute, [
  { name: 'as it comes', inputs: [{ shape: [3, 4] }], multiplyAdds: 0 },
  { name: 'three dimensions round', params: { dims: [3, 1, 2] }, inputs: [{ shape: [2, 3, 4] }], training: true },
  { name: 'as they were', params: { dims: [1, 2] }, inputs: [{ shape: [3, 4] }] },
  { name: 'one dimension, one sample', params: { dims: [1] }, inputs: [{ shape: [3] }], batch: 1 },
  { name: 'whole numbers stay whole', inputs: [{ shape: [2, 3], dtype: 'int32', values: 9 }] },
  { name: 'a mask ends here', inputs: [{ shape: [4, 3], masked: true }] },
]);

test('Permute needs the dimensions that it orders', () => {
  expect(wordsOfProblem(permute, {}, [{ shape: [8] }])).toBe(
    'Permute orders 2 dimensions, so its input must have as many. Received: 8 (1 dimension).',
  );
  expect(wordsOfProblem(permute, { dims: [1] }, [{ shape: [4, 3] }])).toBe(
    'Permute orders 1 dimension, so its input must have as many. Received: 4×3 (2 dimensions).',
  );
});

test('a Permute card shows the order', () => {
  expect(permute.summary({ dims: [3, 1, 2] }, [])).toEqual(['order 3, 1, 2']);
});
