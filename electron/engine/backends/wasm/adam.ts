import type { TensorInfo } from '@tensorflow/tfjs-core';
import { addressOf, defineKernel, input, output, sizeOf } from './kernel.ts';
import { adamStep } from './simd/adam.ts';
import { numbersOfAnItem } from './simd/rows.ts';

/**
 * One update of Adam. Inputs: weight, gradient, momentum, velocity, and the scalars stepSize, freshMean, freshSquares, epsilon.
 * Outputs: new weight, momentum, velocity.
 */
export const loomAdam = defineKernel({
  name: 'LoomAdam',
  why: 'tfjs-core composes it of a dozen passes over weight and slots.',
  compute({ backend, pool }, inputs) {
    const { shape } = input(inputs, 'weight');
    const size = sizeOf(shape);
    const at = (info: TensorInfo) => addressOf(backend, info);
    const [weight, momentum, velocity] = [shape, shape, shape].map((each) => output(backend, each)) as [
      TensorInfo,
      TensorInfo,
      TensorInfo,
    ];
    pool.run(
      adamStep,
      {
        weight: at(input(inputs, 'weight')),
        gradient: at(input(inputs, 'gradient')),
        momentum: at(input(inputs, 'momentum')),
        velocity: at(input(inputs, 'velocity')),
        stepSize: at(input(inputs, 'stepSize')),
        freshMean: at(input(inputs, 'freshMean')),
        freshSquares: at(input(inputs, 'freshSquares')),
        epsilon: at(input(inputs, 'epsilon')),
        newWeight: at(weight),
        newMomentum: at(momentum),
        newVelocity: at(velocity),
        size,
      },
      Math.ceil(size / numbersOfAnItem),
    );
    return [weight, momentum, velocity];
  },
});
