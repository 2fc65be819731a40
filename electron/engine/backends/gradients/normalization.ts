import type { NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';
import type { Gradient } from './define-gradient.ts';

/** Batch normalization as one kernel, on backends that have it. It gives y, and the mean and variance of each channel. */
export const normalizationGradients: readonly Gradient[] = [
  {
    kernel: 'LoomBatchNormalization',
    keepsInputs: ['x', 'gamma'],
    keepsOutputs: [false, true, true],
    compute({ tf, dy, saved: [x, gamma, mean, variance], attributes }) {
      const inputs = { x, gamma, mean, variance, dy } as NamedTensorMap;
      // Computed here and not when asked for: each gradient is asked for in a scope of its own.
      const [dx, dGamma, dBeta] = tf.engine().runKernel('LoomBatchNormalizationGrad', inputs, attributes) as Tensor[];
      return { x: () => dx!, gamma: () => dGamma!, beta: () => dBeta! };
    },
  },
];
