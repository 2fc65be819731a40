import { float, type ParamValues } from '../../blocks/params.ts';
import type { Random } from '../../training/random.ts';
import { defineAugmentation } from './define-augmentation.ts';

const params = {
  alpha: float('Alpha', 0.2, {
    min: 0.01,
    max: 10,
    help: 'How evenly two rows are mixed: near 0 one of them nearly always prevails, 1 makes every share equally likely.',
  }),
} as const;

/**
 * Each row mixed with another of its batch, inputs and targets alike: share * own + (1 - share) * other, the share from Beta(alpha, alpha).
 * Keras's MixUp, which draws a share for each row too.
 * Source: Zhang, Cisse, Dauphin, Lopez-Paz: "mixup: Beyond empirical risk minimization" (ICLR 2018), arXiv:1710.09412.
 */
export const mixUp = defineAugmentation({
  step: 'mix-up',
  title: 'Mixup',
  docs: 'Mixes every row with another, and their targets alike, so that the network is less sure between classes.',
  params,
  kinds: ['image', 'numbers'],
});

/** How much of a row is its own: a number of the distribution Beta(alpha, alpha). */
export function drawShare({ alpha }: ParamValues<typeof params>, random: Random): number {
  const one = drawLogGamma(alpha, random);
  const other = drawLogGamma(alpha, random);
  return 1 / (1 + Math.exp(other - one));
}

/**
 * The logarithm of a number of the gamma distribution: with a small shape the number itself is often nearer to 0 than a double can be.
 * Source: Marsaglia, Tsang: "A simple method for generating gamma variables" (ACM TOMS 26, 2000), with its way for shapes below 1.
 */
function drawLogGamma(shape: number, random: Random): number {
  // Above 0, as its logarithm is taken.
  const uniform = () => 1 - random.uniform(1)[0]!;
  if (shape < 1) return drawLogGamma(shape + 1, random) + Math.log(uniform()) / shape;
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal(1)[0]!;
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    if (Math.log(uniform()) < (x * x) / 2 + d - d * v + d * Math.log(v)) return Math.log(d * v);
  }
}

/** Rows of `size` numbers, each mixed with the row at the place that `others` says. */
export function mixRows(
  data: Float32Array,
  size: number,
  others: ArrayLike<number>,
  shares: ArrayLike<number>,
): Float32Array {
  const mixed = new Float32Array(data.length);
  for (let row = 0; row < others.length; row++) {
    const share = shares[row]!;
    const own = row * size;
    const other = others[row]! * size;
    for (let at = 0; at < size; at++) mixed[own + at] = share * data[own + at]! + (1 - share) * data[other + at]!;
  }
  return mixed;
}
