import { describe, expect, it } from 'vitest';
import { randomInput, spreadInput } from '../check-gradient.ts';
import { wasm } from '../wasm.ts';
import { expectGradient, expectNoGrowth } from './check-kernel.ts';

const { tf } = await wasm.start();

describe('sums over leading dimensions', () => {
  it.each([
    [[3, 5], [0]],
    [[1000, 1], [0]],
    [[700, 37], [0]],
    [
      [4, 3, 5, 6],
      [0, 1, 2],
    ],
    [[4, 3, 5, 6], [0]],
    [
      [4, 3, 5, 6],
      [1, 0],
    ],
    [
      [4, 3, 5, 16],
      [2, 3],
    ],
    [
      [4, 3],
      [0, 1],
    ],
    [[4, 3, 2], [1]],
    [[0, 3], [0]],
  ])('of %j over %j, with and without kept dimensions', (shape, axes) => {
    const x = randomInput('sum', shape);
    const expected = new Map<string, number>();
    const kept = shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
    for (const [i, value] of x.values.entries()) {
      let rest = i;
      const place: number[] = [];
      for (let axis = shape.length - 1; axis >= 0; axis--) {
        place.unshift(axes.includes(axis) ? 0 : rest % shape[axis]!);
        rest = Math.floor(rest / shape[axis]!);
      }
      expected.set(place.join(), (expected.get(place.join()) ?? 0) + value);
    }
    for (const keepDims of [false, true]) {
      const result = tf.sum(tf.tensor(x.values, shape), axes, keepDims);
      expect(result.shape).toEqual(keepDims ? kept : shape.filter((_, axis) => !axes.includes(axis)));
      const flat = tf.reshape(result, kept);
      const buffer = flat.bufferSync();
      for (const [place, sum] of expected) {
        expect(buffer.get(...place.split(',').map(Number))).toBeCloseTo(sum, 3);
      }
    }
  });

  it('of a long column are more exact than a running float32 sum', () => {
    // One running sum is off by 1e-2.
    const sum = tf.sum(tf.fill([1_000_000, 1], 0.1), 0).dataSync()[0]!;
    expect(Math.abs(sum / (1_000_000 * Math.fround(0.1)) - 1)).toBeLessThan(1e-4);
  });

  it('of whole numbers stay whole', () => {
    const sum = tf.sum(tf.tensor2d([1, 2, 3, 4], [2, 2], 'int32'), 0);
    expect([sum.dtype, sum.arraySync()]).toEqual(['int32', [4, 6]]);
  });
});

describe('relu', () => {
  it.each([[[3]], [[4096]], [[5000]], [[3, 5, 7]]])('of %j has the right gradient', async (shape) => {
    await expectGradient(tf, {
      compute: (x) => tf.relu(x),
      inputs: [spreadInput('relu', shape, -2.1, 2)],
      step: 1e-4,
      directions: 4,
    });
  });

  it('lets nothing through at 0', () => {
    expect([
      ...tf
        .grad((x) => tf.relu(x))(tf.tensor1d([-1, 0, 1]))
        .dataSync(),
    ]).toEqual([0, 0, 1]);
  });

  it('leaves nothing behind in 500 steps', () => {
    const x = tf.randomUniform([50]);
    expectNoGrowth(tf, () => tf.grad((a) => tf.relu(a))(x));
  });
});
