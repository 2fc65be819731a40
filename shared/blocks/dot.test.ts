import { expect, test } from 'vitest';
import { startBackend } from '../../electron/engine/backends/backend.ts';
import { prepareBlock, runBlock, tensorOf } from '../../testing/run-block.ts';
import { testBlock, wordsOfProblem } from '../../testing/test-block.ts';
import type { BlockDefinition } from './define-block.ts';
import { dot } from './dot.ts';

testBlock(dot, [
  { name: 'two rows', inputs: [{ shape: [6] }, { shape: [6] }], multiplyAdds: 6 },
  { name: 'two rows, normalized', params: { normalize: true }, inputs: [{ shape: [6] }, { shape: [6] }], batch: 1 },
  { name: 'two sequences', inputs: [{ shape: [5, 4] }, { shape: [3, 4] }], multiplyAdds: 5 * 3 * 4 },
  { name: 'shares of a sequence', params: { axes: [2, 1] }, inputs: [{ shape: [5, 3] }, { shape: [3, 4] }] },
  { name: 'over the steps of both', params: { axes: [1, 1] }, inputs: [{ shape: [3, 5] }, { shape: [3, 4] }] },
  { name: 'a row with a sequence', inputs: [{ shape: [4] }, { shape: [3, 4] }] },
  { name: 'a sequence with a row', params: { axes: [1, -1] }, inputs: [{ shape: [4, 3] }, { shape: [4] }] },
  {
    name: 'pictures, along dimensions in the middle, normalized, in training',
    params: { axes: [2, -2], normalize: true },
    inputs: [{ shape: [3, 4, 2] }, { shape: [2, 4, 3] }],
    training: true,
  },
  {
    name: 'masks, which end here',
    inputs: [
      { shape: [5, 4], masked: true },
      { shape: [3, 4], masked: true },
    ],
  },
]);

test('a row of zeros has no direction, and no gradient that is not a number', async () => {
  const { tf } = await startBackend('wasm');
  const inputs = [
    { shape: [2], values: [0, 0] },
    { shape: [2], values: [3, 4] },
  ];
  const params = { axes: [-1, -1] as const, normalize: true };
  const options = { batch: 1, training: true, seed: 1 };
  const subject = prepareBlock(dot as unknown as BlockDefinition, params, inputs, options);
  const compute = (a: import('@tensorflow/tfjs-core').Tensor, b: typeof a) =>
    runBlock(tf, subject, [a, b], []).value.tensor;
  const [ofFirst, ofSecond] = tf.grads(compute)(subject.inputs.map((each) => tensorOf(tf, each)));
  expect([...ofFirst!.dataSync()].every(Number.isFinite)).toBe(true);
  expect([...ofSecond!.dataSync()]).toEqual([0, 0]);
});

test('says what does not fit', () => {
  expect(wordsOfProblem(dot, {}, [{ shape: [4] }, { shape: [5] }])).toBe(
    'Dot needs the same size along both axes. Expected: 4. Received: 5.',
  );
  expect(wordsOfProblem(dot, { axes: [1, 2] }, [{ shape: [4] }, { shape: [4] }])).toBe(
    'Dot needs an axis from 1 to 1, or from -1 to -1, which count from the end. Received: 2.',
  );
  expect(wordsOfProblem(dot, {}, [{ shape: [4] }, { shape: [] }])).toBe(
    'Dot needs at least one dimension. Received: one number.',
  );
  expect(wordsOfProblem(dot, {}, [{ shape: [4], dtype: 'int32' }, { shape: [4] }])).toBe(
    'Dot computes with decimal numbers (float32); put an Embedding before it. Received: int32.',
  );
});

test('a Dot card shows its axes', () => {
  expect(dot.summary({ axes: [-1, -1], normalize: false }, [])).toEqual(['axes -1 and -1']);
  expect(dot.summary({ axes: [2, 1], normalize: true }, [])).toEqual(['axes 2 and 1', 'normalized']);
});
