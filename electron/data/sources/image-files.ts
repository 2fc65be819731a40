import { stat } from 'node:fs/promises';
import { UserError } from '../../../shared/ipc/port.ts';
import { dataMessages } from '../../../shared/messages/data.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { say } from '../../../shared/messages/sentence.ts';
import type { Batch } from '../dataset.ts';
import { describeFileError } from '../disk/file-error.ts';
import { readBeginning } from '../disk/files.ts';
import { readImagesAlone } from '../images/images-alone.ts';
import type { OtherTable } from '../other-table.ts';
import { gatherImages } from '../preparation/gather.ts';
import { checkBatchSize, gatherInOrder } from '../preparation/prepared-dataset.ts';
import { idxMagic, readIdx } from './idx.ts';
import { checkDigitShape, digitFeature, digitForm, digitPreparation, digitSize } from './mnist.ts';

/**
 * Digits from elsewhere: an IDX file, an image, or those of a folder. Images are made grey and fitted into the square, on black; they are to be
 * light on dark, as the digits are: nothing is inverted. Throws UserError naming the file.
 */
export async function* readOtherDigits(
  path: string,
  { tell, reading }: Omit<OtherTable, 'preparation'>,
  batchSize: number,
): AsyncGenerator<Batch> {
  checkBatchSize(batchSize);
  const about = await stat(path).catch((error: unknown) => {
    throw describeFileError(error, path, 'read');
  });
  if (!about.isDirectory() && (await readMagic(path)) === idxMagic(3)) yield* readIdxDigits(path, batchSize);
  else {
    const how = { feature: digitFeature, form: digitForm, preparation: digitPreparation, tell, reading };
    yield* readImagesAlone(path, batchSize, how);
  }
}

async function* readIdxDigits(path: string, batchSize: number): AsyncGenerator<Batch> {
  const { shape, values } = await readIdx(path, 3);
  checkDigitShape(path, shape);
  if (values.length === 0)
    throw new UserError(say(dataMessages['images-missing'], { file: path, received: say(phrases.none) }));
  const inputs = new Map([[digitFeature, gatherImages(values, digitSize, digitSize)]]);
  yield* gatherInOrder({ inputs, targets: new Map() }, values.length / (digitSize * digitSize), batchSize);
}

async function readMagic(path: string): Promise<number | null> {
  const bytes = await readBeginning(path, 4);
  return bytes.length === 4 ? bytes.readUInt32BE(0) : null;
}
