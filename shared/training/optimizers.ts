import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tfjs } from '../blocks/define-block.ts';
import { type Component, float, type ParamSpecs, type ParamValues } from '../blocks/params.ts';

/** What an update may use besides weight, gradient and slots. */
export interface UpdateContext {
  readonly tf: Tfjs;
  /** Updates done before this one, from 0: a scalar tensor, so that a recorded step stays right. */
  readonly step: Tensor;
  /** A scalar tensor, so that schedules change it between steps. */
  readonly learningRate: Tensor;
}

/** An optimizer as Keras 3 computes it, one weight at a time. */
export interface Optimizer<Specs extends ParamSpecs = ParamSpecs> extends Component<Specs> {
  /** Names of the tensors kept for each weight, each of the weight's shape; first values by `slotValue`. */
  slots(params: ParamValues<Specs>): readonly string[];
  /** The number every element of a slot starts with. */
  slotValue(params: ParamValues<Specs>, slot: string): number;
  /** The new weight and slots. */
  update(
    context: UpdateContext,
    params: ParamValues<Specs>,
    weight: Tensor,
    gradient: Tensor,
    slots: Readonly<Record<string, Tensor>>,
  ): { readonly weight: Tensor; readonly slots: Readonly<Record<string, Tensor>> };
}

/** Declares an optimizer. */
export function defineOptimizer<const Specs extends ParamSpecs>(optimizer: Optimizer<Specs>): Optimizer<Specs> {
  return optimizer;
}

/** Stochastic gradient descent without momentum. */
export const sgd = defineOptimizer({
  type: 'SGD',
  title: 'SGD',
  docs: 'Steps straight down the slope.',
  params: { learningRate: float('Learning rate', 0.01, { min: 0 }) },
  slots: () => [],
  slotValue: () => 0,
  update: ({ tf, learningRate }, _params, weight, gradient) => ({
    weight: tf.sub(weight, tf.mul(learningRate, gradient)),
    slots: {},
  }),
});

/** Every optimizer on offer, in menu order. */
export const optimizers = [sgd] as const;
