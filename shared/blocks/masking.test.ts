import { expect, test } from 'vitest';
import { testBlock, wordsOfProblem } from '../../testing/test-block.ts';
import { masking } from './masking.ts';

/** Two sequences of three steps: padding at the end, a zero that is no padding, padding alone. */
const padded = [1, -2, 0, 0.5, 0, 0, 0, 0, 0, 0, 0, 0];
const apart = { batch: 2, jumps: true } as const;

testBlock(masking, [
  { name: 'no padding', inputs: [{ shape: [3, 4] }], multiplyAdds: 0 },
  { name: 'padding of 0', inputs: [{ shape: [3, 2], values: padded }], ...apart },
  {
    name: 'padding of another number, in training',
    params: { maskValue: -1.1 },
    inputs: [{ shape: [3, 2], values: padded.map((value) => value - 1.1) }],
    training: true,
    ...apart,
  },
  { name: 'after another mask', inputs: [{ shape: [3, 2], values: padded, masked: true }], ...apart },
  { name: 'a row, which counts as one step', inputs: [{ shape: [6], values: padded }], ...apart },
  { name: 'steps of tables', inputs: [{ shape: [2, 3, 1], values: padded }], ...apart },
  { name: 'one sample', inputs: [{ shape: [6, 2], values: padded }], batch: 1, jumps: true },
]);

test('Masking needs rows of decimal numbers', () => {
  expect(wordsOfProblem(masking, {}, [{ shape: [] }])).toBe(
    'Masking needs at least one dimension. Received: one number.',
  );
  expect(wordsOfProblem(masking, {}, [{ shape: [4], dtype: 'int32' }])).toBe(
    'Masking computes with decimal numbers (float32); put an Embedding before it. Received: int32.',
  );
});

test('a Masking card shows what it leaves out', () => {
  expect(masking.summary({ maskValue: -1 }, [])).toEqual(['leaves out -1']);
});
