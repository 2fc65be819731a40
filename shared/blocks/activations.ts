import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tfjs } from './define-block.ts';

type Activate = (tf: Tfjs, x: Tensor) => Tensor;

/** Every activation on offer by its Keras name, in menu order, with Keras 3's formula. */
export const activations = {
  linear: (_tf, x) => x,
  relu: (tf, x) => tf.relu(x),
  sigmoid: (tf, x) => tf.sigmoid(x),
  tanh: (tf, x) => tf.tanh(x),
  softmax: (tf, x) => tf.softmax(x),
} as const satisfies Record<string, Activate>;

export type ActivationName = keyof typeof activations;
export const activationNames = Object.keys(activations) as ActivationName[];
