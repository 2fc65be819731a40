import type { Tensor4D } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { randomInput, spreadInput } from '../check-gradient.ts';
import { wasm } from '../wasm.ts';
import { expectGradient, expectNoGrowth } from './check-kernel.ts';

const { tf } = await wasm.start();

type Pair = number | [number, number];
type Case = readonly [shape: readonly number[], size: Pair, strides: Pair, pad: 'valid' | 'same'];

const cases: readonly Case[] = [
  [[2, 4, 6, 3], 2, 2, 'valid'],
  [[2, 5, 7, 2], 2, 2, 'valid'],
  [[2, 5, 7, 2], 2, 2, 'same'],
  [[2, 5, 5, 3], 3, 1, 'same'],
  [[3, 6, 5, 1], [3, 2], [1, 2], 'same'],
  [[1, 7, 7, 2], 3, 2, 'valid'],
  [[2, 3, 3, 5], 1, 2, 'same'],
  [[2, 6, 6, 2], 2, 3, 'valid'],
];

describe('the gradient of max pooling', () => {
  it.each(cases)('[%s] windows of %s every %s, %s; all negative', async (shape, size, strides, pad) => {
    await expectGradient(tf, {
      compute: (x) => tf.maxPool(x as Tensor4D, size, strides, pad),
      inputs: [spreadInput('pool', shape, -6, -1)],
      step: 5e-3,
    });
  });

  it('all positive and mixed', async () => {
    for (const [low, high] of [
      [1, 6],
      [-3, 3],
    ]) {
      await expectGradient(tf, {
        compute: (x) => tf.maxPool(x as Tensor4D, 3, 2, 'same'),
        inputs: [spreadInput('pool', [2, 5, 7, 2], low, high)],
        step: 5e-3,
      });
    }
  });

  it('goes to the first of equal maxima, row by row, as in TensorFlow', () => {
    const gradient = (values: number[]) => [
      ...tf
        .grad((x) => tf.maxPool(x as Tensor4D, 2, 2, 'valid'))(tf.tensor4d(values, [1, 2, 2, 1]))
        .dataSync(),
    ];
    expect(gradient([0, 0, 0, 0])).toEqual([1, 0, 0, 0]);
    expect(gradient([-1, 2, 2, 2])).toEqual([0, 1, 0, 0]);
    expect(gradient([-3, -4, -2, -2])).toEqual([0, 0, 1, 0]);
    // Overlapping windows meet in one place.
    const overlapping = tf.grad((x) => tf.maxPool(x as Tensor4D, 2, 1, 'valid'))(
      tf.tensor4d([0, 0, 0, 0, 9, 0, 0, 0, 0], [1, 3, 3, 1]),
    );
    expect([...overlapping.dataSync()]).toEqual([0, 0, 0, 0, 4, 0, 0, 0, 0]);
  });

  it('leaves nothing behind in 500 steps', () => {
    const x = tf.randomUniform([3, 6, 6, 2]);
    expectNoGrowth(tf, () => tf.grad((a) => tf.maxPool(a as Tensor4D, 2, 2, 'same'))(x));
  });
});

describe('the gradient of average pooling', () => {
  it.each(cases)('[%s] windows of %s every %s, %s', async (shape, size, strides, pad) => {
    await expectGradient(tf, {
      compute: (x) => tf.avgPool(x as Tensor4D, size, strides, pad),
      inputs: [randomInput('pool', shape)],
      step: 5e-2,
    });
  });

  it('leaves nothing behind in 500 steps', () => {
    const x = tf.randomUniform([3, 6, 6, 2]);
    expectNoGrowth(tf, () => tf.grad((a) => tf.avgPool(a as Tensor4D, 2, 2, 'same'))(x));
  });
});
