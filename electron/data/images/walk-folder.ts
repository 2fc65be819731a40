import { realpathSync, statSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { describeFileError, isMissing } from '../disk/file-error.ts';
import { listEntries } from '../disk/list-entries.ts';
import { compareNames } from '../disk/natural-order.ts';

/** A file somewhere below a folder, by the names on the way to it. */
export type FoundFile = readonly string[];

export interface Walked {
  readonly files: readonly FoundFile[];
  /** Every folder in which there may be files, by the names on the way to it. */
  readonly folders: readonly FoundFile[];
  /** Links that lead to what is there already, or to nowhere. */
  readonly skippedLinks: readonly FoundFile[];
}

/** Links that are looked at before others get their turn. */
const linksOfTurn = 256;

/**
 * All files below a folder, in the order people sort names, files before folders. Links are followed, after everything that is really there,
 * so that a file which a link leads to as well is found once and in its own place; a link to a folder above it is none to follow. `onFolder`
 * is called for every folder that is read, and now and then among many links. Throws UserError naming what cannot be read.
 */
export async function walkFolder(root: string, onFolder: () => void): Promise<Walked> {
  const files: FoundFile[] = [];
  /** Where each of the files really is. */
  const realFiles: string[] = [];
  const folders: FoundFile[] = [];
  const links: { readonly names: FoundFile; readonly realParent: string }[] = [];
  const seenFolders = new Set<string>();

  async function walk(names: FoundFile, real: string): Promise<void> {
    if (seenFolders.has(real)) return;
    seenFolders.add(real);
    const path = join(root, ...names);
    const entries = await listEntries(path).catch((error: unknown) => {
      throw describeFileError(error, path, 'read');
    });
    if (names.length > 0) folders.push(names);
    for (const entry of entries) {
      if (entry.isFile()) {
        files.push([...names, entry.name]);
        realFiles.push(join(real, entry.name));
      } else if (entry.isSymbolicLink()) links.push({ names: [...names, entry.name], realParent: real });
    }
    onFolder();
    for (const entry of entries) if (entry.isDirectory()) await walk([...names, entry.name], join(real, entry.name));
  }

  await walk([], await realpath(root));
  if (links.length === 0) return { files, folders, skippedLinks: [] };
  const skippedLinks: FoundFile[] = [];
  const seenFiles = new Set(realFiles);
  // Folders behind links may hold further links.
  for (let at = 0; at < links.length; at++) {
    if (at % linksOfTurn === linksOfTurn - 1) {
      await setImmediate();
      onFolder();
    }
    const { names, realParent } = links[at]!;
    const target = resolveLink(join(root, ...names));
    if (
      target === null ||
      isAbove(target.real, realParent) ||
      seenFolders.has(target.real) ||
      seenFiles.has(target.real)
    )
      skippedLinks.push(names);
    else if (target.isFolder) {
      const before = files.length;
      await walk(names, target.real);
      const found = files.splice(before);
      for (const [place, real] of realFiles.splice(before).entries())
        if (!seenFiles.has(real)) keep(found[place]!, real);
    } else keep(names, target.real);
  }
  return { files: files.sort(comparePaths), folders, skippedLinks };

  function keep(names: FoundFile, real: string): void {
    files.push(names);
    realFiles.push(real);
    seenFiles.add(real);
  }
}

/** Where a link leads; null for nowhere, in a circle, or what is neither a file nor a folder. */
function resolveLink(path: string): { readonly real: string; readonly isFolder: boolean } | null {
  try {
    const real = realpathSync.native(path);
    const about = statSync(real);
    return about.isFile() || about.isDirectory() ? { real, isFolder: about.isDirectory() } : null;
  } catch (error) {
    if (isMissing(error) || (error as NodeJS.ErrnoException).code === 'ELOOP') return null;
    throw describeFileError(error, path, 'read');
  }
}

/** True for a folder itself and for those it is in. */
function isAbove(folder: string, below: string): boolean {
  const way = relative(folder, below);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** The order in which `walkFolder` finds them: the files of a folder before those of the folders in it. */
function comparePaths(one: FoundFile, other: FoundFile): number {
  for (let at = 0; ; at++) {
    const isLast = at === one.length - 1;
    if (isLast !== (at === other.length - 1)) return isLast ? -1 : 1;
    const order = compareNames(one[at]!, other[at]!);
    if (order !== 0 || isLast) return order;
  }
}
