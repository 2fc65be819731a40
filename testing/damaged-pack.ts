import { copyFileSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Pack, packFolder } from '../electron/data/packs/engine-packs.ts';
import type { PackName } from '../shared/training/settings.ts';

/**
 * A home of its own with the installed pack in it, for tests that damage it: answers the pack's folder there. Its files are links to those that are
 * installed, so they are to be replaced by `replaceFile` and never written to.
 */
export function copyPack(name: PackName, home: string): string {
  const from = packFolder(name);
  const to = join(home, 'engines', name);
  const { files } = JSON.parse(readFileSync(join(from, 'pack.json'), 'utf8')) as Pack;
  for (const file of ['pack.json', ...Object.keys(files)]) {
    mkdirSync(dirname(join(to, file)), { recursive: true });
    try {
      linkSync(join(from, file), join(to, file));
    } catch {
      // On another disk, or where links are refused, the files are copied.
      copyFileSync(join(from, file), join(to, file));
    }
  }
  return to;
}

/** Puts another content in the place of a file of a copied pack; null takes it away. */
export function replaceFile(file: string, change: (content: Buffer) => Uint8Array | null): void {
  const content = change(readFileSync(file));
  if (content === null) rmSync(file);
  else {
    writeFileSync(`${file}.new`, content);
    renameSync(`${file}.new`, file);
  }
}
