import type { ImageForm } from '../../../../shared/data/image-form.ts';
import type { OpaqueImage } from '../decoding/raw-image.ts';
import { interpolate } from './interpolate.ts';
import { linesAtOnce, resizeColorLines, resizeGreyLines, sumLines } from './resample-functions.ts';
import { bandBytes, imageStart, isInMachine, layOut, machineWith } from './resample-machine.ts';
import { packShares, remember, sharesOf, type Weighing } from './resample-weights.ts';

export type Size = Pick<OpaqueImage, 'width' | 'height'>;

/** A part of an image, in whole pixels. */
export interface Region extends Size {
  readonly left: number;
  readonly top: number;
}

/** By Pillow's weights. */
const recordsOf = remember((from, to, interpolation) => packShares(sharesOf(from, to, interpolation, true)));

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
 * A part of an image in another size. Antialiased, it is to the last bit what Pillow computes, along the lines, then down the columns, and for
 * sizes that `canResample` is true for; otherwise it is what `keras.ops.image.resize` computes, rounded to the nearest byte. It goes to `target` if
 * there is one; else, where nothing changes, it is the image's own memory.
 */
export function resample(
  image: OpaqueImage,
  region: Region,
  size: Size,
  { interpolation, antialias }: Pick<ImageForm, 'interpolation' | 'antialias'>,
  target?: Uint8Array,
): Uint8Array {
  const isSame = size.width === region.width && size.height === region.height;
  if (isSame && !target && region.width === image.width && region.height === image.height) return image.pixels;
  const result = target ?? new Uint8Array(size.width * size.height * image.channels);
  if (isSame) copyLines(image, region, { top: 0, bottom: region.height }, result);
  else if (interpolation === 'nearest') pick(image, region, size, result);
  else if (antialias) weigh(image, region, size, interpolation, result);
  else interpolate(image, region, size, interpolation, result);
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

/** Sums of pixels with weights: lines in bands, then columns. */
function weigh(image: OpaqueImage, region: Region, size: Size, interpolation: Weighing, result: Uint8Array): void {
  const { channels } = image;
  const down = size.height === region.height ? null : recordsOf(region.height, size.height, interpolation);
  const along = size.width === region.width ? null : recordsOf(region.width, size.width, interpolation);
  const lineBytes = region.width * channels;
  const wantedBytes = size.width * channels;
  // With room for what goes beyond a line, as several are written at once.
  const resizedBytes = along === null ? lineBytes : wantedBytes + 1;
  const isThere = isInMachine(image.pixels);
  const bandLines = Math.min(region.height, Math.ceil(bandBytes / lineBytes / linesAtOnce) * linesAtOnce);

  const { take, bytesTaken } = layOut(isThere ? image.pixels.length : null);
  const alongAt = take(along?.bytes.length ?? 0);
  const downAt = take(down?.bytes.length ?? 0);
  const bandAt = along === null || isThere ? 0 : take((bandLines + linesAtOnce) * lineBytes);
  const resizedAt = take((region.height + linesAtOnce) * resizedBytes);
  const targetAt = down === null ? resizedAt : take(size.height * wantedBytes);
  // An image that is there stays where it is when the memory grows, but its pixels can only be had anew.
  const { memory, functionOf } = machineWith(bytesTaken() + linesAtOnce * image.width * channels);
  const bytes = new Uint8Array(memory.buffer as ArrayBuffer);
  const pixels = isThere ? bytes.subarray(imageStart) : image.pixels;
  if (along === null)
    copyLines({ ...image, pixels }, region, { top: 0, bottom: region.height }, bytes.subarray(resizedAt));
  else {
    bytes.set(along.bytes, alongAt);
    const resize = functionOf(channels === 3 ? resizeColorLines : resizeGreyLines);
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
      const start = imageStart + region.top * fileLineBytes + region.left * channels;
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
    functionOf(sumLines)(resizedAt, resizedBytes, targetAt, wantedBytes, downAt, down.recordBytes, size.height);
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
