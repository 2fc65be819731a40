import type { Tensor } from '@tensorflow/tfjs-core';
import { pythonNumber } from '../code/python.ts';
import type { Tfjs } from './define-block.ts';
import { type Component, type ComponentValue, float, type ParamSpecs, type ParamValues } from './params.ts';

/** A penalty on the numbers of a weight, or of an output, that training makes small together with the loss. */
export interface Regularizer<Specs extends ParamSpecs = ParamSpecs> extends Component<Specs> {
  readonly module: 'keras.regularizers';
  /** The penalty, a scalar. */
  penalty(tf: Tfjs, params: ParamValues<Specs>, weight: Tensor): Tensor;
  /** The same as Python of PyTorch: what is added up. */
  toPyTorch(params: ParamValues<Specs>, weight: string): readonly string[];
}

function defineRegularizer<const Specs extends ParamSpecs>(
  regularizer: Omit<Regularizer<Specs>, 'module'>,
): Regularizer<Specs> {
  return { module: 'keras.regularizers', ...regularizer };
}

/** Sum of magnitudes. Its slope at exactly 0 is 0, where that of tfjs's own `abs` is -1 and would move weights that should rest. */
function sumOfMagnitudes(tf: Tfjs, weight: Tensor): Tensor {
  return tf.customGrad((input, save) => {
    const x = input as Tensor;
    (save as (tensors: Tensor[]) => void)([x]);
    return { value: tf.sum(tf.abs(x)), gradFunc: (dy: Tensor, [x]: Tensor[]) => tf.mul(dy, tf.sign(x!)) };
  })(weight);
}

const sumOfSquares = (tf: Tfjs, weight: Tensor) => tf.sum(tf.square(weight));

const magnitudesInPyTorch = (factor: number, weight: string): readonly string[] =>
  factor === 0 ? [] : [`${pythonNumber(factor, true)} * ${weight}.abs().sum()`];

const squaresInPyTorch = (factor: number, weight: string): readonly string[] =>
  factor === 0 ? [] : [`${pythonNumber(factor, true)} * ${weight}.square().sum()`];

/** Adds `l1 * sum(|w|)` to the loss. */
export const l1 = defineRegularizer({
  type: 'L1',
  title: 'L1',
  docs: 'Makes weights pay for their size, and the least useful ones end near zero.',
  params: { l1: float('Factor', 0.01, { min: 0 }) },
  penalty: (tf, params, weight) => tf.mul(sumOfMagnitudes(tf, weight), params.l1),
  toPyTorch: (params, weight) => magnitudesInPyTorch(params.l1, weight),
});

/** Adds `l2 * sum(w^2)` to the loss. */
export const l2 = defineRegularizer({
  type: 'L2',
  title: 'L2',
  docs: 'Makes large weights pay most, so that all stay small and no single input decides alone.',
  params: { l2: float('Factor', 0.01, { min: 0 }) },
  penalty: (tf, params, weight) => tf.mul(sumOfSquares(tf, weight), params.l2),
  toPyTorch: (params, weight) => squaresInPyTorch(params.l2, weight),
});

/** Adds `l1 * sum(|w|) + l2 * sum(w^2)` to the loss. */
export const l1l2 = defineRegularizer({
  type: 'L1L2',
  title: 'L1 and L2',
  docs: 'Both penalties at once: some weights end near zero, and the others stay small.',
  params: { l1: float('L1 factor', 0, { min: 0 }), l2: float('L2 factor', 0, { min: 0 }) },
  penalty: (tf, params, weight) =>
    tf.add(tf.mul(sumOfMagnitudes(tf, weight), params.l1), tf.mul(sumOfSquares(tf, weight), params.l2)),
  toPyTorch: (params, weight) => [...magnitudesInPyTorch(params.l1, weight), ...squaresInPyTorch(params.l2, weight)],
});

/** Every regularizer on offer, in menu order. */
export const regularizers = [l1, l2, l1l2] as const;

/** The penalty of a regularizer's value on a weight, a scalar. Throws for a type that is not in the list. */
export function penaltyOf(tf: Tfjs, value: ComponentValue, weight: Tensor): Tensor {
  return regularizerOf(value).penalty(tf, value as ParamValues<ParamSpecs>, weight);
}

/** The same as Python of PyTorch: what is added up, nothing where all factors are 0. */
export function penaltyInPyTorch(value: ComponentValue, weight: string): readonly string[] {
  return regularizerOf(value).toPyTorch(value as ParamValues<ParamSpecs>, weight);
}

function regularizerOf(value: ComponentValue): Regularizer {
  const regularizer: Regularizer | undefined = regularizers.find(({ type }) => type === value.type);
  if (!regularizer) {
    const expected = regularizers.map(({ type }) => type).join(', ');
    throw new Error(`A regularizer is one of ${expected}. Received: ${value.type}.`);
  }
  return regularizer;
}

/** What Keras adds to the loss for an activity regularizer: the penalty on the output, divided by the samples in the batch. */
export function activityPenalty(tf: Tfjs, value: ComponentValue, output: Tensor): Tensor {
  return tf.div(penaltyOf(tf, value, output), output.shape[0]!);
}
