import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataDocument } from '../../../shared/data/document.ts';
import { stampFile } from '../disk/file-stamp.ts';
import { resolveDataPath } from './data-path.ts';
import { partNamed } from './part-names.ts';

/** Entries of a folder whose sizes and times are asked for; of more only the names count. */
const mostAsked = 1000;

/**
 * What tells the file or folder of data from what it was before, without a look into any file: of a file its size and the time of its last
 * change, of a folder those of what lies in it, and of what lies in its folders of parts. Null for what is not there, and for data that ship
 * with the app.
 */
export async function stampSource({ source }: DataDocument, directory: string | null): Promise<string | null> {
  if (!('path' in source)) return null;
  const path = resolveDataPath(source.path, directory);
  const found = await stat(path).catch(() => null);
  if (found === null) return null;
  return found.isDirectory() ? stampFolder(path).catch(() => null) : writeStamp(found);
}

function writeStamp(found: Stats): string {
  const { bytes, modified } = stampFile(found);
  return `${bytes} ${modified}`;
}

async function stampFolder(path: string): Promise<string> {
  const hash = createHash('sha256');
  const entries = (await readdir(path, { withFileTypes: true })).sort((one, other) => (one.name < other.name ? -1 : 1));
  for (const { name } of entries) hash.update(`${name}\0`);
  const asked = await Promise.all(
    entries.slice(0, mostAsked).map(async (entry) => {
      const inner = join(path, entry.name);
      if (entry.isDirectory() && partNamed(entry.name)) return stampFolder(inner);
      const found = await stat(inner).catch(() => null);
      return found && writeStamp(found);
    }),
  );
  return hash.update(asked.join('\0')).digest('hex');
}
