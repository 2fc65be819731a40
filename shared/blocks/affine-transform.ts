import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tfjs } from './define-block.ts';
import type { Interpolation } from './resample.ts';
import { withoutGradient } from './without-gradient.ts';

/**
 * What lies beyond the border of a picture `a b c d`: its mirror image `d c b a | a b c d | d c b a`, one number, the picture again, or what
 * is at the border.
 */
export const fillModes = ['reflect', 'constant', 'wrap', 'nearest'] as const;
export type FillMode = (typeof fillModes)[number];

/** How one coordinate of the place that is read follows from the point that is written: `x * column + y * row + plus`. */
export interface Coordinate {
  /** A number for each picture, of shape [batch, 1, 1]; or the same for all of them. */
  readonly x: Tensor | 0 | 1;
  readonly y: Tensor | 0 | 1;
  readonly plus: Tensor;
}

/** Where each point of a picture comes from: its column and its row in the picture that is read. */
export interface AffineTransform {
  readonly column: Coordinate;
  readonly row: Coordinate;
}

/** How points between others, and beyond the border, get their numbers. */
export interface Filling {
  readonly fillMode: FillMode;
  readonly interpolation: Interpolation;
  readonly fillValue: number;
}

/** Places along one dimension, whole numbers within it, and the share that each has in the point; none stands for all of it. */
interface Tap {
  readonly place: Tensor;
  readonly share: Tensor | null;
}

/**
 * Every picture of a batch, [batch, height, width, channels], by a transform of its own, as Keras does it. It is made of look-ups, which have
 * gradients on every backend; tfjs-core's own `transform` has none.
 */
export function transformPictures(
  tf: Tfjs,
  x: Tensor,
  { column, row }: AffineTransform,
  { fillMode, interpolation, fillValue }: Filling,
): Tensor {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const { taps, beyond } = withoutGradient(tf, () => {
    const xs = tf.tensor3d(count(width), [1, 1, width]);
    const ys = tf.tensor3d(count(height), [1, height, 1]);
    const across = tapsAlong(tf, coordinateOf(tf, column, xs, ys), width, fillMode, interpolation);
    const down = tapsAlong(tf, coordinateOf(tf, row, xs, ys), height, fillMode, interpolation);
    const inBatch = placesInBatch(tf, [batch, height, width]);
    return {
      taps: down.flatMap(({ place: y, share: ofRow }) =>
        across.map(({ place, share: ofColumn }) => ({
          place: tf.reshape(inBatch(tf.add(tf.mul(y, width), place)), [-1]),
          share: forChannels(tf, product(tf, ofRow, ofColumn)),
        })),
      ),
      beyond:
        fillMode === 'constant' && fillValue !== 0
          ? forChannels(tf, tf.mul(tf.sub(1, tf.mul(sumOfShares(tf, down), sumOfShares(tf, across))), fillValue))
          : null,
    };
  });
  const points = tf.reshape(x, [batch * height * width, channels]);
  const parts = taps.map(({ place, share }) => {
    const found = tf.reshape(tf.gather(points, place as never), x.shape);
    return share ? tf.mul(found, share) : found;
  });
  return [...parts, ...(beyond ? [beyond] : [])].reduce((sum, part) => tf.add(sum, part));
}

/** Decimal numbers count in ones up to here. */
const mostPoints = 2 ** 24;

/** Places within each picture as places in the whole batch. Whole numbers could count further, but are added a hundred times slower on wasm. */
function placesInBatch(tf: Tfjs, [batch, height, width]: readonly [number, number, number]) {
  const first = Array.from({ length: batch }, (_, picture) => picture * height * width);
  const shape: [number, number, number] = [batch, 1, 1];
  return (place: Tensor) =>
    batch * height * width <= mostPoints
      ? tf.cast(tf.add(place, tf.tensor3d(first, shape)), 'int32')
      : tf.add(tf.cast(place, 'int32'), tf.tensor3d(first, shape, 'int32'));
}

/** 0, 1, 2 and so on. */
function count(size: number): Float32Array {
  return Float32Array.from({ length: size }, (_, at) => at);
}

/** One coordinate for each point, of shape [batch, height, width], or 1 in place of a dimension it does not depend on. */
function coordinateOf(tf: Tfjs, { x, y, plus }: Coordinate, xs: Tensor, ys: Tensor): Tensor {
  const terms = [
    { by: x, along: xs },
    { by: y, along: ys },
  ].flatMap(({ by, along }) => (by === 0 ? [] : [by === 1 ? along : tf.mul(by, along)]));
  return [...terms, plus].reduce((sum, term) => tf.add(sum, term));
}

function tapsAlong(
  tf: Tfjs,
  at: Tensor,
  size: number,
  fillMode: FillMode,
  interpolation: Interpolation,
): readonly Tap[] {
  const within = (place: Tensor, share: Tensor | null): Tap => {
    const inside = fillMode === 'constant' ? insideOf(tf, place, size) : null;
    return { place: broughtInside(tf, place, size, fillMode), share: product(tf, share, inside) };
  };
  if (interpolation === 'nearest') {
    // Halves go away from 0, as in Keras; the library's `round` sends them to even numbers.
    const away = tf.mul(tf.sign(at), tf.floor(tf.add(tf.abs(at), 0.5)));
    return [within(away, null)];
  }
  const before = tf.floor(at);
  const share = tf.sub(at, before);
  return [within(before, tf.sub(1, share)), within(tf.add(before, 1), share)];
}

/** 1 for places within the picture, 0 for others. */
function insideOf(tf: Tfjs, place: Tensor, size: number): Tensor {
  return tf.cast(tf.logicalAnd(tf.greaterEqual(place, 0), tf.lessEqual(place, size - 1)), 'float32');
}

/** The place within the picture whose number stands at any place, also beyond the border. */
function broughtInside(tf: Tfjs, place: Tensor, size: number, fillMode: FillMode): Tensor {
  switch (fillMode) {
    // What a constant takes the place of is read as well; its share is 0.
    case 'constant':
    case 'nearest':
      return tf.clipByValue(place, 0, size - 1);
    case 'wrap':
      return remainder(tf, place, size);
    case 'reflect': {
      // There and back again.
      const way = remainder(tf, place, 2 * size);
      return tf.minimum(way, tf.sub(2 * size - 1, way));
    }
  }
}

/** What is left of whole numbers by another, from 0 on, also of negative ones. Half a step off, so that no rounding takes the wrong floor. */
function remainder(tf: Tfjs, place: Tensor, size: number): Tensor {
  return tf.sub(place, tf.mul(tf.floor(tf.div(tf.add(place, 0.5), size)), size));
}

function product(tf: Tfjs, one: Tensor | null, other: Tensor | null): Tensor | null {
  return one && other ? tf.mul(one, other) : (one ?? other);
}

/** A number for each point as one that all its channels are multiplied by. */
function forChannels<T extends Tensor | null>(tf: Tfjs, share: T): T {
  return (share && tf.expandDims(share, -1)) as T;
}

function sumOfShares(tf: Tfjs, taps: readonly Tap[]): Tensor {
  return taps.map(({ share }) => share ?? tf.scalar(1)).reduce((sum, share) => tf.add(sum, share));
}
