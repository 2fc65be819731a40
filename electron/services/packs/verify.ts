import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { packMessages } from '../../../shared/messages/packs.ts';
import { fill } from '../../../shared/messages/problem.ts';
import { type Pack, packVersion } from '../../data/engine-packs.ts';
import { isMissing } from '../../data/files.ts';
import { tensorflowVersion } from './recipes.ts';

/** Why a pack cannot run on this machine with this Layerloom, in words; null if nothing speaks against it. */
export function packMisfit({ engine, version, platform, arch, tensorflow }: Pack): string | null {
  if (platform !== process.platform || arch !== process.arch) {
    const values = { engine, expected: `${process.platform} ${process.arch}`, received: `${platform} ${arch}` };
    return fill(packMessages['other-machine'], values);
  }
  if (version !== packVersion) {
    return fill(packMessages['other-contents'], { engine, expected: packVersion, received: version });
  }
  if (tensorflow !== tensorflowVersion) {
    return fill(packMessages['other-version'], { engine, expected: tensorflowVersion, received: tensorflow });
  }
  return null;
}

/** Whether each file of a pack is there with its size, which takes a moment: what is wrong, in words, or null. */
export async function checkSizes(folder: string, { engine, files }: Pack): Promise<string | null> {
  for (const [file, { bytes }] of Object.entries(files)) {
    try {
      const found = await lstat(join(folder, file));
      if (!found.isFile()) return fill(packMessages['file-kind'], { engine, file });
      if (found.size !== bytes) {
        return fill(packMessages['file-size'], { engine, file, expected: bytes, received: found.size });
      }
    } catch (error) {
      if (!isMissing(error)) throw error;
      return fill(packMessages['file-lost'], { engine, file });
    }
  }
  return null;
}

/** Whether each file of a pack has its content, which takes seconds: what is wrong, in words, or null. */
export async function checkHashes(folder: string, pack: Pack, signal?: AbortSignal): Promise<string | null> {
  const wrong = await checkSizes(folder, pack);
  if (wrong) return wrong;
  for (const [file, { sha256: expected }] of Object.entries(pack.files)) {
    const received = await hashFile(join(folder, file), signal);
    if (received !== expected) {
      return fill(packMessages['file-changed'], { engine: pack.engine, file, expected, received });
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
