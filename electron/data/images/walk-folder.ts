import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { describeFileError, isMissing } from '../files.ts';
import { compareNames } from './name-order.ts';

/** A file somewhere below a folder, by the names on the way to it. */
export type FoundFile = readonly string[];

export interface Walked {
  readonly files: readonly FoundFile[];
  /** Every folder in which there may be files, by the names on the way to it. */
  readonly folders: readonly FoundFile[];
  /** Links that lead to what is there already, or to nowhere. */
  readonly skippedLinks: readonly FoundFile[];
}

/** What systems and archives put beside the files of people. */
function isOfSystem(name: string): boolean {
  return name.startsWith('.') || name === '__MACOSX' || /^(thumbs\.db|desktop\.ini)$/i.test(name);
}

/**
 * All files below a folder, in the order people sort names, files before folders. Links are followed, after everything that is really there,
 * so that a file which a link leads to as well is found once and in its own place; a link to a folder above it is none to follow. `onFolder`
 * hears of every folder that is read. Throws UserError naming what cannot be read.
 */
export async function walkFolder(root: string, onFolder: (files: number) => void): Promise<Walked> {
  const files: FoundFile[] = [];
  const folders: FoundFile[] = [];
  const links: FoundFile[] = [];
  const skippedLinks: FoundFile[] = [];
  const seenFolders = new Set<string>();
  const pathOf = (names: FoundFile) => join(root, ...names);

  async function walk(names: FoundFile, real: string): Promise<void> {
    if (seenFolders.has(real)) return;
    seenFolders.add(real);
    const entries = (await list(pathOf(names))).filter(({ name }) => !isOfSystem(name));
    entries.sort((one, other) => compareNames(one.name, other.name));
    if (names.length > 0) folders.push(names);
    for (const entry of entries) {
      if (entry.isFile()) files.push([...names, entry.name]);
      else if (entry.isSymbolicLink()) links.push([...names, entry.name]);
    }
    onFolder(files.length);
    for (const entry of entries) if (entry.isDirectory()) await walk([...names, entry.name], join(real, entry.name));
  }

  await walk([], await realpath(root));
  if (links.length > 0) {
    const seenFiles = new Set<string>();
    for (const names of files) seenFiles.add(await realpath(pathOf(names)));
    // Folders behind links may hold further links.
    for (let names = links.shift(); names !== undefined; names = links.shift()) {
      const target = await resolveLink(pathOf(names));
      if (target === null) skippedLinks.push(names);
      else if (target.isFolder) {
        const parent = await realpath(pathOf(names.slice(0, -1)));
        const isAbove = `${parent}${sep}`.startsWith(`${target.real}${sep}`);
        if (isAbove || seenFolders.has(target.real)) skippedLinks.push(names);
        else {
          const before = files.length;
          await walk(names, target.real);
          for (const found of files.splice(before)) {
            const real = await realpath(pathOf(found));
            if (!seenFiles.has(real)) files.push(found);
            seenFiles.add(real);
          }
        }
      } else if (seenFiles.has(target.real)) skippedLinks.push(names);
      else {
        seenFiles.add(target.real);
        files.push(names);
      }
    }
    files.sort(comparePaths);
  }
  return { files, folders, skippedLinks };
}

async function list(path: string): Promise<Dirent[]> {
  return readdir(path, { withFileTypes: true }).catch((error: unknown) => {
    throw describeFileError(error, path, 'read');
  });
}

/** Where a link leads; null for nowhere, in a circle, or what is neither a file nor a folder. */
async function resolveLink(path: string): Promise<{ readonly real: string; readonly isFolder: boolean } | null> {
  try {
    const real = await realpath(path);
    const about = await stat(real);
    return about.isFile() || about.isDirectory() ? { real, isFolder: about.isDirectory() } : null;
  } catch (error) {
    if (isMissing(error) || (error as NodeJS.ErrnoException).code === 'ELOOP') return null;
    throw describeFileError(error, path, 'read');
  }
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
