import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Tfjs } from './define-block.ts';
import type { Pair } from './window.ts';

/**
 * The kernel whose points stand next to each other, for one whose points are apart: a larger one with zeros between its rows and columns.
 * Exact, at the price of the zeros.
 */
export function spreadKernel(tf: Tfjs, kernel: Tensor4D, [high, wide]: Pair): Tensor4D {
  if (high === 1 && wide === 1) return kernel;
  const [height, width, inputs, outputs] = kernel.shape;
  // Rows, then columns: WebGPU adds zeros in four dimensions at most.
  const rows = tf.pad(tf.reshape(kernel, [height, 1, width * inputs * outputs]), [
    [0, 0],
    [0, high - 1],
    [0, 0],
  ]);
  const columns = tf.pad(tf.reshape(rows, [height * high * width, 1, inputs * outputs]), [
    [0, 0],
    [0, wide - 1],
    [0, 0],
  ]);
  const large = tf.reshape(columns, [height * high, width * wide, inputs, outputs]);
  const size: [number, number, number, number] = [(height - 1) * high + 1, (width - 1) * wide + 1, inputs, outputs];
  return tf.slice(large, [0, 0, 0, 0], size) as Tensor4D;
}
