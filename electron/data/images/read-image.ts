import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { UserError } from '../../../shared/ipc/port.ts';
import { dataMessages } from '../../../shared/messages/data.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { say, type Words } from '../../../shared/messages/sentence.ts';
import { describeFileError } from '../disk/file-error.ts';
import { type ImageKind, imageKindOf, isHeic } from './decoding/image-kind.ts';

/** The largest file that is read: a 16-bit TIFF of 40 million pixels still is. */
export const mostFileBytes = 256 * 1024 ** 2;

/** More than the head of any bitmap has. */
const headBytes = 1024;

/** An image file in memory. */
export interface ImageFile {
  readonly path: string;
  readonly bytes: Buffer;
  readonly kind: ImageKind;
}

/** Gives memory for a file of so many bytes. */
export type FileMemory = (bytes: number) => Buffer;

/** Larger memory does not stay for the next file. */
const mostKeptBytes = 4 * 1024 ** 2;

/**
 * The same memory for one file after the other, each over the last. The system fills new memory with zeros page by page, which takes as long as a
 * thirtieth of decoding a photograph.
 */
export function createFileMemory(): FileMemory {
  let kept: Buffer = Buffer.alloc(0);
  return (bytes) => {
    if (bytes <= kept.length) return kept.subarray(0, bytes);
    const memory = Buffer.allocUnsafeSlow(bytes);
    if (bytes <= mostKeptBytes) kept = memory;
    return memory;
  };
}

/**
 * Reads an image file as a whole: the library that decodes it may keep what it reads from a path by itself, and would not see that the file
 * has changed. It waits for the disk, which costs a small file less than to be called back. Throws UserError naming the file.
 */
export function readImageFile(path: string, memory: FileMemory = Buffer.allocUnsafeSlow): ImageFile {
  return withKind(path, (size) => readInto(path, memory(size)));
}

/** The first bytes of an image file, and the kind of image it is. Throws UserError naming the file. */
export function readImageHead(path: string): ImageFile {
  return withKind(path, () => readInto(path, Buffer.alloc(headBytes)));
}

/** What a file has, at most as much as there is memory for. */
function readInto(path: string, memory: Buffer): Buffer {
  const file = openSync(path, 'r');
  try {
    let end = 0;
    for (let read = -1; read !== 0 && end < memory.length; end += read)
      read = readSync(file, memory, end, memory.length - end, null);
    return memory.subarray(0, end);
  } finally {
    closeSync(file);
  }
}

function withKind(path: string, read: (size: number) => Buffer): ImageFile {
  let bytes: Buffer;
  try {
    const about = statSync(path);
    // A pipe or a device has no end.
    if (!about.isFile()) throw unreadable(path, say(phrases[about.isDirectory() ? 'a-folder' : 'no-plain-file']));
    if (about.size > mostFileBytes)
      throw new UserError(
        say(dataMessages['image-file-large'], { file: path, expected: mostFileBytes, received: about.size }),
      );
    bytes = read(about.size);
  } catch (error) {
    throw describeFileError(error, path, 'read');
  }
  const kind = imageKindOf(bytes);
  if (kind === null) throw unreadable(path, describeOther(bytes));
  return { path, bytes, kind };
}

/** The error of a file that is no image, or a broken one. */
export function unreadable(path: string, received: Words): UserError {
  return new UserError(say(dataMessages['image-unreadable'], { file: path, received }));
}

function describeOther(bytes: Buffer): Words {
  if (bytes.length === 0) return say(phrases['empty-file']);
  if (isHeic(bytes)) return say(phrases['kind-heic']);
  if (bytes.includes('<svg') && !bytes.includes(0)) return say(phrases['kind-svg']);
  return say(phrases['file-beginning'], { bytes: bytes.toString('hex', 0, 4) });
}
