import type { ImageForm } from '../../../shared/data/image-form.ts';

/** The interpolations that weigh pixels; `nearest` takes one as it is. */
export type Weighing = Exclude<ImageForm['interpolation'], 'nearest'>;

/** How much a pixel counts by its distance, and from which distance on it does not. The cubic is Keys's with a = -0.5, as in Pillow. */
const filters = {
  bilinear: { reach: 1, weigh: (x: number) => Math.max(0, 1 - Math.abs(x)) },
  bicubic: {
    reach: 2,
    weigh(x: number) {
      const at = Math.abs(x);
      if (at < 1) return (1.5 * at - 2.5) * at * at + 1;
      return at < 2 ? ((-0.5 * at + 2.5) * at - 4) * at + 2 : 0;
    },
  },
  lanczos3: { reach: 3, weigh: (x: number) => (Math.abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0) },
} as const satisfies Record<Weighing, unknown>;

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** For each pixel of a line that comes out: the first that it is made of, how many they are, and their shares, which add up to 1. */
export interface Shares {
  readonly first: Int32Array;
  readonly count: Int32Array;
  /** `most` for each pixel. */
  readonly values: Float64Array;
  readonly most: number;
}

/** The shares by which Pillow brings a line of `from` pixels to one of `to`. */
export function sharesOf(from: number, to: number, interpolation: Weighing): Shares {
  const { reach, weigh } = filters[interpolation];
  const scale = from / to;
  // Where the image becomes smaller, the filter is as wide as what a new pixel covers.
  const wide = Math.max(scale, 1);
  const most = Math.ceil(reach * wide) * 2 + 1;
  const first = new Int32Array(to);
  const count = new Int32Array(to);
  const values = new Float64Array(to * most);
  for (let place = 0; place < to; place++) {
    const middle = (place + 0.5) * scale;
    const start = Math.max(0, Math.trunc(middle - reach * wide + 0.5));
    const end = Math.min(from, Math.trunc(middle + reach * wide + 0.5));
    const shares = Array.from({ length: end - start }, (_, one) => weigh((one + start - middle + 0.5) / wide));
    const sum = shares.reduce((total, share) => total + share, 0);
    first[place] = start;
    count[place] = shares.length;
    for (const [one, share] of shares.entries()) values[place * most + one] = share / sum;
  }
  return { first, count, values, most };
}

const mostKnown = 64;

/** Keeps what was last computed of two lengths and an interpolation: nearly all images of a dataset have the same size. */
export function remember<Result>(
  compute: (from: number, to: number, interpolation: Weighing) => Result,
): (from: number, to: number, interpolation: Weighing) => Result {
  const known = new Map<string, Result>();
  return (from, to, interpolation) => {
    const name = `${from} ${to} ${interpolation}`;
    const before = known.get(name);
    if (before !== undefined) return before;
    const result = compute(from, to, interpolation);
    if (known.size === mostKnown) known.clear();
    known.set(name, result);
    return result;
  };
}
