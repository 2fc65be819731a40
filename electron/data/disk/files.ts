import { type FileHandle, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { z } from 'zod';
import { UserError } from '../../../shared/ipc/port.ts';
import { fileMessages } from '../../../shared/messages/files.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { brokenJson, foundAt, misfitOf, misfitWords } from '../../../shared/messages/schema-problem.ts';
import { say } from '../../../shared/messages/sentence.ts';
import { codeOf, describeFileError } from './file-error.ts';
import { sweepLeftovers, temporaryName } from './leftovers.ts';

type Content = string | Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/**
 * Writes a file so that a reader, and whoever comes after a crash, finds the old content or the new, never a part:
 * to a temporary name in the same folder, flushed to the disk, then renamed. Makes the folder if it is missing,
 * and clears away what a process that was killed had begun to write there.
 * Several chunks are written one after the other. Throws UserError for failures of the disk, naming the file.
 */
export function writeFileAtomic(path: string, data: Content): Promise<void> {
  return writeFilesAtomic(new Map([[path, data]]));
}

/**
 * As `writeFileAtomic`, for files that belong together: none gets its new content before all are on the disk, so that one that is full
 * changes none.
 */
export async function writeFilesAtomic(files: ReadonlyMap<string, Content>): Promise<void> {
  const written = new Map<string, string>();
  let current = '';
  try {
    for (const [path, data] of files) {
      current = path;
      const temporary = temporaryName(path);
      written.set(path, temporary);
      await writeTemporary(path, temporary, data);
    }
    for (const [path, temporary] of written) {
      current = path;
      await replace(temporary, path);
    }
  } catch (error) {
    for (const temporary of written.values()) await rm(temporary, { force: true }).catch(() => undefined);
    throw describeFileError(error, current, 'written');
  }
  for (const folder of new Set([...written.keys()].map((path) => dirname(path)))) await syncFolder(folder);
}

/** Puts what is to become a file on the disk, under another name. */
async function writeTemporary(path: string, temporary: string, data: Content): Promise<void> {
  let file: FileHandle | null = null;
  try {
    await mkdir(dirname(path), { recursive: true });
    await sweepLeftovers(path);
    file = await open(temporary, 'wx');
    if (typeof data === 'string' || data instanceof Uint8Array) await file.writeFile(data);
    else for await (const chunk of data) await writeAll(file, chunk);
    await file.sync();
  } finally {
    await file?.close();
  }
}

/** A whole text file. Throws UserError, naming the file, if it cannot be read. */
export async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw describeFileError(error, path, 'read');
  }
}

/** The first bytes of a file, at most so many. Throws UserError, naming the file, if it cannot be read. */
export async function readBeginning(path: string, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  try {
    const file = await open(path, 'r');
    try {
      const { bytesRead } = await file.read(bytes, 0, length, 0);
      return bytes.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw describeFileError(error, path, 'read');
  }
}

/** The value in a JSON file, unchecked. Throws UserError, naming the file and the place, if it is missing or is no JSON. */
export async function readJson(path: string): Promise<unknown> {
  const text = await readText(path);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const received = text.trim() === '' ? say(phrases['empty-file']) : foundAt(brokenJson(text, error));
    throw new UserError(say(fileMessages['not-json'], { file: path, received }));
  }
}

/** The value in a JSON file, checked. Throws UserError, naming the file and what does not fit. */
export async function readJsonAs<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.infer<Schema>> {
  const value = await readJson(path);
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  throw new UserError(say(fileMessages.unsound, { file: path, received: misfitWords(misfitOf(checked.error, value)) }));
}

async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let at = 0; at < chunk.length; ) at += (await file.write(chunk, at)).bytesWritten;
}

/** Renames over a file. On Windows a virus scanner or indexer may hold the old one for a moment: that is waited for. */
async function replace(from: string, to: string): Promise<void> {
  const patience = process.platform === 'win32' ? 2000 : 0;
  for (let waited = 0; ; waited += 50) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      if (waited >= patience || !['EPERM', 'EACCES', 'EBUSY'].includes(codeOf(error) ?? '')) throw error;
      await setTimeout(50);
    }
  }
}

/** Makes a rename in the folder last through a power cut. Windows cannot open folders, and needs no such flush. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    // Some network and FUSE file systems cannot flush a folder; the file itself is flushed and in place.
    if (!['EINVAL', 'ENOTSUP', 'EISDIR', 'EBADF'].includes(codeOf(error) ?? '')) throw error;
  } finally {
    await handle.close();
  }
}
