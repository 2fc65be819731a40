import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Makes a folder with these files in it, each flushed to the disk. Answers their names. */
export async function writeFolder(
  path: string,
  files: ReadonlyMap<string, string | Uint8Array>,
): Promise<readonly string[]> {
  await mkdir(path);
  for (const [name, content] of files) await writeFile(join(path, name), content, { flush: true });
  return [...files.keys()];
}

/** Whether a path is a folder in which every name fits; not if it is no folder, or cannot be read. */
export async function holdsOnly(path: string, names: RegExp): Promise<boolean> {
  try {
    return (await readdir(path)).every((name) => names.test(name));
  } catch {
    return false;
  }
}
