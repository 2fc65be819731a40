import { expect, test } from 'vitest';
import { testBlock, wordsOfProblem } from '../../testing/test-block.ts';
import { elu } from './elu.ts';

const values = 'off-kinks';

testBlock(elu, [
  { name: 'as it comes', inputs: [{ shape: [16], values }], multiplyAdds: 0 },
  { name: 'a small alpha', params: { alpha: 0.25 }, inputs: [{ shape: [16], values }] },
  { name: 'a large alpha', params: { alpha: 3 }, inputs: [{ shape: [16], values }] },
  { name: 'with a mask', params: { alpha: 0.5 }, inputs: [{ shape: [4, 3], masked: true, values }] },
  { name: 'one picture, in training', inputs: [{ shape: [3, 3, 2], values }], batch: 1, training: true },
]);

test('ELU needs decimal numbers', () => {
  expect(wordsOfProblem(elu, {}, [{ shape: [4], dtype: 'int32' }])).toBe(
    'ELU computes with decimal numbers (float32); put an Embedding before it. Received: int32.',
  );
});

test('an ELU card shows its alpha', () => {
  expect(elu.summary({ alpha: 0.5 }, [])).toEqual(['alpha 0.5']);
});
