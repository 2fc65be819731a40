import type { ImageForm } from '../../../shared/data/image-form.ts';
import type { RawImage } from './raw-image.ts';

/** A part of an image, in whole pixels. */
export interface Region {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

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
} as const satisfies Partial<Record<ImageForm['interpolation'], unknown>>;

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** Weights are whole numbers of 2^22, so that a sum of 255s stays in 32 bits. */
const weightBits = 22;

/** For each pixel of a line that comes out: the first that it is made of, and their weights. */
interface Weights {
  readonly first: Int32Array;
  readonly count: Int32Array;
  /** `most` for each pixel. */
  readonly values: Int32Array;
  readonly most: number;
}

/** Those last computed: nearly all images of a dataset have the same size. */
const known = new Map<string, Weights>();
const mostKnown = 64;

/**
 * A part of a small image in another size, to the last bit what Pillow computes: along the lines, then down the columns. The image library
 * does the same for large ones; for small ones it takes ten times as long to set up, and it sets enlarged pixels half a pixel aside.
 */
export function resample(
  image: RawImage,
  region: Region,
  size: Size,
  interpolation: ImageForm['interpolation'],
): Uint8Array {
  const part = cut(image, region);
  if (size.width === region.width && size.height === region.height) return part;
  const { channels } = image;
  if (interpolation === 'nearest') return pick(part, region, size, channels);
  const across = size.width === region.width ? part : alongLines(part, region, size.width, channels, interpolation);
  if (size.height === region.height) return across;
  return downColumns(across, region.height, size, channels, interpolation);
}

function cut({ width, height, channels, pixels }: RawImage, region: Region): Uint8Array {
  if (region.width === width && region.height === height) return pixels;
  const part = new Uint8Array(region.width * region.height * channels);
  for (let row = 0; row < region.height; row++) {
    const from = ((region.top + row) * width + region.left) * channels;
    part.set(pixels.subarray(from, from + region.width * channels), row * region.width * channels);
  }
  return part;
}

/** The pixels in whose area the middles of the new ones lie. */
function pick(pixels: Uint8Array, from: Size, to: Size, channels: number): Uint8Array {
  const picked = new Uint8Array(to.width * to.height * channels);
  for (let row = 0, at = 0; row < to.height; row++) {
    const line = Math.floor(((row + 0.5) * from.height) / to.height) * from.width;
    for (let column = 0; column < to.width; column++) {
      const pixel = (line + Math.floor(((column + 0.5) * from.width) / to.width)) * channels;
      for (let channel = 0; channel < channels; channel++) picked[at++] = pixels[pixel + channel]!;
    }
  }
  return picked;
}

function alongLines(
  pixels: Uint8Array,
  from: Size,
  width: number,
  channels: number,
  interpolation: keyof typeof filters,
): Uint8Array {
  const { first, count, values, most } = weightsOf(from.width, width, interpolation);
  const result = new Uint8ClampedArray(width * from.height * channels);
  for (let row = 0, at = 0; row < from.height; row++) {
    for (let column = 0; column < width; column++) {
      const start = (row * from.width + first[column]!) * channels;
      for (let channel = 0; channel < channels; channel++) {
        let sum = 1 << (weightBits - 1);
        for (let one = 0; one < count[column]!; one++)
          sum += pixels[start + one * channels + channel]! * values[column * most + one]!;
        result[at++] = sum >> weightBits;
      }
    }
  }
  return new Uint8Array(result.buffer);
}

function downColumns(
  pixels: Uint8Array,
  fromHeight: number,
  { width, height }: Size,
  channels: number,
  interpolation: keyof typeof filters,
): Uint8Array {
  const { first, count, values, most } = weightsOf(fromHeight, height, interpolation);
  const lineBytes = width * channels;
  const result = new Uint8ClampedArray(height * lineBytes);
  for (let row = 0, at = 0; row < height; row++) {
    for (let place = 0; place < lineBytes; place++) {
      const start = first[row]! * lineBytes + place;
      let sum = 1 << (weightBits - 1);
      for (let one = 0; one < count[row]!; one++) sum += pixels[start + one * lineBytes]! * values[row * most + one]!;
      result[at++] = sum >> weightBits;
    }
  }
  return new Uint8Array(result.buffer);
}

function weightsOf(from: number, to: number, interpolation: keyof typeof filters): Weights {
  const name = `${from} ${to} ${interpolation}`;
  const before = known.get(name);
  if (before) return before;
  const weights = computeWeights(from, to, filters[interpolation]);
  if (known.size === mostKnown) known.clear();
  known.set(name, weights);
  return weights;
}

function computeWeights(
  from: number,
  to: number,
  { reach, weigh }: { readonly reach: number; readonly weigh: (x: number) => number },
): Weights {
  const scale = from / to;
  // Where the image becomes smaller, the filter is as wide as what a new pixel covers.
  const wide = Math.max(scale, 1);
  const most = Math.ceil(reach * wide) * 2 + 1;
  const first = new Int32Array(to);
  const count = new Int32Array(to);
  const values = new Int32Array(to * most);
  for (let place = 0; place < to; place++) {
    const middle = (place + 0.5) * scale;
    const start = Math.max(0, Math.trunc(middle - reach * wide + 0.5));
    const end = Math.min(from, Math.trunc(middle + reach * wide + 0.5));
    const shares = Array.from({ length: end - start }, (_, one) => weigh((one + start - middle + 0.5) / wide));
    const sum = shares.reduce((total, share) => total + share, 0);
    first[place] = start;
    count[place] = shares.length;
    for (const [one, share] of shares.entries()) {
      const value = (share / sum) * 2 ** weightBits;
      values[place * most + one] = Math.trunc(value < 0 ? value - 0.5 : value + 0.5);
    }
  }
  return { first, count, values, most };
}
