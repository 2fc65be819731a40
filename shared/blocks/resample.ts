import type { Tensor } from '@tensorflow/tfjs-core';
import { sizeOf, type Tfjs } from './define-block.ts';

/** How a picture gets another size: the nearest number, or one between the two that are nearest. */
export const interpolations = ['nearest', 'bilinear'] as const;
export type Interpolation = (typeof interpolations)[number];

/** Each row of numbers along a dimension several times, one after the other. */
export function repeatAlong(tf: Tfjs, x: Tensor, axis: number, times: number): Tensor {
  if (times === 1) return x;
  const rows = sizeOf(x.shape.slice(0, axis + 1));
  const inner = sizeOf(x.shape.slice(axis + 1));
  // A product with ones, whose gradient is a sum: quicker than looking rows up, whose gradient adds row by row.
  const repeated = tf.mul(tf.reshape(x, [rows, 1, inner]), tf.ones([1, times, 1], x.dtype as 'float32' | 'int32'));
  return tf.reshape(
    repeated,
    x.shape.map((size, index) => (index === axis ? size * times : size)),
  );
}

/**
 * A batch of pictures in another height and width, as Keras resizes without antialiasing: the centers of the points of both pictures lie
 * over each other, and over the border goes on what is at it. tfjs-core's own resizing has no gradient that knows centers.
 */
export function resizePictures(
  tf: Tfjs,
  x: Tensor,
  [height, width]: readonly [number, number],
  interpolation: Interpolation,
): Tensor {
  const along = interpolation === 'nearest' ? nearestAlong : linearAlong;
  return along(tf, along(tf, x, 1, height), 2, width);
}

function nearestAlong(tf: Tfjs, x: Tensor, axis: number, size: number): Tensor {
  const given = x.shape[axis]!;
  if (given === size) return x;
  return pick(
    tf,
    x,
    axis,
    Array.from({ length: size }, (_, at) => Math.floor(((at + 0.5) * given) / size)),
  );
}

function linearAlong(tf: Tfjs, x: Tensor, axis: number, size: number): Tensor {
  const given = x.shape[axis]!;
  if (given === size) return x;
  const places = Array.from({ length: size }, (_, at) => {
    const place = ((at + 0.5) * given) / size - 0.5;
    return Math.min(Math.max(place, 0), given - 1);
  });
  const before = places.map(Math.floor);
  const after = before.map((place) => Math.min(place + 1, given - 1));
  const shares = places.map((place, at) => place - before[at]!);
  const left = pick(tf, x, axis, before);
  const share = tf.tensor(
    shares,
    x.shape.map((_, index) => (index === axis ? size : 1)),
  );
  return tf.add(left, tf.mul(tf.sub(pick(tf, x, axis, after), left), share));
}

function pick(tf: Tfjs, x: Tensor, axis: number, places: readonly number[]): Tensor {
  return tf.gather(x, tf.tensor1d([...places], 'int32'), axis);
}

/** The same in PyTorch, channels first. Its plain "nearest" looks from the corner of a point and not from its center. */
export function resizedInPyTorch(x: string, size: string, interpolation: Interpolation): string {
  const mode = interpolation === 'nearest' ? '"nearest-exact"' : '"bilinear", align_corners=False';
  return `F.interpolate(${x}, ${size}, mode=${mode})`;
}
