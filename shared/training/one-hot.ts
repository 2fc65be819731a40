import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tfjs } from '../blocks/define-block.ts';

/** Rows of zeros with a 1 at each number, float32: the numbers' shape and one more dimension. */
export function oneHotRows(tf: Tfjs, numbers: Tensor, classes: number): Tensor {
  // Asking oneHot itself for float32 gives whole numbers read as floats, nearly 0, on the wasm backend of tfjs 4.22.
  return tf.cast(tf.oneHot(numbers, classes), 'float32');
}
