import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tfjs } from './define-block.ts';

/** The next power's share of a series: `x - x³/3! + x⁵/5! ...` is `x * nested(x², [6, 20, 42, ...])`. */
function nested(tf: Tfjs, square: Tensor, divisors: readonly number[]): Tensor {
  return divisors.reduceRight<Tensor>(
    (inner, divisor) => tf.sub(1, tf.mul(tf.div(square, divisor), inner)),
    tf.onesLike(square),
  );
}

/**
 * Cosine and sine of angles in whole turns, exact at quarters of a turn. Graphics cards compute their own to three digits only, which bends
 * pictures by a part of a point; so it is a series within an eighth of a turn, and quarters are told apart before.
 */
export function cosineAndSine(tf: Tfjs, turns: Tensor): readonly [cosine: Tensor, sine: Tensor] {
  const quarters = tf.floor(tf.add(tf.mul(turns, 4), 0.5));
  const rest = tf.mul(tf.sub(turns, tf.div(quarters, 4)), 2 * Math.PI);
  const square = tf.square(rest);
  const [cosine, sine] = [
    nested(tf, square, [2, 12, 30, 56, 90]),
    tf.mul(rest, nested(tf, square, [6, 20, 42, 72, 110])),
  ];
  // 0, 1, 2 or 3, whatever the sign; half a step off, so that no rounding takes the wrong floor.
  const quarter = tf.sub(quarters, tf.mul(tf.floor(tf.div(tf.add(quarters, 0.5), 4)), 4));
  const [quarterCosine, quarterSine] = [tf.sub(tf.abs(tf.sub(quarter, 2)), 1), tf.sub(1, tf.abs(tf.sub(quarter, 1)))];
  return [
    tf.sub(tf.mul(quarterCosine, cosine), tf.mul(quarterSine, sine)),
    tf.add(tf.mul(quarterSine, cosine), tf.mul(quarterCosine, sine)),
  ];
}
