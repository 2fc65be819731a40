import { open, readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { UserError } from '../../shared/ipc/port.ts';
import { dataMessages } from '../../shared/messages/data.ts';
import { phrases } from '../../shared/messages/phrases.ts';
import { say } from '../../shared/messages/sentence.ts';
import { describeFileError } from './files.ts';
import { idxMagic, readIdx } from './idx.ts';
import { checkDigitShape, digitSize } from './mnist.ts';

const imageEndings = ['.png', '.jpg', '.jpeg', '.webp', '.gif', '.tif', '.tiff', '.avif'];

/**
 * Digits from elsewhere, as bytes of 28 by 28 grey values, in groups of at most `batchSize`: an IDX file, an image, or the images of a
 * folder in the order people sort names. Images are made grey and fitted into the square, on black; they are to be light on
 * dark, as the digits are: nothing is inverted. Throws UserError naming the file.
 */
export async function* readDigitImages(path: string, batchSize: number): AsyncGenerator<Uint8Array> {
  const about = await stat(path).catch((error: unknown) => {
    throw describeFileError(error, path, 'read');
  });
  if (!about.isDirectory() && (await readMagic(path)) === idxMagic(3)) {
    yield* splitIdx(path, batchSize);
    return;
  }
  const files = about.isDirectory() ? await listImages(path) : [path];
  for (let start = 0; start < files.length; start += batchSize) {
    const images = await Promise.all(files.slice(start, start + batchSize).map(readImage));
    yield Uint8Array.from(Buffer.concat(images));
  }
}

async function* splitIdx(path: string, batchSize: number): AsyncGenerator<Uint8Array> {
  const { shape, values } = await readIdx(path, 3);
  checkDigitShape(path, shape);
  if (values.length === 0)
    throw new UserError(say(dataMessages['images-missing'], { file: path, received: say(phrases.none) }));
  const step = batchSize * digitSize * digitSize;
  for (let start = 0; start < values.length; start += step) yield values.subarray(start, start + step);
}

async function readMagic(path: string): Promise<number | null> {
  try {
    const file = await open(path, 'r');
    try {
      const bytes = Buffer.alloc(4);
      const { bytesRead } = await file.read(bytes, 0, 4, 0);
      return bytesRead === 4 ? bytes.readUInt32BE(0) : null;
    } finally {
      await file.close();
    }
  } catch (error) {
    throw describeFileError(error, path, 'read');
  }
}

async function listImages(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw describeFileError(error, folder, 'read');
  });
  const images = names.filter((name) => !name.startsWith('.') && imageEndings.includes(extname(name).toLowerCase()));
  if (images.length === 0) {
    const received =
      names.length === 0
        ? say(phrases['empty-folder'])
        : say(phrases[names.length === 1 ? 'other-file' : 'other-files'], { count: names.length });
    throw new UserError(say(dataMessages['images-missing'], { file: folder, received }));
  }
  const { compare } = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
  return images.sort(compare).map((name) => join(folder, name));
}

async function readImage(path: string): Promise<Buffer> {
  // Loaded only here: training needs no image library.
  const { default: sharp } = await import('sharp');
  try {
    return await sharp(path)
      .rotate()
      .flatten({ background: 'black' })
      .resize(digitSize, digitSize, { fit: 'contain', background: 'black' })
      .greyscale()
      .toColourspace('b-w')
      .raw()
      .toBuffer();
  } catch (error) {
    const [received] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new UserError(say(dataMessages['image-unreadable'], { file: path, received: received! }));
  }
}
