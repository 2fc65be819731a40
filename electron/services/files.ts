import type { Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { z } from 'zod';
import type { appRequests } from '../../shared/ipc/contract.ts';
import { describeFileError } from '../data/disk/file-error.ts';
import { compareNames } from '../data/disk/natural-order.ts';

type Listing = z.infer<(typeof appRequests)['files:list']['answer']>;
type Entry = Listing['entries'][number];

/** The ending of a project folder's name. */
export const projectEnding = '.loom';

/**
 * What is in a folder, for browsing: folders and projects first, then files, each by name as people sort; hidden ones and what is
 * neither file nor folder are left out. Throws UserError if the folder cannot be read.
 */
export async function listFiles(directory: string): Promise<Listing> {
  const folder = resolve(directory);
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    throw describeFileError(error, folder, 'read');
  }
  const shown = names.filter((name) => !name.startsWith('.'));
  const entries = (await Promise.all(shown.map((name) => describeEntry(folder, name)))).filter(
    (entry) => entry !== null,
  );
  entries.sort((a, b) => Number(a.kind === 'file') - Number(b.kind === 'file') || compareNames(a.name, b.name));
  const parent = dirname(folder);
  return { directory: folder, parent: parent === folder ? null : parent, entries };
}

async function describeEntry(folder: string, name: string): Promise<Entry | null> {
  const path = join(folder, name);
  const found = await statOrNull(path);
  if (found?.isFile()) return { name, path, kind: 'file', bytes: found.size };
  if (!found?.isDirectory()) return null;
  return { name, path, kind: (await isProject(path)) ? 'project' : 'folder', bytes: 0 };
}

/** Whether a folder is a project: named `*.loom` and with a model in it. */
export async function isProject(directory: string): Promise<boolean> {
  if (!directory.endsWith(projectEnding)) return false;
  return (await statOrNull(join(directory, 'model.json')))?.isFile() ?? false;
}

/** Null for what is not there, or may not be looked at: broken links, other people's folders. */
async function statOrNull(path: string): Promise<Stats | null> {
  try {
    return await stat(path);
  } catch {
    return null;
  }
}
