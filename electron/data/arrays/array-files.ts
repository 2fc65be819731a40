import { createReadStream, rmSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { arrayEnding } from '../../../shared/data/table-endings.ts';
import { UserError } from '../../../shared/ipc/port.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { say } from '../../../shared/messages/sentence.ts';
import { sourceMessages } from '../../../shared/messages/sources.ts';
import { describeFileError } from '../disk/file-error.ts';
import { readBeginning } from '../disk/files.ts';
import { compareNames } from '../disk/natural-order.ts';
import { openZip } from '../disk/zip-archive.ts';
import type { Reading } from '../reading.ts';
import { type ArrayHeader, cutOff, elementBytes, headerBytes, isIdx, isNpy, parseArrayHeader } from './array-header.ts';
import { openStored, type StoredArray, unpack } from './stored-array.ts';

/** An array by the name it has in its archive, or that of its file. */
export interface NamedArray extends StoredArray {
  readonly name: string;
  readonly file: string;
}

/** Whether a file has arrays, by its name. */
export function isArrayName(name: string): boolean {
  return !name.startsWith('.') && arrayEnding.test(name);
}

/** Whether a file has arrays: by what it begins with, where that tells; by its name where it is packed. */
export async function isArrayFile(path: string): Promise<boolean> {
  if (isArrayName(path)) return true;
  const begin = await readBeginning(path, 16);
  return isNpy(begin) || (isIdx(begin) && (await isWholeIdx(path)));
}

/** Two zeros and a small number are in other files too: an IDX file is as long as it says. */
async function isWholeIdx(path: string): Promise<boolean> {
  const header = parseArrayHeader(await readBeginning(path, headerBytes), path);
  return (await stat(path)).size === header.offset + elementBytes(header);
}

/** Opens the arrays of a file, or of the files right in a folder. Throws UserError naming the file, and the array of an archive. */
export async function openArrays(path: string, { signal, report }: Reading): Promise<NamedArray[]> {
  const about = await stat(path).catch((error: unknown) => {
    throw describeFileError(error, path, 'read');
  });
  const files = about.isDirectory() ? await listArrays(path) : [path];
  const arrays: NamedArray[] = [];
  try {
    for (const [done, file] of files.entries()) {
      report({ step: 'load', count: { done, of: files.length } });
      signal.throwIfAborted();
      arrays.push(...(await openFile(file)));
    }
    return arrays;
  } catch (error) {
    for (const array of arrays) array.close();
    throw error;
  }
}

async function listArrays(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw describeFileError(error, folder, 'read');
  });
  const found = names.filter(isArrayName).sort(compareNames);
  if (found.length > 0) return found.map((name) => join(folder, name));
  const received =
    names.length === 0 ? say(phrases['empty-folder']) : say(phrases['other-files'], { count: names.length });
  throw new UserError(say(sourceMessages['arrays-missing'], { file: folder, received }));
}

async function openFile(path: string): Promise<NamedArray[]> {
  const begin = await readBeginning(path, headerBytes);
  if (begin.toString('latin1', 0, 2) === 'PK') return openArchive(path);
  const name = basename(path).replace(arrayEnding, '');
  if (begin.length > 2 && begin[0] === 0x1f && begin[1] === 0x8b) {
    // As a pipeline, so that whichever of the two fails or is left ends the other, and its reader hears why.
    const source = () => pipeline(createReadStream(path), createGunzip(), () => undefined);
    const unpacked = await unpack(source, path, (bytes) => parseArrayHeader(bytes, path)).catch((error: unknown) => {
      throw error instanceof UserError ? error : unreadable(path, error);
    });
    return [named(name, path, { path: unpacked.path, start: 0, isTemporary: true }, unpacked.header)];
  }
  const header = parseArrayHeader(begin, path);
  const { size } = await stat(path);
  const expected = header.offset + elementBytes(header);
  if (size !== expected) throw cutOff(path, expected, size);
  return [named(name, path, { path, start: 0, isTemporary: false }, header)];
}

function unreadable(file: string, error: unknown): UserError {
  const received = error instanceof Error ? error.message : String(error);
  return new UserError(say(sourceMessages['array-unreadable'], { file, received }));
}

/** The arrays of a .npz archive; those that are packed are unpacked to files of ours. */
async function openArchive(path: string): Promise<NamedArray[]> {
  const archive = await openZip(path, (reason) => unreadable(path, new Error(reason)));
  const arrays: NamedArray[] = [];
  try {
    const members = archive.members.filter(({ name }) => name.endsWith('.npy'));
    if (members.length === 0) {
      const received = archive.members.length === 0 ? say(phrases['empty-file']) : archive.members[0]!.name;
      throw new UserError(say(sourceMessages['arrays-missing'], { file: path, received }));
    }
    for (const member of members) {
      const name = member.name.slice(0, -'.npy'.length);
      const file = `${path}, ${name}`;
      const start = await member.storedAt();
      if (start === null) {
        const unpacked = await unpack(
          () => member.read(),
          file,
          (bytes) => parseArrayHeader(bytes, file),
        );
        arrays.push(named(name, file, { path: unpacked.path, start: 0, isTemporary: true }, unpacked.header));
        continue;
      }
      const header = parseArrayHeader(await readPiece(await member.read()), file);
      const expected = header.offset + elementBytes(header);
      if (member.bytes !== expected) throw cutOff(file, expected, member.bytes);
      arrays.push(named(name, file, { path, start, isTemporary: false }, header));
    }
    return arrays;
  } catch (error) {
    for (const array of arrays) array.close();
    throw error;
  } finally {
    archive.close();
  }
}

/** The first bytes of a member. */
async function readPiece(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of source) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= headerBytes) break;
  }
  return Buffer.concat(chunks);
}

function named(
  name: string,
  file: string,
  stored: { readonly path: string; readonly start: number; readonly isTemporary: boolean },
  header: ArrayHeader,
): NamedArray {
  try {
    if (header.shape.length === 0) throw new UserError(say(sourceMessages['array-scalar'], { file }));
    if (header.shape.some((size) => size === 0))
      throw new UserError(say(sourceMessages['array-empty'], { file, received: header.shape.join('×') }));
    // An object's methods are lost when it is spread; these are plain functions.
    return { name, file, ...openStored({ file, ...stored }, header) };
  } catch (error) {
    if (stored.isTemporary) rmSync(stored.path, { force: true });
    throw error;
  }
}
