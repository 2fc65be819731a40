import type { Tensor2D } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { randomInput } from '../check-gradient.ts';
import { wasm } from '../wasm.ts';
import { expectGradient, expectNoGrowth } from './check-kernel.ts';

const { tf } = await wasm.start();

describe('looking rows up', () => {
  it.each([
    [[7, 4], [3, 0, 3, 6], [4], 0],
    [[7, 4], [3, 0, 3, 6, 3, 1], [2, 3], 0],
    [[5, 1], [4, 4, 4], [3], 0],
    [[3, 5, 2], [1, 1, 4], [3], 1],
    [[2, 3, 4], [0, 3, 3, 1], [2, 2], 2],
  ])('of a table %j has the right gradient (axis %#)', async (shape, ids, idsShape, axis) => {
    await expectGradient(tf, {
      compute: (table) => tf.gather(table, tf.tensor(ids, idsShape, 'int32'), axis),
      inputs: [randomInput('table', shape)],
    });
  });

  it.each([
    [[7, 4], [3, 0, 3, 6], [4], 0],
    [[6, 3], [5, 0, 1, 1, 2, 4], [3, 2], -2],
    [[3, 5, 2], [1, 1, 4], [3], 1],
    [[2, 3, 40], [2, 0, 1, 1], [4], 1],
    [[2, 3, 4], [0, 3, 3, 1], [2, 2], 2],
    [[2, 3], [], [0], 0],
  ])('finds every row of a table %j, in decimal and in whole numbers (axis %#)', (shape, ids, idsShape, axis) => {
    const place = axis < 0 ? axis + shape.length : axis;
    const [rows, inner] = [shape[place]!, shape.slice(place + 1).reduce((product, size) => product * size, 1)];
    const values = Array.from({ length: shape.reduce((product, size) => product * size, 1) }, (_, at) => at);
    const expected = Array.from({ length: values.length / (rows * inner) }).flatMap((_, table) =>
      ids.flatMap((id) => values.slice((table * rows + id) * inner, (table * rows + id + 1) * inner)),
    );
    for (const dtype of ['float32', 'int32'] as const) {
      const found = tf.gather(tf.tensor(values, shape, dtype), tf.tensor(ids, idsShape, 'int32'), axis);
      expect([found.shape, found.dtype]).toEqual([shape.toSpliced(place, 1, ...idsShape), dtype]);
      expect([...found.dataSync()]).toEqual(expected);
    }
  });

  it('refuses a row that is not there', () => {
    const gather = (id: number) => () => tf.gather(tf.ones([4, 2]), tf.tensor1d([0, id], 'int32'));
    expect(gather(4)).toThrow('Rows are looked up by 0 to 3. Received: 4.');
    expect(gather(-1)).toThrow('Received: -1.');
  });

  it('knows no table for each sample, and leaves answers of yes or no to the package', () => {
    const tables = tf.ones([2, 2, 1]);
    const ids = tf.tensor2d([1, 0], [2, 1], 'int32');
    expect(() => tf.gather(tables, ids, 1, 1)).toThrow('one table for the whole batch. Received: 1.');
    expect([...tf.gather(tf.tensor1d([true, false]), tf.tensor1d([1, 0], 'int32')).dataSync()]).toEqual([0, 1]);
  });

  it('gives no gradient to rows that were not looked up, and the sum to those looked up often', () => {
    const gradient = tf.grad((table) => tf.gather(table, tf.tensor1d([1, 1, 3], 'int32')))(tf.zeros([4, 2]));
    expect(gradient.arraySync()).toEqual([
      [0, 0],
      [2, 2],
      [0, 0],
      [1, 1],
    ]);
  });

  it('leaves nothing behind in 500 steps', () => {
    const table = tf.randomUniform([50, 3]) as Tensor2D;
    const ids = tf.tensor1d([1, 7, 7, 49], 'int32');
    expectNoGrowth(tf, () => tf.grad((x) => tf.gather(x, ids))(table));
  });
});

describe('sums of segments', () => {
  it('add up rows by number; negative numbers belong nowhere, whole numbers stay whole', () => {
    const ids = tf.tensor1d([2, -1, 0, 2], 'int32');
    const rows = [
      [1, 2],
      [3, 4],
      [5, 6],
      [7, 8],
    ];
    const expected = [
      [5, 6],
      [0, 0],
      [8, 10],
    ];
    expect(tf.unsortedSegmentSum(tf.tensor2d(rows), ids, 3).arraySync()).toEqual(expected);
    const whole = tf.unsortedSegmentSum(tf.tensor2d(rows, [4, 2], 'int32'), ids, 3);
    expect([whole.dtype, whole.arraySync()]).toEqual(['int32', expected]);
  });

  it('refuse a number past the last segment', () => {
    expect(() => tf.unsortedSegmentSum(tf.ones([1, 2]), tf.tensor1d([3], 'int32'), 3)).toThrow('Received: 3');
  });
});

it('a copy shares its numbers until one of the two is replaced', () => {
  const backend = tf.backend();
  const before = backend.numDataIds();
  const original = tf.variable(tf.tensor1d([1, 2]));
  const copy = tf.clone(original as unknown as Tensor2D);
  expect(backend.numDataIds()).toBe(before + 1);
  original.assign(tf.tensor1d([3, 4]));
  expect([...copy.dataSync(), ...original.dataSync()]).toEqual([1, 2, 3, 4]);
  copy.dispose();
  expect([...original.dataSync()]).toEqual([3, 4]);
});
