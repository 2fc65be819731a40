import { beforeAll, describe, expect, test } from 'vitest';
import { startBackend } from '../../electron/engine/backends/backend.ts';
import { prepareBlock, runBlock, tensorOf } from '../../testing/run-block.ts';
import { testBlock, wordsOfProblem } from '../../testing/test-block.ts';
import type { BlockDefinition, Tfjs } from './define-block.ts';
import { dropout } from './dropout.ts';

testBlock(dropout, [
  { name: 'in use', inputs: [{ shape: [6] }], multiplyAdds: 0 },
  { name: 'in training', params: { rate: 0.3 }, inputs: [{ shape: [3, 6] }], training: true },
  { name: 'in training with a mask', inputs: [{ shape: [3, 6], masked: true }], training: true },
  { name: 'rate 0 in training', params: { rate: 0 }, inputs: [{ shape: [6] }], training: true },
  { name: 'on a picture', params: { rate: 0.8 }, inputs: [{ shape: [3, 3, 2] }], training: true },
]);

describe('Dropout in training', () => {
  let tf: Tfjs;
  beforeAll(async () => {
    ({ tf } = await startBackend('wasm'));
  });

  const run = async (rate: number, seeds: readonly number[]): Promise<Float32Array[]> => {
    const inputs = [{ shape: [10000], values: new Array<number>(10000).fill(2) }];
    const options = { batch: 1, training: true, seed: 1 };
    const subject = prepareBlock(dropout as unknown as BlockDefinition, { rate }, inputs, options);
    const outputs = tf.tidy(() =>
      seeds.map((seed) => runBlock(tf, subject, [tensorOf(tf, subject.inputs[0]!)], [], [], seed).value.tensor),
    );
    const values = await Promise.all(outputs.map((output) => output.data<'float32'>()));
    tf.dispose(outputs);
    return values;
  };

  test('blanks out a share of the numbers and scales up the others', async () => {
    const [values] = await run(0.3, [1]);
    const kept = values!.filter((value) => value !== 0);
    // Four standard deviations of a share of 10,000.
    expect(Math.abs(kept.length / 10000 - 0.7)).toBeLessThan(4 * Math.sqrt((0.3 * 0.7) / 10000));
    expect(new Set(kept)).toEqual(new Set([Math.fround(2 * Math.fround(1 / 0.7))]));
    const mean = values!.reduce((sum, value) => sum + value, 0) / 10000;
    expect(Math.abs(mean - 2)).toBeLessThan((4 * 2 * Math.sqrt(0.3 / 0.7)) / 100);
  });

  test('at rate 1 leaves nothing', async () => {
    const [values] = await run(1, [1]);
    expect(values!.every((value) => value === 0)).toBe(true);
  });

  test('gives the same mask for the same seed, another for another', async () => {
    const [first, again, other] = await run(0.5, [1, 1, 2]);
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });
});

test('two calls in one step draw different masks', async () => {
  const { tf } = await startBackend('wasm');
  const inputs = [{ shape: [200] }];
  const subject = prepareBlock(dropout as unknown as BlockDefinition, { rate: 0.5 }, inputs, {
    batch: 1,
    training: true,
    seed: 1,
  });
  const draws: number[] = [];
  tf.tidy(() => {
    runBlock(tf, subject, [tensorOf(tf, subject.inputs[0]!)], [], draws);
  });
  expect(new Set(draws).size).toBeGreaterThan(190);
});

test('Dropout needs decimal numbers', () => {
  expect(wordsOfProblem(dropout, {}, [{ shape: [4], dtype: 'int32' }])).toBe(
    'Dropout computes with decimal numbers (float32); put an Embedding before it. Received: int32.',
  );
});

test('a Dropout card shows its rate', () => {
  expect(dropout.summary({ rate: 0.25 }, [])).toEqual(['rate 0.25']);
});
