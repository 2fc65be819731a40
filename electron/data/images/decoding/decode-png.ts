import { crc32, inflateSync } from 'node:zlib';
import type { OpaqueImage } from './raw-image.ts';

/** What is in front of the pixels: a signature, and the header chunk with its length, name and checksum. */
const headerEnd = 33;

/** Up to so many pixels the library would take longer to set up than all the rest takes; it takes lines apart faster. */
const mostPixels = 16_384;

const samples: Readonly<Record<number, 1 | 3>> = { 0: 1, 2: 3, 3: 1 };

/**
 * A small PNG: grey, coloured or with a palette, at most 8 bits a value. The image library takes some 400 microseconds to set up each
 * decoding, ten times as long as all the rest takes for a digit of 28 by 28. Null for every other one, be it larger, interlaced, transparent,
 * turned or broken: those are the library's, which also finds the words for what is wrong.
 */
export function decodeSmallPng(file: Buffer): OpaqueImage | null {
  if (file.length < headerEnd || file.readUInt32BE(8) !== 13 || file.toString('latin1', 12, 16) !== 'IHDR') return null;
  const width = file.readUInt32BE(16);
  const height = file.readUInt32BE(20);
  if (width === 0 || height === 0 || width * height > mostPixels) return null;
  const depth = file[24]!;
  const colorType = file[25]!;
  const isSound = [1, 2, 4, 8].includes(depth) && file[26] === 0 && file[27] === 0 && file[28] === 0;
  const perPixel = samples[colorType];
  if (!isSound || perPixel === undefined || (colorType === 2 && depth !== 8)) return null;
  const chunks = readChunks(file);
  if (chunks === null || (colorType === 3) !== (chunks.palette !== null)) return null;
  const lineBytes = Math.ceil((width * perPixel * depth) / 8);
  const lines = inflate(chunks.data, (lineBytes + 1) * height);
  if (lines === null || !unfilter(lines, lineBytes, height, Math.max(1, (perPixel * depth) >> 3))) return null;
  const values = unpack(lines, { lineBytes, height, count: width * perPixel, depth });
  if (chunks.palette === null) {
    if (depth < 8) scale(values, 255 / (2 ** depth - 1));
    return { width, height, channels: perPixel, pixels: values };
  }
  const pixels = lookUp(values, chunks.palette);
  return pixels && { width, height, channels: 3, pixels };
}

interface Chunks {
  readonly data: Buffer;
  readonly palette: Buffer | null;
}

/** The compressed pixels and the palette; null if a checksum is wrong, the end is missing, or a chunk changes how it is to look. */
function readChunks(file: Buffer): Chunks | null {
  const data: Buffer[] = [];
  let palette: Buffer | null = null;
  for (let at = 8; at + 12 <= file.length; ) {
    const end = at + 12 + file.readUInt32BE(at);
    if (end > file.length || crc32(file.subarray(at + 4, end - 4)) !== file.readUInt32BE(end - 4)) return null;
    const content = file.subarray(at + 8, end - 4);
    switch (file.toString('latin1', at + 4, at + 8)) {
      case 'IDAT':
        data.push(content);
        break;
      case 'PLTE':
        palette = content;
        break;
      case 'tRNS':
      case 'eXIf':
        return null;
      case 'IEND':
        return { data: data.length === 1 ? data[0]! : Buffer.concat(data), palette };
    }
    at = end;
  }
  return null;
}

/** The lines with the filter in front of each; null if they are not whole, or are more than they may be. */
function inflate(data: Buffer, bytes: number): Buffer | null {
  try {
    const lines = inflateSync(data, { maxOutputLength: bytes });
    return lines.length === bytes ? lines : null;
  } catch {
    return null;
  }
}

/** Undoes in place what each line is filtered with; false for a filter that there is not. */
function unfilter(lines: Buffer, lineBytes: number, height: number, step: number): boolean {
  for (let row = 0; row < height; row++) {
    const start = row * (lineBytes + 1) + 1;
    const above = row === 0 ? -1 : start - lineBytes - 1;
    const filter = lines[start - 1]!;
    if (filter > 4) return false;
    if (filter === 0) continue;
    for (let at = 0; at < lineBytes; at++) {
      const left = at < step ? 0 : lines[start + at - step]!;
      const up = above < 0 ? 0 : lines[above + at]!;
      const upLeft = above < 0 || at < step ? 0 : lines[above + at - step]!;
      lines[start + at]! += predict(filter, left, up, upLeft);
    }
  }
  return true;
}

function predict(filter: number, left: number, up: number, upLeft: number): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  // The one of the three that is nearest to left + up - upLeft, as Paeth proposed it.
  const toLeft = Math.abs(up - upLeft);
  const toUp = Math.abs(left - upLeft);
  const toUpLeft = Math.abs(left + up - 2 * upLeft);
  if (toLeft <= toUp && toLeft <= toUpLeft) return left;
  return toUp <= toUpLeft ? up : upLeft;
}

/** The values without filters, one a byte. */
function unpack(
  lines: Buffer,
  { lineBytes, height, count, depth }: { lineBytes: number; height: number; count: number; depth: number },
): Uint8Array {
  const values = new Uint8Array(count * height);
  for (let row = 0; row < height; row++) {
    const start = row * (lineBytes + 1) + 1;
    if (depth === 8) values.set(lines.subarray(start, start + count), row * count);
    else {
      for (let at = 0; at < count; at++) {
        const bit = at * depth;
        values[row * count + at] = (lines[start + (bit >> 3)]! >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
      }
    }
  }
  return values;
}

function scale(values: Uint8Array, factor: number): void {
  for (let at = 0; at < values.length; at++) values[at]! *= factor;
}

/** Colours by their numbers; null for a number that the palette does not have. */
function lookUp(numbers: Uint8Array, palette: Buffer): Uint8Array | null {
  const pixels = new Uint8Array(numbers.length * 3);
  for (let at = 0; at < numbers.length; at++) {
    const color = numbers[at]! * 3;
    if (color + 2 >= palette.length) return null;
    pixels[at * 3] = palette[color]!;
    pixels[at * 3 + 1] = palette[color + 1]!;
    pixels[at * 3 + 2] = palette[color + 2]!;
  }
  return pixels;
}
