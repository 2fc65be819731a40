import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { describeFileError, isMissing } from '../../data/disk/file-error.ts';

/**
 * Everything half-made in a folder of packs has a name of this beginning: on the same disk as the finished packs, so that a rename
 * puts it in place.
 */
const staging = '.staging-';

/** Downloads that are whole and not yet used, within a folder of packs. */
export function downloadsFolder(folder: string): string {
  return join(folder, '.downloads');
}

/** A new empty folder for something half-made. */
export function newStaging(folder: string): Promise<string> {
  return mkdtemp(join(folder, staging));
}

/**
 * A new empty folder for a build. Make cannot build in a folder with a space in its path, and a user's folder may have one ("Application
 * Support", a name): the build is then made in the system's temporary folder, or the home folder, whichever is first without.
 */
export function newBuildFolder(folder: string): Promise<string> {
  const place = [folder, tmpdir(), homedir()].find((candidate) => isPlain(candidate)) ?? folder;
  return mkdtemp(join(place, buildPrefix(folder)));
}

/** Whether make and compilers can handle a path. */
export function isPlain(path: string): boolean {
  return !/[\s%$#'"()&;:]/.test(process.platform === 'win32' ? path.slice(2) : path);
}

/** One folder of packs knows its own builds in a temporary folder that others use too. */
function buildPrefix(folder: string): string {
  return `${staging}layerloom-${createHash('sha256').update(resolve(folder)).digest('hex').slice(0, 12)}-`;
}

/** Removes what is left of installs that were cut off. Only who has the lock may call it. */
export async function sweep(folder: string): Promise<void> {
  const left = async (place: string, prefix: string) =>
    (await readdir(place).catch(() => [])).filter((name) => name.startsWith(prefix)).map((name) => join(place, name));
  const found = [
    ...(await left(folder, staging)),
    ...(await left(tmpdir(), buildPrefix(folder))),
    ...(await left(homedir(), buildPrefix(folder))),
  ];
  for (const path of found) await removeFolder(path);
}

/** Removes a folder with all in it; a program that was cut off may still be writing there for a moment. */
export async function removeFolder(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/** Puts a finished folder in its place; what was there goes. Throws UserError if the system refuses. */
export async function putInPlace(finished: string, place: string): Promise<void> {
  await takeAway(place);
  try {
    await rename(finished, place);
  } catch (error) {
    throw describeFileError(error, place, 'written');
  }
}

/**
 * Removes a pack: by one rename it is gone for all who look, then its files go. Answers whether there was one. Throws UserError if the
 * system refuses, as Windows does while an engine runs from it.
 */
export async function takeAway(place: string): Promise<boolean> {
  // A rename alone needs no room, and a full disk is a reason to remove something.
  const going = join(dirname(place), `${staging}${basename(place)}-${randomBytes(6).toString('hex')}`);
  try {
    await rename(place, going);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw describeFileError(error, place, 'written');
  } finally {
    await removeFolder(going);
  }
}
