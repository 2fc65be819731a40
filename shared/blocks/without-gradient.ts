import type { Tfjs } from './define-block.ts';

/**
 * Computes what no gradient shall lead back through, such as a mask made of numbers: the library does not record it, and so neither asks
 * the operations for gradients that they do not have nor keeps what lies between.
 */
export function withoutGradient<Result>(tf: Tfjs, compute: () => Result): Result {
  // The library records what is called from outside alone; this is how it marks what its own operations call.
  const { state } = tf.engine();
  state.kernelDepth++;
  try {
    return compute();
  } finally {
    state.kernelDepth--;
  }
}
