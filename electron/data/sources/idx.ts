import { type FileHandle, open } from 'node:fs/promises';
import { UserError } from '../../../shared/ipc/port.ts';
import { dataMessages } from '../../../shared/messages/data.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { say } from '../../../shared/messages/sentence.ts';
import { describeFileError } from '../disk/file-error.ts';

/** What an IDX file says of itself: one dimension for labels, three (images, rows, columns) for images. */
export interface IdxHeader {
  readonly shape: readonly number[];
  /** Where the values begin. */
  readonly offset: number;
}

const unsignedByte = 0x08;

/** The first four bytes of an IDX file of unsigned bytes with so many dimensions. */
export function idxMagic(dimensions: number): number {
  return (unsignedByte << 8) | dimensions;
}

/**
 * An IDX file of unsigned bytes: its shape and the values of its first items, all by default, read into `into` if it is given.
 * The format is that of the MNIST database: magic 0x0000080N, N big-endian 32-bit sizes, the values.
 * Throws UserError, naming the file, for another magic, sizes that do not add up to the file's, and failures of the disk.
 */
export async function readIdx(
  path: string,
  dimensions: 1 | 3,
  { items, into }: { readonly items?: number; readonly into?: Uint8Array } = {},
): Promise<IdxHeader & { readonly values: Uint8Array }> {
  let file: FileHandle | null = null;
  try {
    file = await open(path, 'r');
    const header = await readHeader(file, path, dimensions);
    const wanted = Math.min(items ?? Number.POSITIVE_INFINITY, header.shape[0]!) * itemSize(header.shape);
    const values = into?.subarray(0, wanted) ?? new Uint8Array(wanted);
    if (values.length < wanted) {
      throw new RangeError(`${path} does not fit its place. Expected: ${values.length} bytes. Received: ${wanted}.`);
    }
    await readFully(file, values, header.offset);
    return { ...header, values };
  } catch (error) {
    throw describeFileError(error, path, 'read');
  } finally {
    await file?.close();
  }
}

async function readHeader(file: FileHandle, path: string, dimensions: 1 | 3): Promise<IdxHeader> {
  const { size } = await file.stat();
  const offset = 4 + 4 * dimensions;
  const bytes = Buffer.alloc(offset);
  const { bytesRead } = await file.read(bytes, 0, offset, 0);
  const expected = say(phrases[dimensions === 3 ? 'images' : 'labels']);
  if (bytesRead < 4 || bytes.readUInt32BE(0) !== idxMagic(dimensions)) {
    const received =
      bytesRead === 0
        ? say(phrases['empty-file'])
        : say(phrases['file-beginning'], { bytes: bytes.toString('hex', 0, Math.min(4, bytesRead)) });
    throw new UserError(say(dataMessages['idx-magic'], { file: path, expected, received }));
  }
  const received = say(phrases.bytes, { count: size });
  if (bytesRead < offset) {
    throw new UserError(
      say(dataMessages['idx-size'], {
        file: path,
        expected: say(phrases['bytes-or-more'], { count: offset }),
        received,
      }),
    );
  }
  const shape = Array.from({ length: dimensions }, (_, i) => bytes.readUInt32BE(4 + 4 * i));
  const whole = offset + shape[0]! * itemSize(shape);
  if (size !== whole) {
    throw new UserError(say(dataMessages['idx-size'], { file: path, expected: whole, received }));
  }
  return { shape, offset };
}

function itemSize(shape: readonly number[]): number {
  return shape.slice(1).reduce((product, size) => product * size, 1);
}

/** One read may give less than was asked for, on network file systems above all. */
async function readFully(file: FileHandle, values: Uint8Array, position: number): Promise<void> {
  for (let at = 0; at < values.length; ) {
    const { bytesRead } = await file.read(values, at, values.length - at, position + at);
    if (bytesRead === 0)
      throw new Error(`A file ended while it was read. Expected: ${values.length} bytes. Received: ${at}.`);
    at += bytesRead;
  }
}
