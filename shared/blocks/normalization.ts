import type { Tensor } from '@tensorflow/tfjs-core';
import type { TensorSpec, Tfjs, WeightSpec } from './define-block.ts';
import { biasInitializers, ones, zeros } from './initializers.ts';
import { component, componentValue, flag, float, optionalComponent, type ParamValues } from './params.ts';
import type { PyTorchConstant, PyTorchWeight } from './pytorch-form.ts';
import { regularizers } from './regularizers.ts';
import { requireNumbers, requireRow } from './requirements.ts';
import { trainable } from './weight-specs.ts';

/** What all normalizations have: a small number, and a scale and a shift for each channel that they learn. */
export const normalizationParams = {
  epsilon: float('Epsilon', 0.001, {
    min: 0,
    group: 'advanced',
    help: 'A small number added to the variance, so that nothing is divided by zero.',
  }),
  center: flag('Center', true, { help: 'Adds a number to each channel that is learned (beta).' }),
  scale: flag('Scale', true, { help: 'Multiplies each channel by a number that is learned (gamma).' }),
  betaInitializer: component('Beta initializer', biasInitializers, componentValue(zeros), { group: 'initializers' }),
  gammaInitializer: component('Gamma initializer', biasInitializers, componentValue(ones), { group: 'initializers' }),
  betaRegularizer: optionalComponent('Beta regularizer', regularizers, { group: 'penalties' }),
  gammaRegularizer: optionalComponent('Gamma regularizer', regularizers, { group: 'penalties' }),
} as const;

/** Keras arguments of all normalizations that are no params here: channels come last. */
export const normalizationFixed = { axis: -1, beta_constraint: null, gamma_constraint: null } as const;

type Params = ParamValues<typeof normalizationParams>;

/** A normalization gives what it takes: decimal numbers with channels last. */
export function inferNormalized(type: string, input: TensorSpec) {
  return requireRow(type, input) ?? requireNumbers(type, input) ?? input;
}

/** Gamma and beta, one number for each channel. */
export function learnedOf(params: Params, { shape }: TensorSpec): readonly WeightSpec[] {
  const channels = shape.slice(-1);
  return [
    ...(params.scale ? [trainable('gamma', channels, params.gammaInitializer, params.gammaRegularizer)] : []),
    ...(params.center ? [trainable('beta', channels, params.betaInitializer, params.betaRegularizer)] : []),
  ];
}

/** What is normalized, with the mean and the (biased) variance of each channel that it was normalized by. */
export interface NormalizedBatch {
  readonly tensor: Tensor;
  readonly mean: Tensor;
  readonly variance: Tensor;
}

/** Normalizes each channel by its mean and variance over the batch; channels come last, of any rank from 2. */
export type NormalizeBatch = (
  tf: Tfjs,
  x: Tensor,
  epsilon: number,
  learned: { readonly gamma?: Tensor | undefined; readonly beta?: Tensor | undefined },
) => NormalizedBatch;

/** The same composed of tensor operations: right on every backend, with gradients. */
export const normalizeBatch: NormalizeBatch = (tf, x, epsilon, learned) => {
  const moments = tf.moments(x, axesBeforeLast(x));
  return { ...moments, tensor: normalize(tf, x, moments, epsilon, learned) };
};

/** All axes but that of the channels. */
export const axesBeforeLast = ({ rank }: Tensor): number[] => Array.from({ length: rank - 1 }, (_, axis) => axis);

/** `(x - mean) / sqrt(variance + epsilon) * gamma + beta`, each but x of a shape that fits x. */
export function normalize(
  tf: Tfjs,
  x: Tensor,
  { mean, variance }: { readonly mean: Tensor; readonly variance: Tensor },
  epsilon: number,
  { gamma, beta }: { readonly gamma?: Tensor | undefined; readonly beta?: Tensor | undefined },
): Tensor {
  const inverse = tf.rsqrt(tf.add(variance, epsilon));
  const factor = gamma ? tf.mul(inverse, gamma) : inverse;
  const normalized = tf.mul(tf.sub(x, mean), factor);
  return beta ? tf.add(normalized, beta) : normalized;
}

/** Gamma and beta in PyTorch, which has both or none: one that is not learned stays what it is. */
export function learnedInPyTorch(
  { scale, center }: Pick<Params, 'scale' | 'center'>,
  channels: number,
  flag: 'affine' | 'elementwise_affine',
) {
  const gamma = { attribute: 'weight', startsAs: 1 } as const;
  const beta = { attribute: 'bias', startsAs: 0 } as const;
  const shape = [channels];
  const form = {
    weights: [
      ...(scale ? [{ ...gamma, weight: 'gamma', shape }] : []),
      ...(center ? [{ ...beta, weight: 'beta', shape }] : []),
    ] as readonly PyTorchWeight[],
    constants: [
      ...(center && !scale ? [{ ...gamma, value: 1 as const }] : []),
      ...(scale && !center ? [{ ...beta, value: 0 as const }] : []),
    ] as readonly PyTorchConstant[],
  };
  return { args: scale || center ? [] : [`${flag}=False`], form };
}
