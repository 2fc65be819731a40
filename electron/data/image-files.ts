import { stat } from 'node:fs/promises';
import { UserError } from '../../shared/ipc/port.ts';
import { dataMessages } from '../../shared/messages/data.ts';
import { phrases } from '../../shared/messages/phrases.ts';
import { say } from '../../shared/messages/sentence.ts';
import { describeFileError } from './file-error.ts';
import { readBeginning } from './files.ts';
import { idxMagic, readIdx } from './idx.ts';
import { decodeImage } from './images/decode-image.ts';
import { listImageFiles } from './images/list-images.ts';
import { checkDigitShape, digitForm, digitSize } from './mnist.ts';

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
  const files = await listImageFiles(path);
  for (let start = 0; start < files.length; start += batchSize) {
    const images = await Promise.all(files.slice(start, start + batchSize).map((file) => decodeImage(file, digitForm)));
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
  const bytes = await readBeginning(path, 4);
  return bytes.length === 4 ? bytes.readUInt32BE(0) : null;
}
