import { createHash, randomBytes } from 'node:crypto';
import { lstat, readdir, rename, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { isProcessThere } from './processes.ts';

/** The ending of names that files have until they are whole. */
export const temporaryEnding = '.tmp';

/** What is added to the name of a temporary folder for what stood in its place before. */
const earlierEnding = '-earlier';

/** In a folder that several machines share, a number of a process says nothing about those of the others. */
const machine = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);

/** A name beside `path` for what is not whole yet. It tells whose it is; `extension` stands at its end, for readers that go by it. */
export function temporaryName(path: string, extension = ''): string {
  const unique = randomBytes(6).toString('hex');
  return join(dirname(path), `.${basename(path)}.${machine}-${process.pid}-${unique}${temporaryEnding}${extension}`);
}

/** Where a folder at `path` steps aside to while the one at `temporary` takes its place. */
export function earlierName(temporary: string): string {
  return temporary + earlierEnding;
}

/**
 * Clears away what processes of this machine that are gone left beside `path` while they wrote it. A folder that had stepped aside,
 * and has nothing in its place, comes back. What cannot be cleared away stays: it is in nobody's way.
 */
export async function sweepLeftovers(path: string): Promise<void> {
  const folder = dirname(path);
  const prefix = `.${basename(path)}.${machine}-`;
  const names = (await readdir(folder).catch(() => [])).filter((name) => {
    const process = name.startsWith(prefix)
      ? /^(\d+)-[0-9a-f]{12}\.tmp/.exec(name.slice(prefix.length))?.[1]
      : undefined;
    return process !== undefined && !isProcessThere(Number(process));
  });
  for (const name of names.filter((name) => name.endsWith(earlierEnding))) {
    const isInPlace = await lstat(path).then(
      () => true,
      (error: NodeJS.ErrnoException) => error.code !== 'ENOENT',
    );
    if (!isInPlace) await rename(join(folder, name), path).catch(() => undefined);
  }
  for (const name of names) await rm(join(folder, name), { recursive: true, force: true }).catch(() => undefined);
}
