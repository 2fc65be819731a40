import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Tfjs } from '../../../../shared/blocks/define-block.ts';
import { adam } from '../../../../shared/training/optimizers/adam.ts';
import { createRandom } from '../../../../shared/training/random.ts';
import { onEngine } from '../../../../testing/backends.ts';
import { checkGradient, randomInput, spreadInput } from '../check-gradient.ts';
import { kernelUpdates } from '../fused.ts';
import { webgpu } from '../webgpu.ts';
import { expectNoGrowth } from './check-kernel.ts';

type Pair = number | [number, number];

onEngine('webgpu', 'kernels on WebGPU', () => {
  let tf: Tfjs;
  beforeAll(async () => {
    ({ tf } = await webgpu.start());
  });

  describe('the gradient of a convolution', () => {
    const cases: readonly (readonly [
      x: readonly number[],
      filter: readonly number[],
      strides: Pair,
      pad: 'valid' | 'same',
      dilations: Pair,
    ])[] = [
      [[2, 5, 6, 3], [3, 3, 3, 2], 1, 'valid', 1],
      [[2, 5, 6, 3], [3, 3, 3, 2], 1, 'same', 1],
      [[3, 7, 5, 1], [2, 3, 1, 4], 2, 'valid', 1],
      [[2, 6, 8, 2], [3, 2, 2, 1], [2, 3], 'same', 1],
      [[2, 9, 9, 4], [3, 3, 4, 4], 3, 'same', 1],
      [[2, 5, 5, 2], [1, 1, 2, 2], 2, 'valid', 1],
      [[1, 4, 4, 2], [1, 1, 2, 3], 1, 'valid', 1],
      [[2, 3, 4, 2], [3, 4, 2, 2], 1, 'valid', 1],
      [[2, 2, 3, 1], [5, 5, 1, 2], 1, 'same', 1],
      [[2, 7, 8, 2], [3, 3, 2, 2], 1, 'valid', 2],
      [[2, 7, 8, 2], [3, 2, 2, 2], 1, 'same', [1, 3]],
      [[5, 8, 8, 4], [3, 3, 4, 8], 1, 'same', 1],
    ];

    it.each(cases)('[%s] by [%s], strides %s, %s, dilations %s', async (x, filter, strides, pad, dilations) => {
      const error = await checkGradient(tf, {
        compute: (a, b) => tf.conv2d(a as Tensor4D, b as Tensor4D, strides, pad, 'NHWC', dilations),
        inputs: [randomInput('x', x), randomInput('filter', filter)],
        step: 5e-2,
        directions: 6,
      });
      expect(error).toBeLessThan(1e-3);
    });
  });

  describe('the gradient of a convolution of each channel by itself', () => {
    const cases: readonly (readonly [
      x: readonly number[],
      filter: readonly number[],
      stride: number,
      pad: 'valid' | 'same',
    ])[] = [
      [[2, 5, 6, 3], [3, 3, 3, 1], 1, 'valid'],
      [[2, 5, 6, 3], [3, 2, 3, 2], 1, 'same'],
      [[3, 7, 5, 1], [2, 3, 1, 4], 2, 'valid'],
      [[2, 9, 10, 4], [3, 3, 4, 1], 3, 'same'],
      [[1, 5, 5, 2], [1, 1, 2, 3], 2, 'valid'],
      [[2, 2, 3, 2], [5, 5, 2, 2], 1, 'same'],
    ];

    it.each(cases)('[%s] by [%s], stride %s, %s', async (x, filter, stride, pad) => {
      const error = await checkGradient(tf, {
        compute: (a, b) => tf.depthwiseConv2d(a as Tensor4D, b as Tensor4D, stride, pad),
        inputs: [randomInput('x', x), randomInput('filter', filter)],
        step: 5e-2,
        directions: 6,
      });
      expect(error).toBeLessThan(1e-3);
    });
  });

  const windows: readonly (readonly [shape: readonly number[], size: Pair, strides: Pair, pad: 'valid' | 'same'])[] = [
    [[2, 5, 7, 2], 2, 2, 'valid'],
    [[2, 5, 7, 2], 2, 2, 'same'],
    [[2, 5, 5, 3], 3, 1, 'same'],
    [[3, 6, 5, 1], [3, 2], [1, 2], 'same'],
    [[2, 3, 3, 5], 1, 2, 'same'],
    [[2, 7, 7, 2], 2, 3, 'valid'],
  ];

  it.each(windows)(
    'the gradient of max pooling: [%s] windows of %s every %s, %s',
    async (shape, size, strides, pad) => {
      const error = await checkGradient(tf, {
        compute: (x) => tf.maxPool(x as Tensor4D, size, strides, pad),
        inputs: [spreadInput('pool', shape, -6, -1)],
        step: 5e-3,
        directions: 6,
      });
      expect(error).toBeLessThan(2e-3);
    },
  );

  it.each(windows)('that of average pooling: [%s] windows of %s every %s, %s', async (shape, size, strides, pad) => {
    const error = await checkGradient(tf, {
      compute: (x) => tf.avgPool(x as Tensor4D, size, strides, pad),
      inputs: [randomInput('pool', shape)],
      step: 5e-2,
      directions: 6,
    });
    expect(error).toBeLessThan(1e-3);
  });

  it('the gradient of equal maxima goes to the first, row by row, as in TensorFlow', async () => {
    const gradient = async (values: number[]) => [
      ...(await tf
        .grad((x) => tf.maxPool(x as Tensor4D, 2, 2, 'valid'))(tf.tensor4d(values, [1, 2, 2, 1]))
        .data()),
    ];
    expect(await gradient([0, 0, 0, 0])).toEqual([1, 0, 0, 0]);
    expect(await gradient([-1, 2, 2, 2])).toEqual([0, 1, 0, 0]);
    expect(await gradient([-3, -4, -2, -2])).toEqual([0, 0, 1, 0]);
  });

  describe('a product of matrices', () => {
    const draw = (label: string, ...shape: number[]) => {
      const { values } = randomInput(label, shape);
      return tf.tensor(values, shape);
    };
    const byTheBook = (a: number[][], b: number[][]) => a.map((row) => b[0]!.map((_, j) => dot(row, b, j)));
    const dot = (row: number[], b: number[][], j: number) => row.reduce((sum, x, k) => sum + x * b[k]![j]!, 0);
    const turned = (m: number[][]) => m[0]!.map((_, j) => m.map((row) => row[j]!));

    it.each([
      [7, 5, 3, false, false],
      [13, 40, 17, true, false],
      [13, 40, 17, false, true],
      [13, 40, 17, true, true],
      [20, 2048, 12, true, false],
      [20, 2053, 12, true, false],
      [20, 2048, 12, false, false],
      [300, 33, 300, false, false],
    ])('%i x %i x %i, turned: %s and %s', async (rows, inner, columns, turnA, turnB) => {
      const a = draw('a', ...(turnA ? [inner, rows] : [rows, inner])) as Tensor2D;
      const b = draw('b', ...(turnB ? [columns, inner] : [inner, columns])) as Tensor2D;
      const ours = [...(await tf.matMul(a, b, turnA, turnB).data())];
      const [left, right] = [await a.array(), await b.array()];
      const book = byTheBook(turnA ? turned(left) : left, turnB ? turned(right) : right).flat();
      expect(Math.max(...ours.map((number, i) => Math.abs(number - book[i]!)))).toBeLessThan(1e-6 * (10 + inner));
    });

    it('adds a long sum in the same order each time', async () => {
      const [a, b] = [draw('a', 4096, 20) as Tensor2D, draw('b', 4096, 12) as Tensor2D];
      const run = () => tf.matMul(a, b, true).data();
      const first = await run();
      for (let i = 0; i < 5; i++) expect(await run()).toEqual(first);
    });
  });

  it('rows are summed by their numbers, in the same order each time; a negative number belongs nowhere', async () => {
    const random = createRandom('segments');
    const ids = Array.from({ length: 500 }, () => random.integer(7) - 1);
    const rows = ids.map(() => [...random.normal(19)]);
    const expected = Array.from({ length: 9 }, (_, segment) =>
      Array.from({ length: 19 }, (_, k) =>
        ids.reduce((sum, id, row) => sum + (id === segment ? rows[row]![k]! : 0), 0),
      ),
    );
    const run = () => tf.unsortedSegmentSum(tf.tensor2d(rows), tf.tensor1d(ids, 'int32'), 9).array();
    const sums = (await run()) as number[][];
    expect(Math.max(...sums.flatMap((row, i) => row.map((x, k) => Math.abs(x - expected[i]![k]!))))).toBeLessThan(1e-4);
    expect(await run()).toEqual(sums);
  });

  it('numbers of one type become numbers of another, and every kernel takes them', async () => {
    const bits = tf.tensor2d([1, 0, 1, 1, 0, 0], [2, 3], 'bool');
    const asFloats = tf.cast(bits, 'float32');
    expect([asFloats.dtype, await tf.transpose(asFloats).array()]).toEqual([
      'float32',
      [
        [1, 1],
        [0, 0],
        [1, 0],
      ],
    ]);
    expect(await asFloats.data()).toBeInstanceOf(Float32Array);
    expect(await tf.cast(bits, 'int32').data()).toEqual(Int32Array.of(1, 0, 1, 1, 0, 0));
    expect(await tf.cast(tf.tensor1d([-2.7, 0, 3.2]), 'int32').data()).toEqual(Int32Array.of(-2, 0, 3));
    expect([...(await tf.cast(tf.tensor1d([-2.7, 0, 3.2]), 'bool').data())]).toEqual([1, 0, 1]);
    expect(await tf.cast(tf.tensor1d([-2, 5], 'int32'), 'float32').data()).toEqual(Float32Array.of(-2, 5));
  });

  it.each([
    [[3], [0]],
    [
      [2, 3],
      [1, 0],
    ],
    [
      [2, 3, 4, 5, 2, 3],
      [5, 3, 1, 0, 4, 2],
    ],
  ] as const)('whole numbers of %j are put in the order %j as floats are', async (shape, order) => {
    const count = shape.reduce<number>((product, size) => product * size, 1);
    const numbers = tf.range(0, count);
    const moved = (x: Tensor) => tf.transpose(tf.reshape(x, [...shape]), [...order]);
    const whole = moved(tf.cast(numbers, 'int32'));
    expect([whole.dtype, Float32Array.from(await whole.data())]).toEqual(['int32', await moved(numbers).data()]);
  });

  it.each([[[1]], [[7, 5]], [[3, 3000]]])('Adam on a weight of %j is that of the composed update', async (shape) => {
    const params = { learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, amsgrad: false };
    const random = createRandom('adam');
    const draw = () =>
      tf.tensor(
        random.uniform(
          shape.reduce((x, y) => x * y, 1),
          -1,
          1,
        ),
        shape,
      );
    const gradients = [draw(), draw(), draw()];
    const first = draw();
    const train = (update: NonNullable<typeof kernelUpdates.Adam>) => {
      let weight: Tensor = first;
      let slots: Readonly<Record<string, Tensor>> = { momentum: tf.zeros(shape), velocity: tf.zeros(shape) };
      for (const [steps, gradient] of gradients.entries()) {
        const context = { tf, step: tf.scalar(steps), learningRate: tf.scalar(params.learningRate) };
        const scalars = adam.prepare(context, params);
        ({ weight, slots } = update(tf, params as never, scalars, weight, gradient, slots));
      }
      return [weight, slots.momentum!, slots.velocity!];
    };
    const composed = train(adam.update as unknown as NonNullable<typeof kernelUpdates.Adam>);
    for (const [i, tensor] of train(kernelUpdates.Adam!).entries()) {
      const [difference] = await tf.max(tf.abs(tf.sub(tensor, composed[i]!))).data();
      expect(difference).toBeLessThan(1e-7);
    }
  });

  it("the powers of an optimizer's decay are exact", async () => {
    for (const t of [1, 2, 20, 5000]) {
      const [share] = await tf.sub(1, tf.pow(0.999, tf.add(tf.scalar(t - 1), 1))).data();
      const expected = 1 - Math.fround(Math.fround(0.999) ** t);
      expect(Math.abs(share! - expected) / expected).toBeLessThan(1e-6);
    }
    const many = await tf.pow(tf.tensor1d([1, 2, 3]), tf.tensor1d([2, 3, 0.5])).data();
    expect([...many].map((each, at) => Math.abs(each - [1, 8, Math.sqrt(3)][at]!) < 1e-5)).toEqual([true, true, true]);
  });

  it('a tensor with more numbers than one row of workgroups holds is worked through whole', async () => {
    const size = 65_535 * 64 + 100;
    const y = tf.ones([size]);
    const dx = tf.engine().runKernel('LoomReluGrad', { y, dy: y }) as Tensor;
    expect((await tf.slice(dx, size - 3, 3).data())[2]).toBe(1);
    expect((await tf.sum(dx).data())[0]).toBe(size);
    tf.dispose([y, dx]);
  });

  it('leaves nothing behind', () => {
    const x = tf.tensor(randomInput('x', [3, 6, 6, 2]).values, [3, 6, 6, 2]) as Tensor4D;
    const filter = tf.tensor(randomInput('filter', [3, 3, 2, 4]).values, [3, 3, 2, 4]) as Tensor4D;
    const weight = tf.ones([50]);
    const params = { learningRate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, amsgrad: false };
    expectNoGrowth(tf, () => {
      tf.grads((a, b) => tf.sum(tf.maxPool(tf.relu(tf.conv2d(a as Tensor4D, b as Tensor4D, 1, 'same')), 2, 2, 'same')))(
        [x, filter],
      );
      tf.grads((a, b) => tf.sum(tf.avgPool(tf.conv2d(a as Tensor4D, b as Tensor4D, 2, 'same'), 2, 1, 'same')))([
        x,
        filter,
      ]);
      tf.grad((table) => tf.sum(tf.gather(table, tf.tensor1d([1, 0, 1], 'int32'))))(tf.ones([4, 3]));
      tf.matMul(tf.ones([2100, 20]), tf.ones([2100, 12]), true);
      const scalars = adam.prepare({ tf, step: tf.scalar(0), learningRate: tf.scalar(0.1) }, params);
      kernelUpdates.Adam!(tf, params as never, scalars, weight, weight, { momentum: weight, velocity: weight });
    });
  });

  it('numbers are waited for, and asking for them at once says so', () => {
    expect(() => tf.add([1, 2], [3, 4]).dataSync()).toThrow('Expected: data(). Received: dataSync().');
  });
});
