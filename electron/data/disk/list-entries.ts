import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { compareNames } from './natural-order.ts';

/** What systems and archives put beside the files of people. */
function isOfSystem(name: string): boolean {
  return name.startsWith('.') || /^(__macosx|thumbs\.db|desktop\.ini)$/i.test(name);
}

/** What people see in a folder, in the order they sort names. Throws the file system's error if it cannot be read. */
export async function listEntries(path: string): Promise<Dirent[]> {
  const entries = await readdir(path, { withFileTypes: true });
  return entries.filter(({ name }) => !isOfSystem(name)).sort((one, other) => compareNames(one.name, other.name));
}
