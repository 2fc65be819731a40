import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tfjs } from './define-block.ts';

/**
 * The point of the probability simplex nearest to the scores of the last dimension: like softmax, with exact zeros.
 * Source: Martins, Astudillo: "From Softmax to Sparsemax" (ICML 2016), algorithm 1 and equation 10.
 */
export function sparsemax(tf: Tfjs, scores: Tensor): Tensor {
  return tf.customGrad((input, save) => {
    const x = input as Tensor;
    const size = x.shape.at(-1)!;
    const sorted = tf.topk(x, size, true).values;
    // Not -1 for the axis: the wasm kernel of tfjs takes it literally and writes outside its memory.
    const sums = tf.sub(tf.cumsum(sorted, x.rank - 1), 1);
    const inSupport = tf.cast(tf.greater(tf.mul(sorted, tf.range(1, size + 1)), sums), 'float32');
    const count = tf.sum(inSupport, -1, true);
    const threshold = tf.div(tf.sub(tf.sum(tf.mul(sorted, inSupport), -1, true), 1), count);
    const y = tf.relu(tf.sub(x, threshold));
    (save as (tensors: Tensor[]) => void)([y]);
    return {
      value: y,
      gradFunc: (dy: Tensor, [y]: Tensor[]) => {
        const support = tf.step(y!);
        const mean = tf.div(tf.sum(tf.mul(dy, support), -1, true), tf.sum(support, -1, true));
        return tf.mul(support, tf.sub(dy, mean));
      },
    };
  })(scores);
}
