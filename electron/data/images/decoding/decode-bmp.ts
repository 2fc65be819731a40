import { BrokenImage, type RawImage } from './raw-image.ts';

/** How the pixels of a bitmap are stored. */
const methods = { plain: 0, runs8: 1, runs4: 2, masks: 3, alphaMasks: 6 } as const;

/** The size of the two oldest headers: OS/2's, whose sizes are short, and Windows's, which every later one begins with. */
const oldHeader = 12;
const windowsHeader = 40;
const fileHeader = 14;

/** What the head of a bitmap says. */
export interface BitmapHead {
  readonly width: number;
  readonly height: number;
  /** Bits of a pixel: 1, 4 or 8 with a palette, 16, 24 or 32 without. */
  readonly depth: number;
  readonly method: number;
  /** The upper line is the first one; it is the last one as a rule. */
  readonly isTopDown: boolean;
  readonly pixelsAt: number;
  readonly palette: { readonly at: number; readonly count: number; readonly step: 3 | 4 };
  /** Which bits of a pixel are red, green, blue and opacity, where it has no palette. */
  readonly masks: readonly number[];
}

/** The head of a bitmap. Throws BrokenImage for one that is none, or is of a kind that hardly any program writes. */
export function readBitmapHead(file: Buffer): BitmapHead {
  if (file.length < fileHeader + oldHeader) throw new BrokenImage('the header is cut off');
  const size = file.readUInt32LE(fileHeader);
  const isOld = size === oldHeader;
  if (!isOld && (size < windowsHeader || size > 124)) throw new BrokenImage(`a header of ${size} bytes`);
  if (file.length < fileHeader + size) throw new BrokenImage('the header is cut off');
  const width = isOld ? file.readUInt16LE(18) : file.readInt32LE(18);
  const signedHeight = isOld ? file.readUInt16LE(20) : file.readInt32LE(22);
  const depth = file.readUInt16LE(isOld ? 24 : 28);
  const method = isOld ? methods.plain : file.readUInt32LE(30);
  if (width <= 0 || signedHeight === 0) throw new BrokenImage(`a size of ${width}\u00d7${signedHeight}`);
  if (![1, 4, 8, 16, 24, 32].includes(depth)) throw new BrokenImage(`${depth} bits a pixel`);
  const { plain, runs8, runs4, masks, alphaMasks } = methods;
  const fitting = { 1: [plain], 4: [plain, runs4], 8: [plain, runs8], 16: [plain, masks], 24: [plain] }[depth] ?? [
    plain,
    masks,
    alphaMasks,
  ];
  if (!fitting.some((one) => one === method)) throw new BrokenImage(`compression ${method} of ${depth} bits a pixel`);
  const listed = isOld ? 0 : file.readUInt32LE(46);
  const paletteAt = fileHeader + size;
  return {
    width,
    height: Math.abs(signedHeight),
    depth,
    method,
    isTopDown: signedHeight < 0,
    pixelsAt: file.readUInt32LE(10),
    palette: { at: paletteAt, count: depth > 8 ? 0 : Math.min(listed || 2 ** depth, 2 ** depth), step: isOld ? 3 : 4 },
    masks: masksOf(file, { size, depth, method }),
  };
}

function masksOf(file: Buffer, { size, depth, method }: { size: number; depth: number; method: number }): number[] {
  if (method !== methods.masks && method !== methods.alphaMasks)
    return depth === 16 ? [0x7c00, 0x3e0, 0x1f, 0] : [0xff0000, 0xff00, 0xff, 0];
  // They stand at the same place whether they belong to a longer header or follow the short one.
  const count = size >= 56 || method === methods.alphaMasks ? 4 : 3;
  const at = fileHeader + windowsHeader;
  if (file.length < at + count * 4) throw new BrokenImage('the header is cut off');
  return [0, 1, 2, 3].map((one) => (one < count ? file.readUInt32LE(at + one * 4) : 0));
}

/** The pixels of a bitmap. Throws BrokenImage if there are fewer than its head says. */
export function decodeBmp(file: Buffer, head: BitmapHead): RawImage {
  const { width, height, depth, method } = head;
  if (depth > 8) return { width, height, ...readColors(file, head) };
  const numbers = method === methods.plain ? readNumbers(file, head) : readRuns(file, head);
  return { width, height, channels: 3, pixels: lookUp(numbers, file, head.palette) };
}

/** Bytes of a line: each begins at a multiple of four. */
function lineBytesOf({ width, depth }: BitmapHead): number {
  return Math.ceil((width * depth) / 32) * 4;
}

function lineAt(head: BitmapHead, row: number): number {
  return head.pixelsAt + (head.isTopDown ? row : head.height - 1 - row) * lineBytesOf(head);
}

/** Throws BrokenImage for lines that the file ends before. The padding of the last one may be missing. */
function checkLength(file: Buffer, head: BitmapHead): void {
  const bytes = (head.height - 1) * lineBytesOf(head) + Math.ceil((head.width * head.depth) / 8);
  if (head.pixelsAt + bytes > file.length) throw new BrokenImage('the pixels are cut off');
}

function readColors(file: Buffer, head: BitmapHead): Pick<RawImage, 'channels' | 'pixels'> {
  checkLength(file, head);
  const { width, height, depth, masks } = head;
  const fields = masks.map((mask) => {
    const shift = mask === 0 ? 0 : 31 - Math.clz32(mask & -mask);
    return { mask, shift, most: mask >>> shift };
  });
  const channels = masks[3] === 0 ? 3 : 4;
  const pixels = new Uint8Array(width * height * channels);
  const step = depth / 8;
  for (let row = 0; row < height; row++) {
    const line = lineAt(head, row);
    for (let column = 0; column < width; column++) {
      const pixel = file.readUIntLE(line + column * step, step);
      const to = (row * width + column) * channels;
      for (let channel = 0; channel < channels; channel++) {
        const { mask, shift, most } = fields[channel]!;
        const value = (pixel & mask) >>> shift;
        pixels[to + channel] = most === 255 || most === 0 ? value : Math.floor((value * 255) / most);
      }
    }
  }
  return { channels, pixels };
}

/** The palette's numbers, one a byte. */
function readNumbers(file: Buffer, head: BitmapHead): Uint8Array {
  checkLength(file, head);
  const { width, height, depth } = head;
  const numbers = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) {
    const line = lineAt(head, row);
    for (let column = 0; column < width; column++) {
      const bit = column * depth;
      numbers[row * width + column] = (file[line + (bit >> 3)]! >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
    }
  }
  return numbers;
}

/**
 * The same where equal neighbours are stored once: pairs of how many and which; 0 and 0 end a line, 0 and 1 the image, 0 and 2 jump, 0 and
 * more are so many numbers as they are. What is jumped over has the palette's first colour.
 */
function readRuns(file: Buffer, head: BitmapHead): Uint8Array {
  const { width, height, depth, isTopDown } = head;
  const numbers = new Uint8Array(width * height);
  let column = 0;
  let row = 0;
  const put = (number: number) => {
    if (column < width && row < height) numbers[(isTopDown ? row : height - 1 - row) * width + column] = number;
    column++;
  };
  /** A run's or a list's number in the byte that has it: in one of 4 bits two stand side by side. */
  const half = (byte: number, place: number) => (depth === 8 ? byte : place % 2 === 0 ? byte >> 4 : byte & 15);
  for (let at = head.pixelsAt; ; ) {
    if (at + 1 >= file.length) throw new BrokenImage('the pixels are cut off');
    const count = file[at]!;
    const value = file[at + 1]!;
    at += 2;
    if (count > 0) for (let place = 0; place < count; place++) put(half(value, place));
    else if (value === 0) {
      column = 0;
      row++;
    } else if (value === 1) return numbers;
    else if (value === 2) {
      if (at + 1 >= file.length) throw new BrokenImage('the pixels are cut off');
      column += file[at]!;
      row += file[at + 1]!;
      at += 2;
    } else {
      const bytes = depth === 8 ? value : Math.ceil(value / 2);
      if (at + bytes > file.length) throw new BrokenImage('the pixels are cut off');
      for (let place = 0; place < value; place++) put(half(file[at + (depth === 8 ? place : place >> 1)]!, place));
      // A list fills whole pairs of bytes.
      at += bytes + (bytes % 2);
    }
  }
}

function lookUp(numbers: Uint8Array, file: Buffer, { at, count, step }: BitmapHead['palette']): Uint8Array {
  if (at + count * step > file.length) throw new BrokenImage('the palette is cut off');
  const pixels = new Uint8Array(numbers.length * 3);
  for (let place = 0; place < numbers.length; place++) {
    const number = numbers[place]!;
    if (number >= count) throw new BrokenImage(`colour ${number} of a palette of ${count}`);
    const from = at + number * step;
    pixels[place * 3] = file[from + 2]!;
    pixels[place * 3 + 1] = file[from + 1]!;
    pixels[place * 3 + 2] = file[from]!;
  }
  return pixels;
}
