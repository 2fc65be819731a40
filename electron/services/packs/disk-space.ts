import { statfs } from 'node:fs/promises';
import { UserError } from '../../../shared/ipc/port.ts';
import { packMessages } from '../../../shared/messages/packs.ts';
import { say } from '../../../shared/messages/sentence.ts';

/** Bytes that this person may still write where a folder is. */
export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** A size for people: `274 MB`. Sizes are decimal, as pip and the makers of disks have them. */
export function showBytes(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB'];
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const number = bytes / 1000 ** step;
  return `${step === 0 || number >= 100 ? Math.round(number) : number.toFixed(1)} ${units[step]}`;
}

/** Throws UserError if a folder's disk has less room than something needs. `free` is how to ask the system. */
export async function ensureSpace(folder: string, needed: number, free = freeBytes): Promise<void> {
  const found = await free(folder);
  if (found >= needed) return;
  const values = { expected: showBytes(needed), folder, received: showBytes(found) };
  throw new UserError(say(packMessages['disk-space'], values));
}

/** Lets a full disk name the file that it took no more of, where the system's error does not. */
export function nameFile(error: unknown, path: string): unknown {
  if (isDiskFull(error) && error instanceof Error && !('path' in error && error.path)) Object.assign(error, { path });
  return error;
}

/** Whether an error, or the words of a program, say that the disk is full. */
export function isDiskFull(error: unknown): boolean {
  if (error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')) return true;
  return /ENOSPC|EDQUOT|No space left on device|Disk quota exceeded/.test(String(error));
}
