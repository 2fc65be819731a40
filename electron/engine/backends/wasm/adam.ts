import type { TensorInfo } from '@tensorflow/tfjs-core';
import { sizeOf } from '../../../../shared/blocks/define-block.ts';
import { input } from '../package-kernel.ts';
import { addressesOf, defineKernel, outputs } from './kernel.ts';
import { adamStep } from './simd/adam.ts';
import { numbersOfAnItem } from './simd/rows.ts';

const inputNames = [
  'weight',
  'gradient',
  'momentum',
  'velocity',
  'stepSize',
  'freshMean',
  'freshSquares',
  'epsilon',
] as const;

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
    const [newWeight, newMomentum, newVelocity] = outputs(backend, shape, shape, shape);
    const given = Object.fromEntries(inputNames.map((name) => [name, input(inputs, name)])) as Record<
      (typeof inputNames)[number],
      TensorInfo
    >;
    pool.run(
      adamStep,
      { ...addressesOf(backend, { ...given, newWeight, newMomentum, newVelocity }), size },
      Math.ceil(size / numbersOfAnItem),
      size,
    );
    return [newWeight, newMomentum, newVelocity];
  },
});
