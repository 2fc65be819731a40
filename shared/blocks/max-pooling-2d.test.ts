import { expect, test } from 'vitest';
import { testBlock, wordsOfProblem } from '../../testing/test-block.ts';
import { maxPooling2d } from './max-pooling-2d.ts';
import { defaultParams } from './params.ts';

const values = 'apart';
const negative = Array.from({ length: 16 }, (_, i) => -((i * 7) % 16) - 1);

testBlock(maxPooling2d, [
  { name: 'as it comes', inputs: [{ shape: [4, 6, 3], values }], multiplyAdds: 0 },
  { name: 'a rest that no window covers', inputs: [{ shape: [5, 7, 2], values }] },
  { name: 'only negative numbers', inputs: [{ shape: [4, 4, 1], values: negative }], batch: 1 },
  { name: 'a lopsided window', params: { poolSize: [3, 1] }, inputs: [{ shape: [6, 4, 2], values }], batch: 2 },
  {
    name: 'windows that overlap',
    params: { poolSize: [3, 3], strides: [1, 2] },
    inputs: [{ shape: [5, 6, 2], values }],
    batch: 2,
  },
  {
    name: 'windows with gaps between them',
    params: { poolSize: [2, 2], strides: [3, 3] },
    inputs: [{ shape: [7, 6, 2], values }],
    batch: 2,
  },
  { name: 'same padding', params: { padding: 'same' }, inputs: [{ shape: [5, 3, 2], values }] },
  {
    name: 'same padding, only negative numbers',
    params: { padding: 'same', poolSize: [3, 3], strides: [2, 2] },
    inputs: [{ shape: [4, 4, 1], values: negative }],
    batch: 1,
  },
  { name: 'a mask ends here', inputs: [{ shape: [4, 4, 2], masked: true, values }], batch: 3 },
]);

test('MaxPooling2D says what shape it needs', () => {
  expect(wordsOfProblem(maxPooling2d, {}, [{ shape: [784] }])).toBe(
    'MaxPooling2D needs 3 dimensions, height×width×channels. Received: 784 (1 dimension).',
  );
  expect(wordsOfProblem(maxPooling2d, { poolSize: [3, 3] }, [{ shape: [2, 8, 1] }])).toBe(
    'MaxPooling2D slides a window of 3×3 over the input, so the input must be at least as large. Received: 2×8.',
  );
  expect(wordsOfProblem(maxPooling2d, {}, [{ shape: [8, 8, 1], dtype: 'int32' }])).toBe(
    'MaxPooling2D computes with decimal numbers (float32); put an Embedding before it. Received: int32.',
  );
});

test('a MaxPooling2D card shows window, stride and padding', () => {
  const params = defaultParams(maxPooling2d.params);
  expect(maxPooling2d.summary(params, [])).toEqual(['2×2', 'stride 2', 'valid']);
  expect(maxPooling2d.summary({ ...params, strides: [1, 3], padding: 'same' }, [])).toEqual([
    '2×2',
    'stride 1×3',
    'same',
  ]);
});
