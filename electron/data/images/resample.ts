import type { ImageForm } from '../../../shared/data/image-form.ts';
import { assemble } from '../../simd/assembler.ts';
import {
  Instance,
  Memory,
  Module,
  type WebAssemblyFunctions,
  type WebAssemblyMemory,
} from '../../simd/web-assembly.ts';
import type { OpaqueImage } from './raw-image.ts';
import { linesAtOnce, lowBits, recordLayout, resampleFunctions, slackBytes, weightBits } from './resample-functions.ts';
import { remember, sharesOf, type Weighing } from './resample-weights.ts';

export type Size = Pick<OpaqueImage, 'width' | 'height'>;

/** A part of an image, in whole pixels. */
export interface Region extends Size {
  readonly left: number;
  readonly top: number;
}

/** How a line, or a column, is brought to another length: a record for each pixel that comes out. */
interface Records {
  readonly bytes: Uint8Array;
  readonly recordBytes: number;
}

/** Weights rounded as Pillow rounds them, in two parts. */
const recordsOf = remember((from, to, interpolation): Records => {
  const { first, count, values, most } = sharesOf(from, to, interpolation);
  const { pairBytes } = recordLayout;
  const recordBytes = recordLayout.weights + Math.ceil(most / 2) * pairBytes;
  const bytes = new Uint8Array(to * recordBytes);
  const view = new DataView(bytes.buffer);
  for (let place = 0; place < to; place++) {
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
});

/**
 * Whether an image can be brought to another size here: it is small enough to be in memory as a whole, and so are its lines at the new width;
 * and no side is so long that its weights would take more.
 */
export function canResample(from: Size, to: Size): boolean {
  const pixels = Math.max(from.width * from.height, to.width * from.height, to.width * to.height);
  return pixels <= mostPixels && Math.max(from.width, from.height) <= mostSide;
}

const mostPixels = 2 ** 24;
/** The longest side of a JPEG. */
const mostSide = 65_535;

/**
 * A part of an image in another size, to the last bit what Pillow computes: along the lines, then down the columns. It is for sizes that
 * `canResample` is true for. It goes to `target` if there is one; else, where nothing changes, it is the image's own memory.
 */
export function resample(
  image: OpaqueImage,
  region: Region,
  size: Size,
  interpolation: ImageForm['interpolation'],
  target?: Uint8Array,
): Uint8Array {
  const isSame = size.width === region.width && size.height === region.height;
  if (isSame && !target && region.width === image.width && region.height === image.height) return image.pixels;
  const result = target ?? new Uint8Array(size.width * size.height * image.channels);
  if (isSame) copyLines(image, region, { top: 0, bottom: region.height }, result);
  else if (interpolation === 'nearest') pick(image, region, size, result);
  else weigh(image, region, { ...size, interpolation }, result);
  return result;
}

/** The pixels in whose area the middles of the new ones lie. */
function pick({ width, channels, pixels }: OpaqueImage, from: Region, to: Size, picked: Uint8Array): void {
  for (let row = 0, at = 0; row < to.height; row++) {
    const line = (from.top + Math.floor(((row + 0.5) * from.height) / to.height)) * width + from.left;
    for (let column = 0; column < to.width; column++) {
      const pixel = (line + Math.floor(((column + 0.5) * from.width) / to.width)) * channels;
      for (let channel = 0; channel < channels; channel++) picked[at++] = pixels[pixel + channel]!;
    }
  }
}

/** Bytes of the image that are copied to the functions' memory at once: they stay in the processor's own. */
const bandBytes = 512 * 1024;

interface Machine {
  readonly memory: WebAssemblyMemory;
  readonly functions: WebAssemblyFunctions;
}

const pageBytes = 65_536;
/** A larger memory does not stay for the next image. */
const mostKeptBytes = 16 * 1024 ** 2;

let module: object | null = null;
let kept: Machine | null = null;

/** The functions on a memory of this thread, of at least so many bytes. */
function machineWith(bytes: number): Machine {
  module ??= new Module(assemble(resampleFunctions, false));
  const memory = kept?.memory ?? new Memory({ initial: Math.ceil(bytes / pageBytes) });
  const machine = kept ?? { memory, functions: new Instance(module, { env: { memory } }).exports };
  const missing = bytes - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
  kept = memory.buffer.byteLength <= mostKeptBytes ? machine : null;
  return machine;
}

/** Up to so many bytes of pixels are decoded to the functions' own memory; the rest of it is for what they compute. */
const mostDecodedBytes = 8 * 1024 ** 2;

/**
 * Memory to decode an image to. Small ones are in the memory of the functions, which saves to copy them there: the next image that is
 * decoded or resampled may be written over them.
 */
export function memoryForImage(bytes: number): Buffer<ArrayBuffer> {
  if (bytes > mostDecodedBytes) return Buffer.allocUnsafeSlow(bytes);
  return Buffer.from(machineWith(bytes).memory.buffer as ArrayBuffer, 0, bytes);
}

/** Sums of pixels with weights: lines in bands, then columns. */
function weigh(
  image: OpaqueImage,
  region: Region,
  { interpolation, ...size }: Size & { readonly interpolation: Weighing },
  result: Uint8Array,
): void {
  const { channels } = image;
  const down = size.height === region.height ? null : recordsOf(region.height, size.height, interpolation);
  const along = size.width === region.width ? null : recordsOf(region.width, size.width, interpolation);
  const lineBytes = region.width * channels;
  const wantedBytes = size.width * channels;
  // With room for what goes beyond a line, as several are written at once.
  const resizedBytes = along === null ? lineBytes : wantedBytes + 1;
  const isThere = kept !== null && image.pixels.buffer === kept.memory.buffer;
  const bandLines = Math.min(region.height, Math.ceil(bandBytes / lineBytes / linesAtOnce) * linesAtOnce);

  let taken = isThere ? Math.ceil((image.pixels.length + slackBytes) / 16) * 16 : 0;
  const take = (bytes: number): number => {
    const start = taken;
    taken += Math.ceil((bytes + slackBytes) / 16) * 16;
    return start;
  };
  const alongAt = take(along?.bytes.length ?? 0);
  const downAt = take(down?.bytes.length ?? 0);
  const bandAt = along === null || isThere ? 0 : take((bandLines + linesAtOnce) * lineBytes);
  const resizedAt = take((region.height + linesAtOnce) * resizedBytes);
  const targetAt = down === null ? resizedAt : take(size.height * wantedBytes);
  // An image that is there stays where it is when the memory grows, but its pixels can only be had anew.
  const { memory, functions } = machineWith(taken + linesAtOnce * image.width * channels);
  const bytes = new Uint8Array(memory.buffer as ArrayBuffer);
  const pixels = isThere ? bytes : image.pixels;
  if (along === null)
    copyLines({ ...image, pixels }, region, { top: 0, bottom: region.height }, bytes.subarray(resizedAt));
  else {
    bytes.set(along.bytes, alongAt);
    const resize = channels === 3 ? functions.resizeColorLines! : functions.resizeGreyLines!;
    const resizeLines = (from: number, fromBytes: number, top: number, lines: number) =>
      resize(
        from,
        fromBytes,
        resizedAt + top * resizedBytes,
        resizedBytes,
        alongAt,
        along.recordBytes,
        size.width,
        lines,
      );
    const fileLineBytes = image.width * channels;
    if (isThere) {
      const start = region.top * fileLineBytes + region.left * channels;
      resizeLines(start, fileLineBytes, 0, region.height);
    } else {
      for (let top = 0; top < region.height; top += bandLines) {
        const bottom = Math.min(region.height, top + bandLines);
        copyLines(image, region, { top, bottom }, bytes.subarray(bandAt));
        resizeLines(bandAt, lineBytes, top, bottom - top);
      }
    }
  }
  if (down !== null) {
    bytes.set(down.bytes, downAt);
    functions.sumLines!(resizedAt, resizedBytes, targetAt, wantedBytes, downAt, down.recordBytes, size.height);
    result.set(bytes.subarray(targetAt, targetAt + size.height * wantedBytes));
    return;
  }
  for (let line = 0; line < size.height; line++) {
    const start = resizedAt + line * resizedBytes;
    result.set(bytes.subarray(start, start + wantedBytes), line * wantedBytes);
  }
}

/** Copies lines of a part of an image. */
function copyLines(
  { width, channels, pixels }: OpaqueImage,
  region: Region,
  { top, bottom }: { top: number; bottom: number },
  target: Uint8Array,
): void {
  const lineBytes = width * channels;
  const first = (region.top + top) * lineBytes;
  if (region.width === width) {
    target.set(pixels.subarray(first, first + (bottom - top) * lineBytes));
    return;
  }
  const partBytes = region.width * channels;
  for (let line = 0; line < bottom - top; line++) {
    const start = first + line * lineBytes + region.left * channels;
    target.set(pixels.subarray(start, start + partBytes), line * partBytes);
  }
}
