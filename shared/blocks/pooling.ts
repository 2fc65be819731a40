import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { isProblem, type ProblemText } from '../messages/problem.ts';
import type { TensorSpec, Tfjs, Value } from './define-block.ts';
import { choice, flag, int, optionalInt, optionalPair, pair } from './params.ts';
import { requireNumbers, requireRank } from './requirements.ts';
import { asPicture, formOf, paddings, type Sizes, sizesOf, type Window, windowPositions } from './window.ts';

/** The window of a pooling over height and width. */
export const picturePooling = {
  poolSize: pair('Pool size', [2, 2], { min: 1, help: 'Height and width of the window.' }),
  strides: optionalPair('Strides', {
    min: 1,
    whenNull: 'as pool size',
    help: 'How far the window moves at each step.',
  }),
  padding: choice('Padding', paddings, 'valid', {
    help: 'valid keeps inside the picture; same goes over its border.',
  }),
} as const;

/** The window of a pooling over time. */
export const sequencePooling = {
  poolSize: int('Pool size', 2, { min: 1, help: 'How many steps the window covers.' }),
  strides: optionalInt('Strides', {
    min: 1,
    whenNull: 'as pool size',
    help: 'How far the window moves at each step.',
  }),
  padding: choice('Padding', paddings, 'valid', {
    help: 'valid keeps inside the sequence; same goes over its ends.',
  }),
} as const;

/** The arguments of Keras that are no params of any pooling here. */
export const poolingFixed = { data_format: 'channels_last' } as const;

interface PoolingParams {
  readonly poolSize: Sizes;
  readonly strides: Sizes | null;
  readonly padding: Window['padding'];
}

/** The card of a pooling: window, stride and padding. */
export function summarizePooling({ poolSize, strides, padding }: PoolingParams): readonly string[] {
  const [down, right = down] = sizesOf(strides ?? poolSize);
  return [sizesOf(poolSize).join('×'), `stride ${down === right ? down : `${down}×${right}`}`, padding];
}

/** What a pooling gives for an input, or a problem. */
export function inferPooling(
  type: string,
  { poolSize, strides, padding }: PoolingParams,
  input: TensorSpec,
): TensorSpec | ProblemText {
  const wrong = requireRank(type, input, formOf(poolSize)) ?? requireNumbers(type, input);
  if (wrong) return wrong;
  const dilation = typeof poolSize === 'number' ? 1 : ([1, 1] as const);
  const window = { size: poolSize, strides: strides ?? poolSize, dilation, padding };
  const positions = windowPositions(type, input.shape.slice(0, -1), window);
  return isProblem(positions)
    ? positions
    : { shape: [...positions, input.shape.at(-1)!], dtype: 'float32', masked: false };
}

/** One number of each window, channel by channel. No pooling of Keras hands on a mask. */
export function computePooling(
  tf: Tfjs,
  kind: 'maxPool' | 'avgPool',
  { poolSize, strides, padding }: PoolingParams,
  { tensor }: Value,
): Value {
  // A sequence is a picture of height 1.
  const isSequence = typeof poolSize === 'number';
  const picture = isSequence ? tf.expandDims(tensor, 1) : tensor;
  const pooled: Tensor = tf[kind](
    picture as Tensor4D,
    asPicture(poolSize),
    asPicture(strides ?? poolSize),
    padding === 'same' ? 'same' : 'valid',
  );
  return { tensor: isSequence ? tf.squeeze(pooled, [1]) : pooled, mask: null };
}

/** What every pooling over all places is set by. */
export const globalPoolingParams = {
  keepdims: flag('Keep dimensions', false, {
    help: 'Keeps the dimensions that were pooled, each of size 1.',
  }),
} as const;

interface GlobalPoolingParams {
  readonly keepdims: boolean;
}

/** One number a channel, of all places of an input that has the dimensions of `form`. */
export function inferGlobalPooling(
  type: string,
  { keepdims }: GlobalPoolingParams,
  input: TensorSpec,
  form: string,
): TensorSpec | ProblemText {
  const wrong = requireRank(type, input, form) ?? requireNumbers(type, input);
  if (wrong) return wrong;
  const channels = input.shape.at(-1)!;
  const places = keepdims ? input.shape.slice(0, -1).map(() => 1) : [];
  return { shape: [...places, channels], dtype: 'float32', masked: false };
}

/** The axes between batch and channels. */
export function placesOf({ rank }: Tensor): number[] {
  return Array.from({ length: rank - 2 }, (_, index) => index + 1);
}
