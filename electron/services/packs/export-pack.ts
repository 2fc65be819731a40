import { lstat, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { create } from 'tar';
import { UserError } from '../../../shared/ipc/port.ts';
import { packMessages } from '../../../shared/messages/packs.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { say } from '../../../shared/messages/sentence.ts';
import type { PackName } from '../../../shared/training/settings.ts';
import { isMissing } from '../../data/disk/file-error.ts';
import { writeFileAtomic } from '../../data/disk/files.ts';
import { readPack, sizeOf } from '../../data/packs/engine-packs.ts';
import { checkHashes } from '../../data/packs/verify-pack.ts';
import type { Work } from './work.ts';

/** The least that deflate does: libraries shrink to a quarter, and a machine without internet waits seconds, not minutes. */
const level = 1;

/**
 * Writes a pack into one file, a compressed tar with `pack.json` first: only the files that it lists, no links and no folders. Answers the
 * file's size. Throws UserError if there is no sound pack, or something is at the file's place already.
 */
export async function exportPack(name: PackName, file: string, { folder, progress, signal }: Work): Promise<number> {
  progress.phase('prepare');
  const place = join(folder, name);
  const path = resolve(file);
  const pack = await readPack(place);
  if (!pack) throw new UserError(say(packMessages['nothing-installed'], { engine: name, folder: place }));
  await refuseTaken(path);
  const wrong = await checkHashes(place, pack, signal);
  if (wrong) throw new UserError(wrong);
  const names = ['pack.json', ...Object.keys(pack.files).sort()];
  const total = sizeOf(pack);
  progress.phase('write', total);
  let done = 0;
  const source = async function* () {
    // Owner, times and rights of this machine's files are left out.
    const archive = create({ cwd: place, portable: true, noMtime: true, noDirRecurse: true, strict: true }, names);
    for await (const chunk of archive) {
      signal.throwIfAborted();
      done += chunk.length;
      progress.at(Math.min(done, total));
      yield chunk;
    }
  };
  await writeFileAtomic(path, Readable.from(source()).compose(createGzip({ level })) as AsyncIterable<Uint8Array>);
  return (await stat(path)).size;
}

async function refuseTaken(path: string): Promise<void> {
  try {
    const found = await lstat(path);
    const received = say(phrases[found.isDirectory() ? 'a-folder' : 'a-file']);
    throw new UserError(say(packMessages['export-taken'], { file: path, received }));
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}
