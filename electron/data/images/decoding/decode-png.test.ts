import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { decodeSmallPng } from './decode-png.ts';

function chunk(name: string, content: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(content.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}

interface Kind {
  readonly depth: number;
  readonly colorType: number;
  readonly interlaced?: boolean;
  readonly extra?: readonly Buffer[];
}

const width = 13;
const height = 11;
const samples: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** A PNG whose lines take turns in how they are filtered; its bytes are any. */
function png({ depth, colorType, interlaced = false, extra = [] }: Kind): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([depth, colorType, 0, 0, Number(interlaced)], 8);
  const lineBytes = Math.ceil((width * samples[colorType]! * depth) / 8);
  const lines = Uint8Array.from({ length: (lineBytes + 1) * height }, (_, at) =>
    at % (lineBytes + 1) === 0 ? Math.floor(at / (lineBytes + 1)) % 5 : (at * 7919 + (at >> 3) * 31) % 256,
  );
  const palette = Uint8Array.from({ length: 3 * 2 ** Math.min(depth, 8) }, (_, at) => (at * 101) % 256);
  const compressed = deflateSync(lines);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    ...(colorType === 3 ? [chunk('PLTE', palette)] : []),
    ...extra,
    // Encoders part the pixels where they like.
    chunk('IDAT', compressed.subarray(0, 20)),
    chunk('IDAT', compressed.subarray(20)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

test.for([
  [1, 0],
  [2, 0],
  [4, 0],
  [8, 0],
  [8, 2],
  [1, 3],
  [2, 3],
  [4, 3],
  [8, 3],
])('%d bits a value of colour type %d, with all five filters, as libpng decodes it', async ([depth, colorType]) => {
  const file = png({ depth: depth!, colorType: colorType! });
  const image = decodeSmallPng(file)!;
  const library = sharp(file);
  if (image.channels === 1) library.toColourspace('b-w');
  const { data, info } = await library.raw().toBuffer({ resolveWithObject: true });
  expect(image).toMatchObject({ width, height, channels: info.channels });
  expect([...image.pixels]).toEqual([...data]);
});

test('what it does not know is left to the library', () => {
  const plain = { depth: 8, colorType: 2 };
  expect(decodeSmallPng(png(plain))).not.toBeNull();
  const others: Readonly<Record<string, Buffer>> = {
    deep: png({ depth: 16, colorType: 0 }),
    'with opacity': png({ depth: 8, colorType: 6 }),
    'one colour transparent': png({ ...plain, extra: [chunk('tRNS', Buffer.alloc(6))] }),
    turned: png({ ...plain, extra: [chunk('eXIf', Buffer.alloc(8))] }),
    interlaced: png({ ...plain, interlaced: true }),
    'cut off': png(plain).subarray(0, -12),
    'a wrong checksum': png({ ...plain, extra: [chunk('tEXt', Buffer.from('a')).fill(0, 9)] }),
    short: png(plain).subarray(0, 20),
  };
  for (const [name, file] of Object.entries(others)) expect(decodeSmallPng(file), name).toBeNull();
});
