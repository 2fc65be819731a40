import type { ImageForm } from '../../../../shared/data/image-form.ts';
import { lowBits, recordLayout, weightBits } from './resample-functions.ts';

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

/** Pixels that count on each side of a place between two, without antialiasing. */
export const reachOf = (interpolation: Weighing): number => filters[interpolation].reach;

/** The shares by which Pillow brings a line of `from` pixels to one of `to`; without `antialias`, those of `keras.ops.image.resize`. */
export function sharesOf(from: number, to: number, interpolation: Weighing, antialias: boolean): Shares {
  const { reach, weigh } = filters[interpolation];
  const scale = from / to;
  // Where the image becomes smaller, the filter of an antialiased one is as wide as what a new pixel covers.
  const wide = antialias ? Math.max(scale, 1) : 1;
  const most = antialias ? Math.ceil(reach * wide) * 2 + 1 : reach * 2;
  const first = new Int32Array(to);
  const count = new Int32Array(to);
  const values = new Float64Array(to * most);
  for (let place = 0; place < to; place++) {
    const middle = (place + 0.5) * scale;
    const start = Math.max(0, Math.trunc(middle - reach * wide + 0.5));
    const end = Math.min(from, start + most, Math.trunc(middle + reach * wide + 0.5));
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

/** How a line, or a column, is brought to another length: a record for each pixel that comes out. */
export interface Records {
  readonly bytes: Uint8Array;
  readonly recordBytes: number;
}

/** Shares as the functions of `resample-functions.ts` read them: rounded as Pillow rounds them, in two parts. */
export function packShares({ first, count, values, most }: Shares): Records {
  const { pairBytes } = recordLayout;
  const recordBytes = recordLayout.weights + Math.ceil(most / 2) * pairBytes;
  const bytes = new Uint8Array(first.length * recordBytes);
  const view = new DataView(bytes.buffer);
  for (let place = 0; place < first.length; place++) {
    const record = place * recordBytes;
    view.setInt32(record + recordLayout.first, first[place]!, true);
    view.setInt32(record + recordLayout.pairs, Math.ceil(count[place]! / 2) * pairBytes, true);
    for (let one = 0; one < count[place]!; one++) {
      const value = values[place * most + one]! * 2 ** weightBits;
      const weight = Math.trunc(value < 0 ? value - 0.5 : value + 0.5);
      const at = record + recordLayout.weights + (one >> 1) * pairBytes + (one & 1) * 2;
      view.setInt16(at, weight >> lowBits, true);
      view.setInt16(at + pairBytes / 2, weight & (2 ** lowBits - 1), true);
    }
  }
  return { bytes, recordBytes };
}

/** Where two pixels count, their weights are whole numbers of 2^15: each is in 16 bits. */
export const pairBits = 15;

/**
 * Shares of at most two pixels, each weight in the place of its high part. The two add up to 1 but where one of them is all: that is a 32768th
 * less, which no byte shows.
 */
export function packPairs({ first, values, most }: Shares): Records {
  const recordBytes = recordLayout.weights + recordLayout.pairBytes;
  const bytes = new Uint8Array(first.length * recordBytes);
  const view = new DataView(bytes.buffer);
  const all = 2 ** pairBits;
  for (let place = 0; place < first.length; place++) {
    const record = place * recordBytes;
    const weight = Math.round(values[place * most]! * all);
    view.setInt32(record + recordLayout.first, first[place]!, true);
    view.setInt16(record + recordLayout.weights, Math.min(weight, all - 1), true);
    view.setInt16(record + recordLayout.weights + 2, Math.min(all - weight, all - 1), true);
  }
  return { bytes, recordBytes };
}
