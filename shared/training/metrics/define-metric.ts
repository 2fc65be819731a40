import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tfjs } from '../../blocks/define-block.ts';
import type { Component, ParamSpecs, ParamValues } from '../../blocks/params.ts';
import { stepWeights } from '../step-weights.ts';

/** A metric as Keras defines it: sums over the epoch, not a mean of batch means. */
export interface Metric<Specs extends ParamSpecs = ParamSpecs> extends Component<Specs> {
  readonly module: 'keras.metrics';
  /** The name in logs, as in Keras: `accuracy`, `mean_absolute_error`. */
  readonly logName: string;
  /** Whether more is better; which way "best" points when a run watches it. */
  readonly higherIsBetter: boolean;
  /** What it compares with, in the words of `Loss.targets`. */
  readonly targets: 'numbers' | 'binary' | 'classes' | 'one-hot';
  /**
   * What one batch adds to the running sums: tensors whose elements, one after the other, are the sums. `target` as for `Loss.compute`.
   * `mask` (bool, of the leading dimensions) says which steps count, with weight 1, the others with 0; null counts all.
   */
  update(
    tf: Tfjs,
    params: ParamValues<Specs>,
    target: Tensor,
    prediction: Tensor,
    mask: Tensor | null,
  ): readonly Tensor[];
  /** The metric from the sums, in double precision. */
  result(params: ParamValues<Specs>, sums: readonly number[]): number;
}

/** Declares a metric; this is the only way to make one. */
export function defineMetric<const Specs extends ParamSpecs>(metric: Omit<Metric<Specs>, 'module'>): Metric<Specs> {
  return { module: 'keras.metrics', ...metric };
}

/** Sum and count of the values that the mask lets count: the sums of a mean. */
export function meanSums(tf: Tfjs, values: Tensor, mask: Tensor | null): readonly Tensor[] {
  if (!mask) return [tf.sum(values), tf.scalar(values.size)];
  const weights = stepWeights(tf, mask, values);
  return [tf.sum(tf.mul(values, weights)), tf.mul(tf.sum(weights), values.size / mask.size)];
}

/** The first sum divided by the second; 0 where the second is 0, as Keras has it before the first batch. */
export function ratio([part, whole]: readonly number[]): number {
  return whole === 0 ? 0 : part! / whole!;
}
