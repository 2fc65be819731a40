import { expect, test } from 'vitest';
import { testBlock, wordsOfProblem } from '../../testing/test-block.ts';
import { reshape } from './reshape.ts';

testBlock(reshape, [
  { name: 'as it comes', inputs: [{ shape: [3, 4] }], multiplyAdds: 0 },
  { name: 'a picture of a row', params: { targetShape: [2, 3, 2] }, inputs: [{ shape: [12] }] },
  { name: 'with a rest', params: { targetShape: [3, -1] }, inputs: [{ shape: [2, 3, 4] }], training: true },
  { name: 'one number of a row of one', params: { targetShape: [] }, inputs: [{ shape: [1] }] },
  { name: 'a row of one number', params: { targetShape: [1, -1] }, inputs: [{ shape: [] }], batch: 1 },
  {
    name: 'whole numbers stay whole',
    params: { targetShape: [3, 2] },
    inputs: [{ shape: [2, 3], dtype: 'int32', values: 9 }],
  },
  { name: 'a mask ends here', params: { targetShape: [3, 4] }, inputs: [{ shape: [4, 3], masked: true }] },
]);

test('Reshape says how many numbers there are', () => {
  const words = (targetShape: readonly number[]) => wordsOfProblem(reshape, { targetShape }, [{ shape: [3, 4] }]);
  expect(words([5, 2])).toBe(
    'Reshape keeps every number of a sample, so the sizes of its target shape must multiply to 12. Received: 5×2.',
  );
  expect(words([5, -1])).toContain('must multiply to 12. Received: 5×-1.');
  expect(words([])).toContain('must multiply to 12. Received: one number.');
});

test('a Reshape card shows the shape, as far as it is known', () => {
  const input = { shape: [3, 4], dtype: 'float32', masked: false } as const;
  expect(reshape.summary({ targetShape: [-1, 2] }, [input])).toEqual(['6×2']);
  expect(reshape.summary({ targetShape: [-1, 5] }, [input])).toEqual(['-1×5']);
  expect(reshape.summary({ targetShape: [-1, 2] }, [])).toEqual(['-1×2']);
});
