import type { Tensor4D } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { randomInput } from '../check-gradient.ts';
import { wasm } from '../wasm.ts';
import { expectGradient, expectNoGrowth } from './check-kernel.ts';

const { tf } = await wasm.start();

interface Case {
  readonly x: readonly [number, number, number, number];
  readonly filter: readonly [number, number, number, number];
  readonly strides?: number | [number, number];
  readonly pad?: 'valid' | 'same';
  readonly dilations?: number | [number, number];
}

const cases: readonly Case[] = [
  { x: [2, 5, 6, 3], filter: [3, 3, 3, 2] },
  { x: [2, 5, 6, 3], filter: [3, 3, 3, 2], pad: 'same' },
  { x: [3, 7, 5, 1], filter: [2, 3, 1, 4], strides: 2 },
  { x: [2, 7, 5, 2], filter: [3, 3, 2, 3], strides: 2, pad: 'same' },
  { x: [2, 6, 8, 2], filter: [3, 2, 2, 1], strides: [2, 3], pad: 'same' },
  { x: [2, 6, 8, 2], filter: [2, 2, 2, 3], strides: [3, 1] },
  { x: [1, 4, 4, 2], filter: [1, 1, 2, 3] },
  { x: [2, 5, 5, 2], filter: [1, 1, 2, 2], strides: 2 },
  { x: [2, 3, 4, 2], filter: [3, 4, 2, 2] },
  { x: [2, 2, 3, 1], filter: [5, 5, 1, 2], pad: 'same' },
  { x: [2, 7, 8, 2], filter: [3, 3, 2, 2], dilations: 2 },
  { x: [2, 7, 8, 2], filter: [3, 2, 2, 2], dilations: [1, 3], pad: 'same' },
  { x: [2, 4, 9, 1], filter: [2, 3, 1, 3], dilations: [3, 2], pad: 'same' },
  { x: [9, 6, 6, 4], filter: [3, 3, 4, 5], pad: 'same' },
];

const label = ({ x, filter, strides = 1, pad = 'valid', dilations = 1 }: Case) =>
  `[${x}] by [${filter}], strides ${strides}, ${pad}, dilations ${dilations}`;

const convolve =
  ({ strides = 1, pad = 'valid', dilations = 1 }: Case) =>
  (x: unknown, filter: unknown) =>
    tf.conv2d(x as Tensor4D, filter as Tensor4D, strides, pad, 'NHWC', dilations);

describe('the gradient of a convolution', () => {
  it.each(cases.map((one) => [label(one), one] as const))('%s', async (_, one) => {
    await expectGradient(tf, {
      compute: convolve(one),
      inputs: [randomInput('x', one.x), randomInput('filter', one.filter)],
      step: 5e-2,
    });
  });

  it('is summed over every group of images of a batch too large for the cache', async () => {
    const x = tf.randomUniform([70, 14, 14, 16], -1, 1, 'float32', 1);
    const filter = tf.randomUniform([3, 3, 16, 8], -1, 1, 'float32', 2);
    const run = (from: number, images: number) =>
      tf.grads((a, b) => tf.sum(tf.square(tf.conv2d(a as Tensor4D, b as Tensor4D, 1, 'same'))))([
        tf.slice(x, from, images),
        filter,
      ]);
    const [dx, dfilter] = run(0, 70) as [Tensor4D, Tensor4D];
    const parts = Array.from({ length: 70 }, (_, i) => run(i, 1));
    const dxParts = tf.concat(parts.map(([part]) => part!));
    const dfilterParts = tf.addN(parts.map(([, part]) => part!));
    expect(tf.max(tf.abs(tf.sub(dx, dxParts))).dataSync()[0]).toBeLessThan(1e-3);
    const scale = tf.max(tf.abs(dfilter)).dataSync()[0]!;
    expect(tf.max(tf.abs(tf.sub(dfilter, dfilterParts))).dataSync()[0]! / scale).toBeLessThan(1e-5);
  });

  it('leaves nothing behind in 500 steps', () => {
    const x = tf.randomUniform([3, 6, 6, 2]) as Tensor4D;
    const filter = tf.randomUniform([3, 3, 2, 4]) as Tensor4D;
    expectNoGrowth(tf, () => {
      tf.grads((a, b) => tf.sum(tf.conv2d(a as Tensor4D, b as Tensor4D, 2, 'same')))([x, filter]);
    });
  });
});

describe('the gradient of a depthwise convolution', () => {
  it.each(
    (
      [
        { x: [2, 5, 6, 3], filter: [3, 3, 3, 1] },
        { x: [2, 5, 6, 3], filter: [3, 2, 3, 2], pad: 'same' },
        { x: [2, 7, 5, 2], filter: [3, 3, 2, 2], strides: 2, pad: 'same' },
        { x: [3, 6, 6, 1], filter: [2, 2, 1, 3], strides: 2 },
      ] as readonly Case[]
    ).map((one) => [label(one), one] as const),
  )('%s', async (_, { x, filter, strides = 1, pad = 'valid' }) => {
    await expectGradient(tf, {
      compute: (a, b) => tf.depthwiseConv2d(a as Tensor4D, b as Tensor4D, strides, pad),
      inputs: [randomInput('x', x), randomInput('filter', filter)],
      step: 5e-2,
    });
  });
});

describe('same padding, where strides are larger than the window and the image goes on after its last position', () => {
  const x = tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 9, 1, 1]);
  const filter = tf.ones([2, 1, 1, 1]) as Tensor4D;
  const [strides, pad] = [3, 'same'] as const;

  it.each([
    ['a convolution', () => tf.conv2d(x, filter, strides, pad)],
    ['one joined to what follows it', () => tf.fused.conv2d({ x, filter, strides, pad })],
    ['one of each channel', () => tf.depthwiseConv2d(x, filter, strides, pad)],
    ['one of each channel joined to what follows it', () => tf.fused.depthwiseConv2d({ x, filter, strides, pad })],
  ])('%s', (_, compute) => {
    expect([...compute().dataSync()]).toEqual([3, 9, 15]);
  });

  it('leaves the zeros before the other dimension where they were', () => {
    const row = tf.reshape(tf.tensor1d([1, 2, 3]), [1, 1, 3, 1]) as Tensor4D;
    const image = tf.tile(row, [1, 4, 1, 1]);
    const wide = tf.ones([1, 3, 1, 1]) as Tensor4D;
    expect([...tf.conv2d(image as Tensor4D, wide, [2, 1], pad).dataSync()]).toEqual([3, 6, 5, 3, 6, 5]);
  });
});
