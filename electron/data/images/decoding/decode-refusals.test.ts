import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { bytesOf } from '../../../../shared/data/image-form.ts';
import { kerasForTests } from '../../../../testing/keras-for-tests.ts';
import { formOf, picturePython } from '../../../../testing/pictures.ts';
import { temporaryFolder } from '../../../../testing/temporary-folder.ts';
import { mostFileBytes } from '../read-image.ts';
import { decodeImage } from './decode-image.ts';

const keras = kerasForTests();

describe('what is no sound image is refused by its name and a reason', () => {
  const form = formOf(37, 53);

  function chunk(name: string, content: Buffer): Buffer {
    const body = Buffer.concat([Buffer.from(name, 'latin1'), content]);
    const ends = Buffer.alloc(8);
    ends.writeUInt32BE(content.length, 0);
    ends.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
  }

  test.for(['png', 'jpeg', 'webp', 'gif', 'tiff', 'avif', 'bmp'] as const)(
    'a %s file that is cut off',
    async (kind) => {
      const folder = temporaryFolder();
      const path = join(folder, `cut.${kind}`);
      await keras.run(`${picturePython}picture.save(os.path.join(folder, input["name"]))\noutput = None`, {
        folder,
        name: `cut.${kind}`,
      });
      await expect(decodeImage(path, form)).resolves.toHaveLength(bytesOf(form));
      const whole = readFileSync(path);
      for (const length of [whole.length - 20, whole.length >> 1, 40]) {
        truncateSync(path, length);
        await expect(decodeImage(path, form), `${length} bytes`).rejects.toMatchObject({
          name: 'UserError',
          message: expect.stringMatching(
            /cut\.\w+ is not an image that can be read\. Expected: a whole PNG.* file that is cut off, damaged or of an unusual kind \(.+\)\.$/,
          ),
        });
      }
    },
  );

  test('a small PNG whose pixels were changed', async () => {
    const path = join(temporaryFolder(), 'changed.png');
    const bytes = await sharp({ create: { width: 28, height: 28, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    bytes[bytes.indexOf('IDAT') + 8]! ^= 1;
    writeFileSync(path, bytes);
    await expect(decodeImage(path, formOf(28, 28))).rejects.toThrow('changed.png is not an image that can be read.');
  });

  test('a file of a few bytes that unpacks to billions of pixels', async () => {
    const folder = temporaryFolder();
    const head = Buffer.from([0, 0, 0xc3, 0x50, 0, 0, 0xc3, 0x50, 8, 0, 0, 0, 0]);
    const bomb = Buffer.concat([
      Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
      chunk('IHDR', head),
      chunk('IDAT', deflateSync(Buffer.alloc(100_000))),
      chunk('IEND', Buffer.alloc(0)),
    ]);
    writeFileSync(join(folder, 'bomb.png'), bomb);
    const bitmap = Buffer.alloc(60);
    bitmap.write('BM');
    for (const [at, value] of [
      [10, 54],
      [14, 40],
      [18, 50_000],
      [22, 50_000],
    ] as const)
      bitmap.writeInt32LE(value, at);
    bitmap.writeUInt16LE(24, 28);
    writeFileSync(join(folder, 'bomb.bmp'), bitmap);
    for (const name of ['bomb.png', 'bomb.bmp'])
      await expect(decodeImage(join(folder, name), form)).rejects.toThrow(
        `${name} is too large an image. Expected: at most 178,956,970 pixels in all. Received: 50000\u00d750000.`,
      );
  });

  test('a file beyond the limit is not even read', async () => {
    const path = join(temporaryFolder(), 'large.png');
    writeFileSync(path, '');
    truncateSync(path, mostFileBytes + 1);
    await expect(decodeImage(path, form)).rejects.toThrow(
      `is too large a file for an image. Expected: at most 268,435,456 bytes. Received: 268,435,457.`,
    );
  });

  test('what is something else by its content', async () => {
    const folder = temporaryFolder();
    const files = {
      'empty.png': ['', 'an empty file'],
      'text.jpg': ['not an image', 'a file that begins with 6e6f7420'],
      'drawing.png': ['<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', 'an SVG drawing'],
      'phone.jpg': [
        '\0\0\0\x18ftypheic\0\0\0\0mif1heic',
        'an HEIC photo, as iPhones take them; converted to JPEG it can be read',
      ],
    };
    for (const [name, [content, received]] of Object.entries(files)) {
      writeFileSync(join(folder, name), content!, 'latin1');
      await expect(decodeImage(join(folder, name), form)).rejects.toThrow(`Received: ${received}.`);
    }
    mkdirSync(join(folder, 'folder.png'));
    await expect(decodeImage(join(folder, 'folder.png'), form)).rejects.toThrow('Received: a folder.');
    await expect(decodeImage(join(folder, 'nowhere.png'), form)).rejects.toThrow('it is not there. Received: ENOENT.');
  });

  test('a TIFF of measurements, whose range nothing tells', async () => {
    const folder = temporaryFolder();
    await keras.run(
      `${picturePython}Image.fromarray(np.ones((37, 53), "float32")).save(os.path.join(folder, "heights.tif"))\noutput = None`,
      { folder },
    );
    await expect(decodeImage(join(folder, 'heights.tif'), form)).rejects.toThrow(
      'Received: a TIFF of float values; those of 8 and 16 bits are read.',
    );
  });

  test('a file that has changed is read anew', async () => {
    const path = join(temporaryFolder(), 'again.jpg');
    for (const background of ['#000000', '#ffffff']) {
      await sharp({ create: { width: 8, height: 8, channels: 3, background } })
        .jpeg()
        .toFile(path);
      expect((await decodeImage(path, formOf(8, 8)))[0]! > 128).toBe(background === '#ffffff');
    }
  });
});
