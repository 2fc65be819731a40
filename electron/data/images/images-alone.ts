import { statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { UserError } from '../../../shared/ipc/port.ts';
import { dataMessages } from '../../../shared/messages/data.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { say, type Words } from '../../../shared/messages/sentence.ts';
import type { Batch } from '../dataset.ts';
import { describeFileError } from '../disk/file-error.ts';
import { stampFile } from '../disk/file-stamp.ts';
import type { Preparation } from '../preparation/preparation.ts';
import { checkBatchSize } from '../preparation/prepared-dataset.ts';
import { type Reading, unwatchedReading } from '../reading.ts';
import { rowNumbers } from '../rows.ts';
import { readFolderClasses } from '../sources/folder-classes.ts';
import type { CachedFile } from './cache/decoded-cache.ts';
import { createDecodePool, type DecodePool } from './decoding/decode-pool.ts';
import { isImageName } from './decoding/image-kind.ts';
import { batchOf, type ImageBatching, soundPositions } from './image-batch.ts';
import { readImages } from './read-images.ts';
import { walkFolder } from './walk-folder.ts';

/** How images that nothing else is known of are read. */
interface AloneReading extends Omit<ImageBatching, 'others'> {
  readonly preparation: Preparation;
  /** Left out, threads are started for it. */
  readonly pool?: DecodePool;
  /** Hears which images of a folder cannot be read. */
  readonly tell: ((words: Words) => void) | undefined;
  readonly reading?: Reading | undefined;
}

/**
 * Images of people: one file, or all of a folder at any depth, a folder's own before those of the folders in it; with the answers that folders
 * of classes give. An image of a folder that cannot be read is told and left out. Rejects with a UserError where none is left.
 */
export async function* readImagesAlone(
  path: string,
  batchSize: number,
  { preparation, pool, tell, reading = unwatchedReading(), ...how }: AloneReading,
): AsyncGenerator<Batch> {
  checkBatchSize(batchSize);
  const { files, names } = await listImages(path, reading);
  const others = { inputs: new Map(), targets: readFolderClasses(preparation, names) };
  const decoding = pool ?? createDecodePool();
  const source = { files, form: how.form, pool: decoding, cache: null };
  const { signal } = reading;
  const unread: Words[] = [];
  try {
    for await (const images of readImages(source, { order: rowNumbers(files.length), batchSize, signal })) {
      const { places, pixels, broken } = images;
      unread.push(...broken.map(({ reason }) => reason));
      if (unread.length === files.length) throw new UserError(unread[0]!);
      for (const { reason } of broken) tell?.(reason);
      const sound = soundPositions(places, broken);
      if (sound.length === 0) continue;
      // Rows are numbered by the answers that there are: it is their names that tell what is left out.
      const { sources, ...batch } = batchOf(sound, places, pixels, { ...how, others });
      yield { ...batch, files: Array.from(sources, (row) => names[row]!) };
    }
  } finally {
    if (pool === undefined) await decoding.close();
  }
}

/** An image, or those of a folder, and what they are called: by their paths in it. Throws UserError for a folder without any. */
async function listImages(
  path: string,
  { signal, report }: Reading,
): Promise<{ readonly files: readonly CachedFile[]; readonly names: readonly string[] }> {
  const about = await stat(path).catch((error: unknown) => {
    throw describeFileError(error, path, 'read');
  });
  if (!about.isDirectory()) return { files: [{ path, ...stampFile(about) }], names: [basename(path)] };
  const walked = await walkFolder(path, () => {
    signal.throwIfAborted();
    report({ step: 'check', count: null });
  });
  const images = walked.files.filter((names) => isImageName(names.at(-1)!));
  if (images.length === 0) {
    const count = walked.files.length;
    const received = count === 0 ? phrases['empty-folder'] : phrases[count === 1 ? 'other-file' : 'other-files'];
    throw new UserError(say(dataMessages['images-missing'], { file: path, received: say(received, { count }) }));
  }
  const files = images.map((names) => {
    const file = join(path, ...names);
    try {
      return { path: file, ...stampFile(statSync(file)) };
    } catch (error) {
      throw describeFileError(error, file, 'read');
    }
  });
  return { files, names: images.map((names) => names.join('/')) };
}
