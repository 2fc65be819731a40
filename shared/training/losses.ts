import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tfjs } from '../blocks/define-block.ts';
import type { Component, ParamSpecs, ParamValues } from '../blocks/params.ts';

/** A loss as Keras defines it. */
export interface Loss<Specs extends ParamSpecs = ParamSpecs> extends Component<Specs> {
  /**
   * Loss of each sample or each step of a sample: [batch, ...] with the last dimension of the prediction reduced.
   * `target` has the prediction's shape, or lacks its last dimension for sparse losses.
   */
  compute(tf: Tfjs, params: ParamValues<Specs>, target: Tensor, prediction: Tensor): Tensor;
}

/** Declares a loss. */
export function defineLoss<const Specs extends ParamSpecs>(loss: Loss<Specs>): Loss<Specs> {
  return loss;
}

/** `mean((target - prediction)^2)` over the last dimension. */
export const meanSquaredError = defineLoss({
  type: 'MeanSquaredError',
  title: 'Mean squared error',
  docs: 'The mean of the squared differences; for numbers.',
  params: {},
  compute: (tf, _params, target, prediction) => tf.mean(tf.squaredDifference(target, prediction), -1),
});

/** Every loss on offer, in menu order. */
export const losses = [meanSquaredError] as const;
