import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { kerasForTests } from '../../../../testing/keras-for-tests.ts';
import { temporaryFolder } from '../../../../testing/temporary-folder.ts';
import { decodeBmp, readBitmapHead } from './decode-bmp.ts';

const keras = kerasForTests();
const width = 7;
const height = 5;

interface Bitmap {
  readonly depth: number;
  readonly method?: number;
  readonly isTopDown?: boolean;
  /** Red, green, blue and, as a fourth, opacity. */
  readonly masks?: readonly number[];
  readonly pixels?: readonly number[];
  readonly isOld?: boolean;
}

function bitmap({ depth, method = 0, isTopDown = false, masks = [], pixels, isOld = false }: Bitmap): Buffer {
  const header = Buffer.alloc(isOld ? 12 : masks.length === 4 ? 56 : 40);
  header.writeUInt32LE(header.length, 0);
  if (isOld)
    for (const [at, value] of [
      [4, width],
      [6, height],
      [8, 1],
      [10, depth],
    ] as const)
      header.writeUInt16LE(value, at);
  else {
    header.writeInt32LE(width, 4);
    header.writeInt32LE(isTopDown ? -height : height, 8);
    header.writeUInt16LE(1, 12);
    header.writeUInt16LE(depth, 14);
    header.writeUInt32LE(method, 16);
  }
  const masksAfter = Buffer.alloc(masks.length === 3 ? 12 : 0);
  for (const [at, mask] of masks.entries())
    if (masks.length === 4) header.writeUInt32LE(mask, 40 + at * 4);
    else masksAfter.writeUInt32LE(mask, at * 4);
  const step = isOld ? 3 : 4;
  const palette = Buffer.alloc(depth > 8 ? 0 : step * 2 ** depth).map((_, at) =>
    at % 4 === 3 && !isOld ? 0 : at * 83,
  );
  const lineBytes = Math.ceil((width * depth) / 32) * 4;
  const body = Buffer.from(pixels ?? Array.from({ length: lineBytes * height }, (_, at) => (at * 7919) % 256));
  const file = Buffer.concat([Buffer.alloc(14), header, masksAfter, palette, body]);
  file.write('BM');
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(file.length - body.length, 10);
  return file;
}

const runs8 = [
  7, 9, 0, 0, 3, 4, 0, 4, 1, 2, 3, 5, 0, 0, 0, 3, 8, 7, 6, 0, 4, 250, 0, 0, 7, 1, 0, 0, 0, 7, 1, 2, 3, 4, 5, 6, 7, 0, 0,
  1,
];
const runs4 = [
  7, 0x9a, 0, 0, 3, 0x41, 0, 4, 0x12, 0x35, 0, 0, 0, 3, 0x87, 0x60, 4, 0xf0, 0, 0, 7, 0x11, 0, 0, 0, 7, 0x12, 0x34,
  0x56, 0x70, 0, 1,
];
const kinds: Readonly<Record<string, Bitmap>> = {
  '1 bit': { depth: 1 },
  '4 bits': { depth: 4 },
  '8 bits': { depth: 8 },
  '16 bits': { depth: 16 },
  '16 bits, 6 of them green': { depth: 16, method: 3, masks: [0xf800, 0x7e0, 0x1f] },
  '24 bits': { depth: 24 },
  '24 bits, the upper line first': { depth: 24, isTopDown: true },
  '32 bits': { depth: 32 },
  '32 bits in another order': { depth: 32, method: 3, masks: [0xff000000, 0xff0000, 0xff00] },
  'runs of 8 bits': { depth: 8, method: 1, pixels: runs8 },
  'runs of 4 bits': { depth: 4, method: 2, pixels: runs4 },
  '24 bits of OS/2': { depth: 24, isOld: true },
  '8 bits of OS/2': { depth: 8, isOld: true },
};

test.for(Object.entries(kinds))('%s, as Pillow reads it', async ([, kind]) => {
  const path = join(temporaryFolder(), 'image.bmp');
  const file = bitmap(kind);
  writeFileSync(path, file);
  const seen = await keras.run<number[]>(
    'from PIL import Image\noutput = np.asarray(Image.open(input).convert("RGB")).ravel().tolist()',
    path,
  );
  const image = decodeBmp(file, readBitmapHead(file));
  expect(image).toMatchObject({ width, height, channels: 3 });
  expect([...image.pixels]).toEqual(seen);
});

test('opacity is given where the head says which bits it is', () => {
  const file = bitmap({ depth: 32, method: 3, masks: [0xff0000, 0xff00, 0xff, 0xff000000] });
  const { channels, pixels } = decodeBmp(file, readBitmapHead(file));
  // The last line of the file is the upper one.
  const last = [...file.subarray(-width * 4).subarray(0, 4)];
  expect([channels, ...pixels.subarray(0, 4)]).toEqual([4, last[2], last[1], last[0], last[3]]);
});

test('jumps leave the first colour', () => {
  const file = bitmap({ depth: 8, method: 1, pixels: [2, 5, 0, 2, 1, 1, 1, 6, 0, 1] });
  const { pixels } = decodeBmp(file, readBitmapHead(file));
  const color = (number: number) => [number * 4 + 2, number * 4 + 1, number * 4].map((at) => (at * 83) % 256);
  const pixel = (row: number, column: number) => [...pixels.subarray((row * width + column) * 3).subarray(0, 3)];
  expect(pixel(height - 1, 1)).toEqual(color(5));
  expect(pixel(height - 1, 3)).toEqual(color(0));
  expect(pixel(height - 2, 3)).toEqual(color(6));
});

test('a bitmap that its head does not fit is refused with the reason', () => {
  const read = (file: Buffer) => () => decodeBmp(file, readBitmapHead(file));
  expect(read(bitmap({ depth: 24 }).subarray(0, -30))).toThrow('the pixels are cut off');
  expect(read(bitmap({ depth: 8, method: 1, pixels: [7, 9] }))).toThrow('the pixels are cut off');
  expect(read(bitmap({ depth: 24 }).subarray(0, 30))).toThrow('the header is cut off');
  expect(read(bitmap({ depth: 24, method: 5 }))).toThrow('compression 5 of 24 bits a pixel');
  expect(read(bitmap({ depth: 7 }))).toThrow('7 bits a pixel');
  const few = bitmap({ depth: 8, pixels: Array.from({ length: 40 }, () => 200) });
  few.writeUInt32LE(16, 46);
  expect(read(few)).toThrow('colour 200 of a palette of 16');
});
