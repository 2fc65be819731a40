import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { bytesOf, type ImageForm } from '../../../../shared/data/image-form.ts';
import { kerasForTests } from '../../../../testing/keras-for-tests.ts';
import { formOf, picturePython } from '../../../../testing/pictures.ts';
import { temporaryFolder } from '../../../../testing/temporary-folder.ts';
import { decodeImage, measureImage } from './decode-image.ts';

const keras = kerasForTests();

/** Numbers by how far they lie apart at most and on average. */
function distance(one: ArrayLike<number>, other: ArrayLike<number>): { most: number; mean: number } {
  expect(one.length).toBe(other.length);
  const differences = Array.from(one, (value, at) => Math.abs(value - other[at]!));
  return {
    most: differences.reduce((most, value) => Math.max(most, value), 0),
    mean: differences.reduce((sum, value) => sum + value, 0) / differences.length,
  };
}

describe('a file is decoded to what Keras sees in it', () => {
  /** How each is written by Pillow, from `picture`. */
  const exact = {
    'rgb.png': 'picture.save(to)',
    'grey.png': 'picture.convert("L").save(to)',
    'palette.png': 'picture.quantize(40).save(to)',
    'palette of 13.png': 'picture.quantize(13).save(to, bits=4)',
    'two colours.png': 'picture.convert("1").save(to)',
    'grey with opacity.png': 'picture.convert("LA").save(to)',
    'rgb.bmp': 'picture.save(to)',
    'grey.bmp': 'picture.convert("L").save(to)',
    'palette.bmp': 'picture.quantize(40).save(to)',
    'two colours.bmp': 'picture.convert("1").save(to)',
    'with opacity.bmp': 'picture.convert("RGBA").save(to)',
    'palette.gif': 'picture.quantize(40).save(to)',
    'first of two.gif': 'picture.save(to, save_all=True, append_images=[picture.rotate(180)], duration=100)',
    'rgb.tif': 'picture.save(to)',
    'lzw.tiff': 'picture.save(to, compression="tiff_lzw")',
    'grey.tif': 'picture.convert("L").save(to)',
    'palette.tif': 'picture.quantize(40).save(to)',
    'two colours.tif': 'picture.convert("1").save(to)',
    'fax.tif': 'picture.convert("1").save(to, compression="group4")',
    'lossless.webp': 'picture.save(to, lossless=True)',
  };
  /** And how far from it on average: JPEG is decoded with the faster arithmetic that TensorFlow has, Pillow has the slower. */
  const near = {
    'photo.jpg': ['picture.save(to, quality=90)', 1.2],
    'progressive.jpeg': ['picture.save(to, quality=90, progressive=True)', 1.2],
    'grey.jpg': ['picture.convert("L").save(to, quality=90)', 1],
    'lossy.webp': ['picture.save(to, quality=90)', 1],
    'photo.avif': ['picture.save(to, quality=90)', 1],
    'jpeg.tif': ['picture.save(to, compression="jpeg", quality=95)', 1],
  } as const;

  async function compare(name: string, save: string, colorMode: 'rgb' | 'grayscale') {
    const folder = temporaryFolder();
    const seen = await keras.run<number[]>(
      `${picturePython}to = os.path.join(folder, input["name"])\n${save}\noutput = seen(input["name"], input["mode"])`,
      { folder, name, mode: colorMode },
    );
    return distance(await decodeImage(join(folder, name), formOf(37, 53, { colorMode })), seen);
  }

  for (const colorMode of ['rgb', 'grayscale'] as const) {
    test.for(Object.entries(exact))(`%s as ${colorMode}, to the last bit`, async ([name, save]) => {
      expect(await compare(name, save, colorMode)).toEqual({ most: 0, mean: 0 });
    });
    test.for(Object.entries(near))(`%s as ${colorMode}, nearly`, async ([name, [save, usual]]) => {
      const { most, mean } = await compare(name, save, colorMode);
      expect(most).toBeLessThanOrEqual(6);
      expect(mean).toBeLessThan(usual);
    });
  }

  test('16 bits a value: the upper eight, which Keras has no mode for', async () => {
    const folder = temporaryFolder();
    for (const name of ['deep.png', 'deep.tif']) {
      const upper = await keras.run<number[]>(
        `${picturePython}values = (np.asarray(picture)[:, :, 0].astype("uint16") * 257 ^ 85).astype("uint16")
Image.fromarray(values).save(os.path.join(folder, input["name"]))
output = (values >> 8).ravel().tolist()`,
        { folder, name },
      );
      const got = await decodeImage(join(folder, name), formOf(37, 53, { colorMode: 'grayscale' }));
      expect([...got]).toEqual(upper);
    }
  });

  test('CMYK becomes the colours that a print would have', async () => {
    const folder = temporaryFolder();
    await keras.run(
      `${picturePython}for name in ["print.jpg", "print.tif"]:
    Image.new("RGB", (16, 16), (230, 20, 20)).convert("CMYK").save(os.path.join(folder, name))
output = None`,
      { folder },
    );
    for (const name of ['print.jpg', 'print.tif']) {
      const [red, green, blue] = await decodeImage(join(folder, name), formOf(1, 1));
      expect(red).toBeGreaterThan(190);
      expect(Math.max(green!, blue!)).toBeLessThan(80);
    }
  });

  test('an image is turned the way the camera noted, for every note', async () => {
    const folder = temporaryFolder();
    for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8]) {
      const { size, pixels } = await keras.run<{ size: [number, number]; pixels: number[] }>(
        `${picturePython}from PIL import ImageOps
exif = Image.Exif()
exif[0x112] = input["orientation"]
path = os.path.join(folder, "turned.jpg")
picture.save(path, quality=95, exif=exif)
turned = ImageOps.exif_transpose(Image.open(path))
output = {"size": turned.size, "pixels": np.asarray(turned).ravel().tolist()}`,
        { folder, orientation },
      );
      const path = join(folder, 'turned.jpg');
      expect(await measureImage(path)).toMatchObject({ width: size[0], height: size[1] });
      expect(distance(await decodeImage(path, formOf(size[1], size[0])), pixels).most).toBeLessThan(6);
    }
  });

  test('what is transparent is laid on black', async () => {
    const path = join(temporaryFolder(), 'clear.png');
    const pixels = Buffer.from([200, 100, 50, 255, 200, 100, 50, 128, 200, 100, 50, 0]);
    await sharp(pixels, { raw: { width: 3, height: 1, channels: 4 } })
      .png()
      .toFile(path);
    expect([...(await decodeImage(path, formOf(1, 3)))]).toEqual([200, 100, 50, 100, 50, 25, 0, 0, 0]);
  });
});

describe('an image is brought to the wanted size', () => {
  const pillow = { bilinear: 'BILINEAR', bicubic: 'BICUBIC', lanczos3: 'LANCZOS', nearest: 'NEAREST' } as const;
  const cases = (['stretch', 'crop'] as const).flatMap((resizing) =>
    Object.entries(pillow).map(([interpolation, name]) => ({
      resizing,
      interpolation: interpolation as keyof typeof pillow,
      name,
    })),
  );

  /** What Pillow makes of the part that Keras cuts out. */
  function resizedByPillow(file: string, save: string, input: object): Promise<number[]> {
    return keras.run<number[]>(
      `${picturePython}${save}
picture = Image.open(os.path.join(folder, "${file}")).convert("RGB")
height, width = input["size"]
(w, h) = picture.size
if input["crop"]:
    cut = min(w, int(h * width / height)), min(h, int(w * height / width))
    left, top = (w - cut[0]) // 2, (h - cut[1]) // 2
    picture = picture.crop((left, top, left + cut[0], top + cut[1]))
output = np.asarray(picture.resize((width, height), getattr(Image, input["filter"]))).ravel().tolist()`,
      input,
    );
  }

  test.for(cases)(
    '$resizing by $interpolation, to the last bit as Pillow by $name',
    async ({ resizing, interpolation, name }) => {
      const folder = temporaryFolder();
      for (const size of [
        [20, 31],
        [12, 19],
        [28, 28],
        [37, 20],
        [40, 53],
        [100, 120],
        [1, 1],
      ] as [number, number][]) {
        const wanted = await resizedByPillow('p.png', 'picture.save(os.path.join(folder, "p.png"))', {
          folder,
          size,
          crop: resizing === 'crop',
          filter: name,
        });
        const got = await decodeImage(join(folder, 'p.png'), formOf(...size, { resizing, interpolation }));
        expect(distance(got, wanted), `${size}`).toEqual({ most: 0, mean: 0 });
      }
    },
  );

  test.for([
    ['in colour', 'RGB', 'rgb'],
    ['grey', 'L', 'grayscale'],
  ] as const)('large images too, %s', async ([, mode, colorMode]) => {
    const folder = temporaryFolder();
    const save = `picture.resize((1001, 703), Image.BICUBIC).convert("${mode}").save(os.path.join(folder, "p.png"))`;
    for (const [size, interpolation, resizing] of [
      [[224, 224], 'bilinear', 'stretch'],
      [[703, 28], 'lanczos3', 'stretch'],
      [[28, 1001], 'bicubic', 'stretch'],
      [[900, 1200], 'lanczos3', 'crop'],
      [[1, 1], 'bilinear', 'crop'],
    ] as const) {
      const input = { folder, size, crop: resizing === 'crop', filter: pillow[interpolation] };
      const inColor = await resizedByPillow('p.png', save, input);
      const wanted = mode === 'RGB' ? inColor : inColor.filter((_, at) => at % 3 === 0);
      const form = formOf(size[0], size[1], { resizing, interpolation, colorMode });
      expect(distance(await decodeImage(join(folder, 'p.png'), form), wanted), `${size}`).toEqual({ most: 0, mean: 0 });
    }
  });

  test('a small image is padded as the library pads a large one', async () => {
    const folder = temporaryFolder();
    const grey = Uint8Array.from({ length: 30 * 17 }, (_, at) => 60 + (at % 180));
    const small = sharp(grey, { raw: { width: 30, height: 17, channels: 1 } });
    await small.clone().png().toFile(join(folder, 'p.png'));
    await small.clone().webp({ lossless: true }).toFile(join(folder, 'p.webp'));
    for (const size of [
      [28, 28],
      [9, 30],
      [17, 11],
      [64, 25],
      [10, 120],
    ] as [number, number][]) {
      const form = formOf(...size, { resizing: 'pad', interpolation: 'nearest', colorMode: 'grayscale' });
      const [png, webp] = await Promise.all(['p.png', 'p.webp'].map((name) => decodeImage(join(folder, name), form)));
      expect(
        Array.from(png!, (value) => value > 0),
        `${size}`,
      ).toEqual(Array.from(webp!, (value) => value > 0));
    }
  });

  test('a photograph made much smaller looks the same as by the library', async () => {
    const path = join(temporaryFolder(), 'photo.jpg');
    const noise = Uint8Array.from({ length: 20 * 15 * 3 }, (_, at) => (at * 7919) % 251);
    await sharp(noise, { raw: { width: 20, height: 15, channels: 3 } })
      .resize(640, 480, { kernel: 'cubic' })
      .jpeg({ quality: 90 })
      .toFile(path);
    const whole = await sharp(path).raw().toBuffer();
    const wanted = await sharp(whole, { raw: { width: 640, height: 480, channels: 3 } })
      .resize(28, 28, { fit: 'fill', kernel: 'linear' })
      .raw()
      .toBuffer();
    expect(distance(await decodeImage(path, formOf(28, 28)), wanted).mean).toBeLessThan(1.5);
  });

  test('pad keeps the proportions on black, crop fills the size, stretch distorts', async () => {
    const path = join(temporaryFolder(), 'stripes.png');
    // A white square in the middle of a grey strip.
    const pixels = Uint8Array.from({ length: 40 * 20 }, (_, at) => (at % 40 >= 10 && at % 40 < 30 ? 255 : 100));
    await sharp(pixels, { raw: { width: 40, height: 20, channels: 1 } })
      .png()
      .toFile(path);
    const column = async (resizing: ImageForm['resizing'], at: number) => {
      const form = formOf(20, 20, { resizing, colorMode: 'grayscale' });
      const got = await decodeImage(path, form);
      return [0, 7, 12, 19].map((row) => got[row * 20 + at]);
    };
    expect(await column('pad', 10)).toEqual([0, 255, 255, 0]);
    expect(await column('pad', 1)).toEqual([0, 100, 100, 0]);
    expect(await column('crop', 1)).toEqual([255, 255, 255, 255]);
    expect(await column('stretch', 1)).toEqual([100, 100, 100, 100]);
  });

  test('the pixels go to the buffer that is given', async () => {
    const path = join(temporaryFolder(), 'grey.png');
    await sharp({ create: { width: 9, height: 9, channels: 3, background: '#808080' } })
      .png()
      .toFile(path);
    const form = formOf(4, 4);
    const target = new Uint8Array(bytesOf(form));
    expect(await decodeImage(path, form, target)).toBe(target);
    expect(new Set(target)).toEqual(new Set([128]));
  });
});

test('an image is measured by its head', async () => {
  const folder = temporaryFolder();
  await keras.run(
    `${picturePython}picture.save(os.path.join(folder, "a.png"))
picture.convert("L").save(os.path.join(folder, "b.jpg"))
picture.putalpha(100)
picture.save(os.path.join(folder, "c.webp"))
picture.convert("RGB").save(os.path.join(folder, "d.bmp"))
picture.convert("RGB").convert("CMYK").save(os.path.join(folder, "e.jpg"))
output = None`,
    { folder },
  );
  const size = { width: 53, height: 37 };
  const measured = await Promise.all(
    ['a.png', 'b.jpg', 'c.webp', 'd.bmp', 'e.jpg'].map((name) => measureImage(join(folder, name))),
  );
  expect(measured).toEqual([
    { ...size, channels: 3, hasAlpha: false, kind: 'png' },
    { ...size, channels: 1, hasAlpha: false, kind: 'jpeg' },
    { ...size, channels: 3, hasAlpha: true, kind: 'webp' },
    { ...size, channels: 3, hasAlpha: false, kind: 'bmp' },
    { ...size, channels: 3, hasAlpha: false, kind: 'jpeg' },
  ]);
});
