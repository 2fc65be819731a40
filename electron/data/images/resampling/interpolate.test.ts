import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { interpolations } from '../../../../shared/data/image-form.ts';
import { kerasForTests } from '../../../../testing/keras-for-tests.ts';
import { formOf } from '../../../../testing/pictures.ts';
import { temporaryFolder } from '../../../../testing/temporary-folder.ts';
import { decodeImage } from '../decoding/decode-image.ts';
import { decodePlainJpeg } from '../decoding/decode-jpeg.ts';
import type { OpaqueImage } from '../decoding/raw-image.ts';
import { resample } from './resample.ts';

const keras = kerasForTests();

/** To the nearest byte of what Keras has, whose places between pixels are floats of 32 bits. */
const mostAway = 0.5 + 0.01;

/** An image of noise, which shows each pixel that counts too much or too little. */
function noise(height: number, width: number, channels: 1 | 3): OpaqueImage {
  const pixels = Uint8Array.from({ length: height * width * channels }, (_, at) => (at * 7919 + (at >> 7) * 31) % 256);
  return { height, width, channels, pixels };
}

/** A part of an image as Keras resizes it without antialiasing, by real Keras. */
async function resizedByKeras(
  { height, width, channels, pixels }: OpaqueImage,
  { top, left, height: rows, width: columns }: Parameters<typeof resample>[1],
  size: { height: number; width: number },
  interpolation: string,
): Promise<number[]> {
  return keras.run<number[]>(
    `image = np.frombuffer(bytes.fromhex(input["pixels"]), "uint8").astype("float32").reshape(input["shape"])
top, left, rows, columns = input["part"]
part = image[top : top + rows, left : left + columns]
resized = keras.ops.image.resize(part, input["size"], interpolation=input["interpolation"], antialias=False, data_format="channels_last")
output = np.clip(np.asarray(resized), 0, 255).ravel().tolist()`,
    {
      pixels: Buffer.from(pixels).toString('hex'),
      shape: [height, width, channels],
      part: [top, left, rows, columns],
      size: [size.height, size.width],
      interpolation,
    },
  );
}

function farthest(bytes: ArrayLike<number>, values: readonly number[]): number {
  expect(bytes.length).toBe(values.length);
  return values.reduce((most, value, at) => Math.max(most, Math.abs(bytes[at]! - value)), 0);
}

describe('without antialiasing an image is what Keras makes of it', () => {
  const sizes = [
    [28, 28],
    [224, 130],
    [61, 97],
    [7, 200],
    [1, 1],
    [97, 13],
    [150, 61],
  ] as const;

  test.for(
    interpolations.flatMap((interpolation) => ([1, 3] as const).map((channels) => ({ interpolation, channels }))),
  )('$interpolation, $channels values a pixel: smaller, larger and odd sizes', async ({ interpolation, channels }) => {
    const image = noise(61, 97, channels);
    const whole = { left: 0, top: 0, width: 97, height: 61 };
    for (const [height, width] of sizes) {
      const size = { height, width };
      const got = resample(image, whole, size, { interpolation, antialias: false });
      const wanted = await resizedByKeras(image, whole, size, interpolation);
      expect(farthest(got, wanted), `${height} by ${width}`).toBeLessThan(mostAway);
    }
  });

  test.for(interpolations)('a part of an image, and images of a few pixels, by %s', async (interpolation) => {
    for (const [image, part, size] of [
      [noise(40, 50, 3), { left: 7, top: 5, width: 31, height: 33 }, { height: 12, width: 9 }],
      [noise(40, 50, 1), { left: 7, top: 5, width: 31, height: 33 }, { height: 12, width: 90 }],
      [noise(2, 3, 3), { left: 0, top: 0, width: 3, height: 2 }, { height: 9, width: 7 }],
      [noise(1, 1, 1), { left: 0, top: 0, width: 1, height: 1 }, { height: 3, width: 4 }],
      // More lines than are copied at once.
      [noise(401, 1201, 3), { left: 1, top: 0, width: 1200, height: 401 }, { height: 390, width: 5 }],
    ] as const) {
      const got = resample(image, part, size, { interpolation, antialias: false });
      const wanted = await resizedByKeras(image, part, size, interpolation);
      expect(farthest(got, wanted), `${size.height} by ${size.width}`).toBeLessThan(mostAway);
    }
  });

  test.for(['rgb', 'grayscale'] as const)('a JPEG file, where it was decoded: %s', async (colorMode) => {
    const path = join(temporaryFolder(), 'photo.jpg');
    const { height, width, channels, pixels } = noise(120, 161, colorMode === 'rgb' ? 3 : 1);
    const file = await sharp(pixels, { raw: { width, height, channels } })
      .blur(2)
      .toColourspace(channels === 3 ? 'srgb' : 'b-w')
      .jpeg({ quality: 90 })
      .toBuffer();
    writeFileSync(path, file);
    const decoded = decodePlainJpeg(file, () => true)!;
    const image = { ...decoded, pixels: decoded.pixels.slice() };
    for (const [interpolation, resizing, part] of [
      ['bilinear', 'stretch', { left: 0, top: 0, width, height }],
      ['bicubic', 'crop', { left: 20, top: 0, width: 120, height }],
      ['lanczos3', 'crop', { left: 20, top: 0, width: 120, height }],
    ] as const) {
      const form = formOf(31, 31, { interpolation, resizing, colorMode, antialias: false });
      const wanted = await resizedByKeras(image, part, form, interpolation);
      expect(farthest(await decodeImage(path, form), wanted), interpolation).toBeLessThan(mostAway);
    }
    // Padded: what is inside is 46 pixels of 62 high.
    const padded = await decodeImage(path, formOf(62, 62, { resizing: 'pad', colorMode, antialias: false }));
    const size = { height: 46, width: 62 };
    const wanted = await resizedByKeras(image, { left: 0, top: 0, width, height }, size, 'bilinear');
    const line = 62 * image.channels;
    expect(farthest(padded.subarray(8 * line, 54 * line), wanted)).toBeLessThan(mostAway);
    expect(new Set([...padded.subarray(0, 8 * line), ...padded.subarray(54 * line)])).toEqual(new Set([0]));
  });
});

test('an image that becomes larger is the same with and without antialiasing, but for what is rounded between lines and columns', () => {
  const image = noise(19, 23, 3);
  const whole = { left: 0, top: 0, width: 23, height: 19 };
  const size = { height: 64, width: 75 };
  const [plain, smooth] = [false, true].map((antialias) => [
    ...resample(image, whole, size, { interpolation: 'bilinear', antialias }),
  ]);
  expect(farthest(plain!, smooth!)).toBeLessThanOrEqual(1);
});

test('a part of a photograph that nothing looks at does not matter without antialiasing', () => {
  const image = noise(480, 640, 3);
  const whole = { left: 0, top: 0, width: 640, height: 480 };
  const size = { height: 28, width: 28 };
  const before = resample(image, whole, size, { interpolation: 'bilinear', antialias: false });
  // Lines 8 and 9 are the first that count: half a pixel of 480 / 28 is 8.57.
  image.pixels.fill(255, 0, 8 * 640 * 3);
  expect(resample(image, whole, size, { interpolation: 'bilinear', antialias: false })).toEqual(before);
  image.pixels.fill(255, 8 * 640 * 3, 9 * 640 * 3);
  expect(resample(image, whole, size, { interpolation: 'bilinear', antialias: false })).not.toEqual(before);
});
