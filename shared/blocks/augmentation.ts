// What the blocks have in common that show a network each picture a little different every time. They act in training alone.
//
// What they draw, in this order and each as one call of `context.uniform`, so that a seed means the same pictures on every engine; `u` is
// the number drawn, from 0 on and less than 1:
// - RandomFlip: [batch], turned over where u is at most a half, in both directions alike.
// - RandomRotation: [batch], the angle.
// - RandomZoom: [batch], the height; then [batch], the width, unless that follows the height.
// - RandomTranslation: [batch], the height; then [batch], the width.
// - RandomCrop: one number, the first row; then one, the first column: all pictures of a batch are cut alike, as in Keras.
// - RandomContrast, RandomBrightness: [batch].
import type { Tensor } from '@tensorflow/tfjs-core';
import type { ProblemText } from '../messages/problem.ts';
import { type FillMode, fillModes } from './affine-transform.ts';
import type { ForwardContext, TensorSpec } from './define-block.ts';
import { choice, type Factor, float, type Range } from './params.ts';
import { range } from './range-params.ts';
import { requireNumbers, requireRank } from './requirements.ts';
import { interpolations } from './resample.ts';

/** Keras arguments of all these that are no params here: draws come from the seed of the run, and channels come last. */
export const augmentationFixed = { seed: null, data_format: 'channels_last' } as const;

/** Arguments of what moves points: how those between others, and from beyond the border, get their numbers. */
export const fillingParams = {
  fillMode: choice('Fill mode', fillModes, 'reflect', {
    help: 'What comes in over the border: reflect mirrors the picture, constant is one value, wrap goes on at the other side, nearest repeats the border.',
  }),
  interpolation: choice('Interpolation', interpolations, 'bilinear', {
    group: 'advanced',
    help: 'nearest takes the number that lies nearest; bilinear passes smoothly from one to the next.',
  }),
  fillValue: float('Fill value', 0, { group: 'advanced', help: 'The value that fill mode constant fills with.' }),
} as const;

/**
 * The numbers between which those of a picture lie. Keras's own default is that of pictures as files have them, 0 to 255; here they come
 * divided by 255, and with its default a little more brightness would make all of them white.
 */
export const valueRange = range('Value range', [0, 1], {
  help: 'The least and the greatest number of the pictures: 0, 1 as they come from the data, 0, 255 where nothing has scaled them. What gets beyond is cut off.',
});

/** A problem unless it is given pictures of decimal numbers; what it gives is like what it takes, but that masks end here, as in Keras. */
export function inferAugmented(type: string, input: TensorSpec): TensorSpec | ProblemText {
  const wrong = requireRank(type, input, 'height×width×channels') ?? requireNumbers(type, input);
  return wrong ?? { ...input, masked: false };
}

/** From where to where a factor reaches: one number is the same in both directions. */
export function rangeOf(factor: Factor): Range {
  return typeof factor === 'number' ? [-Math.abs(factor), Math.abs(factor)] : factor;
}

/** A number for each picture of a batch, from a range, as [batch, 1, 1] and so many more dimensions of size 1. */
export function drawForPictures(
  { tf, uniform }: ForwardContext,
  { shape: [batch] }: Tensor,
  [from, to]: Range,
  rank: 3 | 4 = 3,
): Tensor {
  const drawn = tf.add(tf.mul(uniform([batch!]), to - from), from);
  return tf.reshape(drawn, [batch!, ...Array.from({ length: rank - 1 }, () => 1)]);
}

/** A factor on a card, in another unit: `±36°`, `-10 … 20 %`. */
export function factorText(factor: Factor, times: number, unit: string): string {
  const show = (value: number) => String(Number((value * times).toPrecision(4)));
  if (typeof factor === 'number') return `±${show(Math.abs(factor))}${unit}`;
  return `${show(factor[0])} … ${show(factor[1])}${unit}`;
}

/** How the border is filled, on a card. */
export function fillText({ fillMode, fillValue }: { readonly fillMode: FillMode; readonly fillValue: number }): string {
  return fillMode === 'constant' && fillValue !== 0 ? `${fillMode} ${fillValue}` : fillMode;
}
