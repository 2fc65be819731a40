import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tfjs } from '../blocks/define-block.ts';
import type { Component, ParamSpecs, ParamValues } from '../blocks/params.ts';

/** A metric as Keras defines it: sums over the epoch, not a mean of batch means. */
export interface Metric<Specs extends ParamSpecs = ParamSpecs> extends Component<Specs> {
  /** The name in logs, as in Keras: `accuracy`, `mean_absolute_error`. */
  readonly logName: string;
  /** Whether more is better; which way "best" points when a run watches it. */
  readonly higherIsBetter: boolean;
  /**
   * What one batch adds to the running sums: a rank-1 tensor whose length depends on params alone. `weight` is null, or the mask as
   * float32 in the shape of the per-step values.
   */
  update(tf: Tfjs, params: ParamValues<Specs>, target: Tensor, prediction: Tensor, weight: Tensor | null): Tensor;
  /** The metric from the sums, in double precision. */
  result(params: ParamValues<Specs>, sums: readonly number[]): number;
}

/** Declares a metric. */
export function defineMetric<const Specs extends ParamSpecs>(metric: Metric<Specs>): Metric<Specs> {
  return metric;
}

/** `mean(|target - prediction|)`. */
export const meanAbsoluteError = defineMetric({
  type: 'MeanAbsoluteError',
  title: 'Mean absolute error',
  docs: 'How far off the answer is on average, in the unit of the target.',
  logName: 'mean_absolute_error',
  higherIsBetter: false,
  params: {},
  update(tf, _params, target, prediction, weight) {
    const values = tf.mean(tf.abs(tf.sub(target, prediction)), -1);
    const counted = weight ?? tf.onesLike(values);
    return tf.stack([tf.sum(tf.mul(values, counted)), tf.sum(counted)]);
  },
  result: (_params, [sum, count]) => sum! / count!,
});

/** Every metric on offer, in menu order. */
export const metrics = [meanAbsoluteError] as const;
