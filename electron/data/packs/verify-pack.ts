import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { UserError } from '../../../shared/ipc/port.ts';
import { packMessages } from '../../../shared/messages/packs.ts';
import { say, type Words } from '../../../shared/messages/sentence.ts';
import { isMissing } from '../disk/file-error.ts';
import { type Pack, packVersion, readPack, tensorflowVersion } from './engine-packs.ts';

/** Why a pack cannot run on this machine with this Layerloom, in words; null if nothing speaks against it. */
export function packMisfit({ engine, version, platform, arch, tensorflow }: Pack): Words | null {
  if (platform !== process.platform || arch !== process.arch) {
    const values = { engine, expected: `${process.platform} ${process.arch}`, received: `${platform} ${arch}` };
    return say(packMessages['other-machine'], values);
  }
  if (version !== packVersion) {
    return say(packMessages['other-contents'], { engine, expected: packVersion, received: version });
  }
  if (tensorflow !== tensorflowVersion) {
    return say(packMessages['other-version'], { engine, expected: tensorflowVersion, received: tensorflow });
  }
  return null;
}

/** Whether each file of a pack is there with its size, which takes a moment: what is wrong, in words, or null. */
export async function checkSizes(folder: string, { engine, files }: Pack): Promise<Words | null> {
  for (const [file, { bytes }] of Object.entries(files)) {
    try {
      const found = await lstat(join(folder, file));
      if (!found.isFile()) return say(packMessages['file-kind'], { engine, file });
      if (found.size !== bytes) {
        return say(packMessages['file-size'], { engine, file, expected: bytes, received: found.size });
      }
    } catch (error) {
      if (!isMissing(error)) throw error;
      return say(packMessages['file-lost'], { engine, file });
    }
  }
  return null;
}

/** Files up to this size are read at each start of an engine: the binding and the like, which takes milliseconds. */
const smallFile = 4 << 20;

/**
 * What of a pack can be seen to be wrong before it is loaded, in words, or null: what it is for, every file's size, and the content of the small
 * ones. A library that was cut off may end the process that loads it, or seem to work.
 */
export async function checkBeforeLoading(folder: string, pack: Pack): Promise<Words | null> {
  const small = Object.entries(pack.files).filter(([, { bytes }]) => bytes <= smallFile);
  return (
    packMisfit(pack) ??
    (await checkSizes(folder, pack)) ??
    (await checkContents(folder, pack, Object.fromEntries(small)))
  );
}

/** What is wrong with the pack in a folder, in words, or null if it is sound or not there: its description, sizes and contents. */
export async function findDamage(folder: string): Promise<Words | null> {
  try {
    const pack = await readPack(folder);
    return pack && (await checkHashes(folder, pack));
  } catch (error) {
    if (error instanceof UserError) return error.words;
    throw error;
  }
}

/** Whether each file of a pack has its content, which takes seconds: what is wrong, in words, or null. */
export async function checkHashes(folder: string, pack: Pack, signal?: AbortSignal): Promise<Words | null> {
  return (await checkSizes(folder, pack)) ?? (await checkContents(folder, pack, pack.files, signal));
}

async function checkContents(
  folder: string,
  pack: Pack,
  files: Pack['files'],
  signal?: AbortSignal,
): Promise<Words | null> {
  for (const [file, { sha256: expected }] of Object.entries(files)) {
    const received = await hashFile(join(folder, file), signal);
    if (received !== expected) {
      return say(packMessages['file-changed'], { engine: pack.engine, file, expected, received });
    }
  }
  return null;
}

/** SHA-256 of a file, in hexadecimal digits. */
export async function hashFile(file: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash, { signal });
  return hash.digest('hex');
}
