import sharp from 'sharp';
import { expect, test } from 'vitest';
import { formOf } from '../../../../testing/pictures.ts';
import { fitHere } from '../resampling/fit-image.ts';
import { decodePlainJpeg } from './decode-jpeg.ts';

const width = 53;
const height = 37;
const pixels = Uint8Array.from({ length: width * height * 3 }, (_, at) => ((at * 3) % 199) + ((at * 7919) % 40));
const picture = sharp(pixels, { raw: { width, height, channels: 3 } });
const decode = (file: Buffer) => decodePlainJpeg(file, () => true);

const plain = await picture.clone().jpeg({ quality: 90 }).toBuffer();
const progressive = await picture.clone().jpeg({ progressive: true }).toBuffer();

/** A file with a segment in front of its others. */
function withSegment(marker: number, content: Buffer | string, file: Buffer = plain): Buffer {
  const body = Buffer.from(content as string, 'latin1');
  const head = Buffer.from([0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255]);
  return Buffer.concat([file.subarray(0, 2), head, body, file.subarray(2)]);
}

/** A file whose bytes at a place are others. */
function changed(file: Buffer, at: number, ...bytes: readonly number[]): Buffer {
  const copy = Buffer.from(file);
  copy.set(bytes, at);
  return copy;
}

/** Notes of a camera that was held in some way, of either order of bytes. */
function exif(orientation: number, isLittle: boolean): Buffer {
  const [order, entry] = isLittle ? ['II*\0', 'writeUInt16LE' as const] : ['MM\0*', 'writeUInt16BE' as const];
  const notes = Buffer.alloc(26);
  notes.write(order, 'latin1');
  if (isLittle) notes.writeUInt32LE(8, 4);
  else notes.writeUInt32BE(8, 4);
  for (const [at, value] of [
    [8, 1],
    [10, 0x112],
    [12, 3],
    [18, orientation],
  ] as const)
    notes[entry](value, at);
  if (isLittle) notes.writeUInt32LE(1, 14);
  else notes.writeUInt32BE(1, 14);
  return Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), notes]);
}

test.for([
  ['baseline', plain],
  ['progressive', progressive],
  ['grey', await picture.clone().toColourspace('b-w').jpeg().toBuffer()],
  ['of full colour', await picture.clone().jpeg({ chromaSubsampling: '4:4:4' }).toBuffer()],
  ['with notes of an upright camera', withSegment(0xe1, exif(1, true))],
  ['with bytes between its segments', Buffer.concat([plain.subarray(0, 2), Buffer.from([0xff]), plain.subarray(2)])],
  ['with bytes after its end', Buffer.concat([plain, Buffer.from('more')])],
] as const)('a plain file, %s, is decoded here, and nearly as the image library does', async ([, file]) => {
  const image = decode(file)!;
  const library = sharp(file);
  if (image.channels === 1) library.toColourspace('b-w');
  const { data, info } = await library.raw().toBuffer({ resolveWithObject: true });
  expect(image).toMatchObject({ width, height, channels: info.channels });
  expect(image.pixels).toHaveLength(data.length);
  const differences = Array.from(data, (value, at) => Math.abs(value - image.pixels[at]!));
  expect(Math.max(...differences)).toBeLessThanOrEqual(8);
  expect(differences.reduce((sum, value) => sum + value) / data.length).toBeLessThan(1.5);
});

test('what is not plain is left to the image library', async () => {
  const frame = plain.indexOf(Buffer.from([0xff, 0xc0]));
  const scan = plain.indexOf(Buffer.from([0xff, 0xda]));
  const adobe = (transform: number) => Buffer.from([...Buffer.from('Adobe'), 0, 100, 0, 0, 0, 0, transform]);
  const names = changed(plain, frame + 10, 82);
  const jfif = 'JFIF\0\x01\x01\0\0\x01\0\x01\0\0';
  // What else the file says of its colours counts less.
  expect(decode(withSegment(0xe0, jfif, withSegment(0xee, adobe(0))))).not.toBeNull();
  expect(decode(withSegment(0xee, adobe(1)))).not.toBeNull();
  const others: Readonly<Record<string, Buffer>> = {
    'in print colours': await picture.clone().toColourspace('cmyk').jpeg().toBuffer(),
    'red, green and blue as they are': withSegment(0xee, adobe(0)),
    'colours of other names': names,
    'on its side': withSegment(0xe1, exif(6, true)),
    'on its side, with the other order of bytes': withSegment(0xe1, exif(6, false)),
    'notes that cannot be read': withSegment(0xe1, 'Exif\0\0II*\0\xff\xff\xff\xff'),
    'notes that are cut off': withSegment(0xe1, 'Exif\0\0II'),
    'of twelve bits': changed(plain, frame + 4, 12),
    'of another code': changed(plain, frame + 1, 0xc9),
    'of no height': changed(plain, frame + 5, 0, 0),
    'of two frames': withSegment(0xc0, plain.subarray(frame + 4, frame + 4 + 15)),
    'with a segment beyond its end': changed(plain, scan - 1, 0).subarray(0, scan - 4),
    'with something else between its segments': changed(plain, 2, 0),
    'cut off': plain.subarray(0, -20),
    'cut off in its head': plain.subarray(0, 30),
    'of a few bytes': plain.subarray(0, 3),
    'with changed codes': changed(plain, scan + 200, 0xff, 0xd9),
    'of too many passes': withSegment(0xfe, '\xff\xda'.repeat(100), progressive),
  };
  for (const [name, file] of Object.entries(others)) expect(decode(file), name).toBeNull();
});

test('nothing is decoded of an image that is not wanted for its size', () => {
  const frame = plain.indexOf(Buffer.from([0xff, 0xc0]));
  const bomb = changed(plain, frame + 5, 0xff, 0xff, 0xff, 0xff);
  const asked: unknown[] = [];
  expect(decodePlainJpeg(bomb, (size) => asked.push(size) < 0)).toBeNull();
  expect(asked).toMatchObject([{ width: 65535, height: 65535 }]);
});

test('a photograph is resampled where it was decoded to as it is elsewhere', () => {
  const decoded = decode(plain)!;
  const elsewhere = { ...decoded, pixels: decoded.pixels.slice() };
  const forms = [
    formOf(20, 30),
    formOf(30, 20, { resizing: 'crop' }),
    formOf(20, width),
    formOf(height, 20, { resizing: 'crop', interpolation: 'nearest' }),
    formOf(height, width),
    formOf(50, 50, { resizing: 'pad', interpolation: 'lanczos3' }),
    // More than there is memory for so far.
    formOf(1500, width),
    formOf(1500, 1600, { interpolation: 'bicubic' }),
  ];
  for (const form of forms) {
    const there = Buffer.from(fitHere(decode(plain)!, form).pixels);
    expect(there.equals(fitHere(elsewhere, form).pixels), JSON.stringify(form)).toBe(true);
  }
});
