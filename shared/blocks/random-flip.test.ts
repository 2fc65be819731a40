import { expect, test } from 'vitest';
import { testBlock, wordsOfProblem } from '../../testing/test-block.ts';
import { defaultParams } from './params.ts';
import { randomFlip } from './random-flip.ts';

testBlock(randomFlip, [
  { name: 'in use', inputs: [{ shape: [3, 4, 2] }], multiplyAdds: 0 },
  { name: 'in both directions', inputs: [{ shape: [3, 4, 2] }], batch: 8, training: true },
  { name: 'left and right', params: { mode: 'horizontal' }, inputs: [{ shape: [3, 4, 2] }], batch: 8, training: true },
  { name: 'top and bottom', params: { mode: 'vertical' }, inputs: [{ shape: [4, 3, 1] }], batch: 8, training: true },
  { name: 'one picture', inputs: [{ shape: [2, 2, 3] }], batch: 1, training: true },
  { name: 'a mask ends here', inputs: [{ shape: [4, 3, 2], masked: true }], training: true },
]);

test('RandomFlip needs a picture of decimal numbers', () => {
  expect(wordsOfProblem(randomFlip, {}, [{ shape: [28, 28] }])).toBe(
    'RandomFlip needs 3 dimensions, height×width×channels. Received: 28×28 (2 dimensions).',
  );
  expect(wordsOfProblem(randomFlip, {}, [{ shape: [8, 8, 1], dtype: 'int32' }])).toBe(
    'RandomFlip computes with decimal numbers (float32); put an Embedding before it. Received: int32.',
  );
});

test('a RandomFlip card shows its directions', () => {
  expect(randomFlip.summary(defaultParams(randomFlip.params), [])).toEqual(['horizontal', 'vertical']);
  expect(randomFlip.summary({ mode: 'vertical' }, [])).toEqual(['vertical']);
});
