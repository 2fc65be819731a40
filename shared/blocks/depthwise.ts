import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import type { PictureWindowParams } from './convolution.ts';
import type { Tfjs } from './define-block.ts';
import { int } from './params.ts';
import { spreadKernel } from './spread-kernel.ts';
import { type Pair, paddingOf } from './window.ts';

/** How many kernels each channel has of its own. */
export const depthMultiplier = int('Depth multiplier', 1, {
  min: 1,
  help: 'How many patterns it looks for in each channel.',
});

/** Each channel by itself through its own kernels, [height, width, channels, depth multiplier]: channels first, their patterns next. */
export function convolveDepthwise(
  tf: Tfjs,
  { strides, padding, dilationRate }: PictureWindowParams,
  input: Tensor,
  kernel: Tensor,
): Tensor {
  // TensorFlow takes neither distances between the points nor a stride down that is another than that to the right.
  const window = spreadKernel(tf, kernel as Tensor4D, dilationRate);
  const convolve = (x: Tensor, stride: number, pad: 'valid' | 'same') =>
    tf.depthwiseConv2d(x as Tensor4D, window, [stride, stride], pad);
  const [down, right] = strides;
  if (down === right) return convolve(input, down, padding);
  // So it stops at all places that both strides reach, and windows of one number keep those that are wanted.
  const stride = commonDivisor(down, right);
  const x = padding === 'same' ? padLikeSame(tf, input, window, strides) : input;
  return tf.maxPool(convolve(x, stride, 'valid') as Tensor4D, 1, [down / stride, right / stride], 'valid');
}

/** The input with the zeros around it that `same` means for strides that differ. */
function padLikeSame(tf: Tfjs, input: Tensor, { shape: [height, width] }: Tensor4D, [down, right]: Pair): Tensor {
  const [, rows, columns] = input.shape as [number, number, number];
  return tf.pad(input, [[0, 0], paddingOf(rows, height, down), paddingOf(columns, width, right), [0, 0]]);
}

function commonDivisor(one: number, other: number): number {
  return other === 0 ? one : commonDivisor(other, one % other);
}
