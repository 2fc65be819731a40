import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tfjs } from '../../blocks/define-block.ts';
import { type Component, flag, type ParamSpecs, type ParamValues } from '../../blocks/params.ts';

/** A loss as Keras defines it. */
export interface Loss<Specs extends ParamSpecs = ParamSpecs> extends Component<Specs> {
  readonly module: 'keras.losses';
  /** What it compares with: numbers, one yes or no, class numbers, or class numbers turned into one-hot rows. */
  readonly targets: 'numbers' | 'binary' | 'classes' | 'one-hot';
  /** What predictions must be when it is not set to "from logits": anything, probabilities, or rows of them that sum to 1. */
  readonly expects: 'any' | 'probability' | 'distribution';
  /**
   * Loss of each sample or each step of a sample: [batch, ...] with the last dimension of the prediction reduced.
   * `target` is float32 in the prediction's shape; for losses with `targets: 'classes'` int32 without its last dimension, or shares of the
   * classes in the prediction's shape, where rows were mixed.
   */
  compute(tf: Tfjs, params: ParamValues<Specs>, target: Tensor, prediction: Tensor): Tensor;
  /** The same as Python of PyTorch, or its mean. */
  toPyTorch(params: ParamValues<Specs>, variables: PyTorchJudged): string;
}

/** What a loss in PyTorch compares. */
export interface PyTorchJudged {
  readonly prediction: string;
  readonly target: string;
  /** Dimensions of the prediction, the batch among them. */
  readonly dimensions: number;
  /** Size of its last dimension. */
  readonly classes: number;
  /** Whether the loss of each sample or step is wanted, and not their mean. */
  readonly each: boolean;
}

/** Declares a loss; this is the only way to make one. */
export function defineLoss<const Specs extends ParamSpecs>(loss: Omit<Loss<Specs>, 'module'>): Loss<Specs> {
  return { module: 'keras.losses', ...loss };
}

/** The param of losses that take either probabilities or the unbounded scores before them. */
export const fromLogits = flag('From logits', false, {
  help: 'On when the last layer has a linear activation: the loss then turns scores into probabilities itself, with less rounding.',
});

/** A loss that PyTorch has as a function of prediction and target, number by number. */
export function lossInPyTorch(name: string, { prediction, target, each }: PyTorchJudged, setting?: string): string {
  const settings = [...(setting === undefined ? [] : [setting]), ...(each ? ['reduction="none"'] : [])];
  return `F.${name}(${[prediction, target, ...settings].join(', ')})${each ? '.mean(-1)' : ''}`;
}
