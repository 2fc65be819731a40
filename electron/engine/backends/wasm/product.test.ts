import type { Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../shared/training/random.ts';
import { randomInput } from '../check-gradient.ts';
import { wasm } from '../wasm.ts';
import { expectGradient, expectNoGrowth } from './check-kernel.ts';

const { tf } = await wasm.start();

/** A product by the book, in double precision, for one pair of matrices. */
function byTheBook(a: number[][], b: number[][], transposeA: boolean, transposeB: boolean): number[][] {
  const at = (m: number[][], transposed: boolean, i: number, j: number) => (transposed ? m[j]![i]! : m[i]![j]!);
  const rows = transposeA ? a[0]!.length : a.length;
  const inner = transposeA ? a.length : a[0]!.length;
  const columns = transposeB ? b.length : b[0]!.length;
  return Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (_, j) =>
      Array.from({ length: inner }, (_, k) => at(a, transposeA, i, k) * at(b, transposeB, k, j)).reduce(
        (x, y) => x + y,
        0,
      ),
    ),
  );
}

const flags = [
  [false, false],
  [true, false],
  [false, true],
  [true, true],
] as const;

const random = (label: string, shape: number[]): Tensor =>
  tf.tensor(
    createRandom(label).uniform(
      shape.reduce((x, y) => x * y, 1),
      -1,
      1,
    ),
    shape,
  );

const difference = (a: Tensor, b: Tensor) => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]!;

describe.each(flags)('a product with transposeA %s and transposeB %s', (transposeA, transposeB) => {
  const left = (batch: number[], m: number, k: number) => random('a', [...batch, ...(transposeA ? [k, m] : [m, k])]);
  const right = (batch: number[], k: number, n: number) => random('b', [...batch, ...(transposeB ? [n, k] : [k, n])]);

  it.each([
    [1, 1, 1],
    [3, 5, 7],
    [65, 33, 17],
    [7, 130, 1],
    [1, 9, 50],
  ])('is that of the book for %s x %s x %s', (m, k, n) => {
    const [a, b] = [left([], m, k), right([], k, n)];
    const book = byTheBook(a.arraySync() as number[][], b.arraySync() as number[][], transposeA, transposeB);
    expect(difference(tf.matMul(a, b, transposeA, transposeB), tf.tensor(book))).toBeLessThan(1e-4);
  });

  it.each([
    [[3], [3]],
    [[3], [1]],
    [[1], [3]],
    [
      [2, 3],
      [2, 3],
    ],
    [[2, 3], [3]],
    [
      [2, 1],
      [1, 3],
    ],
  ])('of batches %j and %j takes each pair of matrices', (batchA, batchB) => {
    const [a, b] = [left(batchA, 3, 4), right(batchB, 4, 5)];
    const result = tf.matMul(a, b, transposeA, transposeB);
    const batch = tf.broadcast_util.assertAndGetBroadcastShape(batchA, batchB);
    expect(result.shape).toEqual([...batch, 3, 5]);
    const all = (t: Tensor) =>
      tf.unstack(tf.reshape(tf.broadcastTo(t, [...batch, ...t.shape.slice(-2)]), [-1, ...t.shape.slice(-2)]));
    const others = all(b);
    const parts = all(a).map((one, i) =>
      tf.tensor(byTheBook(one.arraySync() as number[][], others[i]!.arraySync() as number[][], transposeA, transposeB)),
    );
    expect(difference(result, tf.reshape(tf.stack(parts), result.shape))).toBeLessThan(1e-5);
  });

  it('has the right gradients', async () => {
    for (const batch of [[], [2]]) {
      await expectGradient(tf, {
        compute: (a, b) => tf.matMul(a, b, transposeA, transposeB),
        inputs: [
          randomInput('a', [...batch, ...(transposeA ? [4, 3] : [3, 4])]),
          randomInput('b', [...batch, ...(transposeB ? [5, 4] : [4, 5])]),
        ],
        step: 5e-2,
      });
    }
  });

  it('leaves nothing behind in 500 steps', () => {
    const [a, b] = [left([2], 3, 4), right([2], 4, 5)];
    expectNoGrowth(tf, () => tf.grads((x, y) => tf.matMul(x, y, transposeA, transposeB))([a, b]));
  });
});

it('a product sees new numbers in the same matrix of weights', () => {
  const a = random('a', [2, 3]);
  const weights = tf.variable(random('b', [3, 2]));
  const first = tf.matMul(a, weights as Tensor);
  weights.assign(tf.mul(2, weights));
  expect(difference(tf.matMul(a, weights as Tensor), tf.mul(2, first))).toBeLessThan(1e-6);
});
