import type { Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { adam } from '../../../../shared/training/optimizers/adam.ts';
import { createRandom } from '../../../../shared/training/random.ts';
import { kernelUpdates } from '../fused.ts';
import { wasm } from '../wasm.ts';
import { expectNoGrowth } from './check-kernel.ts';

const { tf } = await wasm.start();
const params = { learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, amsgrad: false };
const update = kernelUpdates.Adam!;

describe('the fused update of Adam', () => {
  it.each([[[1]], [[3]], [[7, 5]], [[4096]], [[3, 3000]]])(
    'gives the numbers of the composed one, bit for bit, for a weight of %j',
    (shape) => {
      const size = shape.reduce((x, y) => x * y, 1);
      const random = createRandom('adam');
      const draw = () => tf.tensor(random.uniform(size, -1, 1), shape);
      const gradients = [draw(), draw(), draw()];
      const first = draw();
      const train = (step: typeof update) => {
        let weight: Tensor = first;
        let slots: Readonly<Record<string, Tensor>> = { momentum: tf.zeros(shape), velocity: tf.zeros(shape) };
        for (const [steps, gradient] of gradients.entries()) {
          const context = { tf, step: tf.scalar(steps), learningRate: tf.scalar(params.learningRate) };
          const scalars = adam.prepare(context, params);
          ({ weight, slots } = step(tf, params as never, scalars, weight, gradient, slots));
        }
        return [weight, slots.momentum!, slots.velocity!].map((tensor) => [...tensor.dataSync()]);
      };
      expect(train(update)).toEqual(train(adam.update as unknown as typeof update));
    },
  );

  it('leaves the tensors it is given as they were', () => {
    const [weight, gradient, momentum, velocity] = [1, 2, 3, 4].map((value) => tf.fill([5], value));
    const scalars = adam.prepare({ tf, step: tf.scalar(0), learningRate: tf.scalar(0.1) }, params);
    update(tf, params as never, scalars, weight!, gradient!, { momentum: momentum!, velocity: velocity! });
    expect([weight, gradient, momentum, velocity].map((tensor) => tensor!.dataSync()[4])).toEqual([1, 2, 3, 4]);
  });

  it('leaves AMSGrad to the composed one', () => {
    const slots = { momentum: tf.zeros([2]), velocity: tf.zeros([2]), velocity_hat: tf.zeros([2]) };
    const withAmsgrad = { ...params, amsgrad: true };
    const scalars = adam.prepare({ tf, step: tf.scalar(0), learningRate: tf.scalar(0.1) }, withAmsgrad);
    const updated = update(tf, withAmsgrad as never, scalars, tf.ones([2]), tf.ones([2]), slots);
    expect(Object.keys(updated.slots)).toEqual(['momentum', 'velocity', 'velocity_hat']);
  });

  it('leaves nothing behind in 500 steps', () => {
    const weight = tf.ones([50]);
    expectNoGrowth(tf, () => {
      const scalars = adam.prepare({ tf, step: tf.scalar(0), learningRate: tf.scalar(0.1) }, params);
      update(tf, params as never, scalars, weight, weight, { momentum: weight, velocity: weight });
    });
  });
});
