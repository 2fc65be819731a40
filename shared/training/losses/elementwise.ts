import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tfjs } from '../../blocks/define-block.ts';

/** `keras.config.epsilon()`: how near probabilities come to 0 and 1 before a logarithm is taken. */
export const probabilityMargin = 1e-7;

/** Probabilities kept off 0 and 1 by Keras's margin; the slope is 0 where they were beyond. */
export function clipProbabilities(tf: Tfjs, probabilities: Tensor): Tensor {
  return tf.clipByValue(probabilities, probabilityMargin, 1 - probabilityMargin);
}

/** The same as Python of PyTorch. */
export function clippedInPyTorch(probabilities: string): string {
  return `${probabilities}.clamp(${probabilityMargin}, 1 - ${probabilityMargin})`;
}

/** Magnitude whose slope at exactly 0 is 0, as in Keras; that of tfjs's own `abs` is -1 there. */
export function magnitude(tf: Tfjs, values: Tensor): Tensor {
  return tf.customGrad((input, save) => {
    const x = input as Tensor;
    (save as (tensors: Tensor[]) => void)([x]);
    return { value: tf.abs(x), gradFunc: (dy: Tensor, [x]: Tensor[]) => tf.mul(dy, tf.sign(x!)) };
  })(values);
}
