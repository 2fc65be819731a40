import { closeSync, fstatSync, mkdirSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UserError } from '../../../shared/ipc/port.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { say } from '../../../shared/messages/sentence.ts';
import { sourceMessages } from '../../../shared/messages/sources.ts';
import { describeFileError } from '../disk/file-error.ts';
import { type FileStamp, stampFile } from '../disk/file-stamp.ts';
import { sweepLeftovers, temporaryName } from '../disk/leftovers.ts';
import { valuesFolder } from '../store/room.ts';
import { type ArrayHeader, cutOff, elementBytes, headerBytes } from './array-header.ts';
import { type ArrayType, bytesOfType, decodeElements } from './array-type.ts';

/** An array whose rows, along its first dimension, are read from a file as they are asked for. */
export interface StoredArray {
  readonly type: ArrayType;
  readonly rows: number;
  /** Of one row; empty for an array of one dimension. */
  readonly shape: readonly number[];
  /** Numbers of a row. */
  readonly width: number;
  /** Writes rows as numbers, one after the other. Throws UserError for failures of the disk. */
  read(rows: Int32Array, into: Float64Array): void;
  /** Writes the bytes of rows of one byte a number. */
  readBytes(rows: Int32Array, into: Uint8Array): void;
  close(): void;
}

/** Where an array's file is. */
export interface Stored {
  /** For messages. */
  readonly file: string;
  readonly path: string;
  /** Where the file of the array begins in it. */
  readonly start: number;
  /** Whether it is ours, to be removed when the array closes. */
  readonly isTemporary: boolean;
}

/** Bytes that are turned from Fortran's order at a time. */
const turnedBytes = 32 * 1024 ** 2;

/** Opens an array in a file. One in Fortran's order is written anew, row after row, so that a row lies together. */
export function openStored(stored: Stored, header: ArrayHeader): StoredArray {
  const [rows = 1, ...shape] = header.shape;
  const width = shape.reduce((product, size) => product * size, 1);
  const isTurned = header.fortranOrder && width > 1 && rows > 1;
  const at = isTurned ? turn(stored, header, rows, shape) : { path: stored.path, start: stored.start + header.offset };
  if (isTurned && stored.isTemporary) rmSync(stored.path, { force: true });
  const isTemporary = isTurned || stored.isTemporary;
  const rowBytes = width * bytesOfType(header.type);
  const file = openToRead(at.path, stored.file);
  const opened = stampFile(fstatSync(file));
  /** Rows of what was written over since would be those of other data, with nothing to tell. */
  const checkSame = () => {
    const now = stampFile(fstatSync(file));
    if (now.modified === opened.modified && now.bytes === opened.bytes) return;
    const [expected, received] = [writtenOf(opened), writtenOf(now)];
    throw new UserError(say(sourceMessages['array-changed'], { file: stored.file, expected, received }));
  };
  let bytes = Buffer.alloc(0);
  /** The bytes of rows; those that follow each other are read at once. */
  const load = (wanted: Int32Array): Buffer => {
    checkSame();
    if (bytes.length < wanted.length * rowBytes) bytes = Buffer.from(new ArrayBuffer(wanted.length * rowBytes));
    for (let from = 0, to = 1; from < wanted.length; from = to, to++) {
      while (to < wanted.length && wanted[to] === wanted[to - 1]! + 1) to++;
      const target = bytes.subarray(from * rowBytes, to * rowBytes);
      readFully(file, target, at.start + wanted[from]! * rowBytes, stored.file);
    }
    return bytes.subarray(0, wanted.length * rowBytes);
  };
  return {
    type: header.type,
    rows,
    shape,
    width,
    read: (wanted, into) => decodeElements(load(wanted), header, into),
    readBytes: (wanted, into) => into.set(load(wanted)),
    close() {
      closeSync(file);
      if (isTemporary) rmSync(at.path, { force: true });
    },
  };
}

/** Writes an array of Fortran's order in that of C. */
function turn(
  { file, path, start }: Stored,
  header: ArrayHeader,
  rows: number,
  shape: readonly number[],
): { readonly path: string; readonly start: number } {
  const size = bytesOfType(header.type);
  const width = shape.reduce((product, side) => product * side, 1);
  const places = placesInRow(shape);
  const target = temporaryName(valuesFolder());
  const source = openToRead(path, file);
  let turned: number | null = null;
  try {
    mkdirSync(dirname(target), { recursive: true });
    turned = openSync(target, 'wx');
    const atOnce = Math.max(1, Math.min(rows, Math.floor(turnedBytes / (width * size))));
    const column = Buffer.alloc(atOnce * size);
    const block = Buffer.alloc(atOnce * width * size);
    for (let first = 0; first < rows; first += atOnce) {
      const count = Math.min(atOnce, rows - first);
      for (let place = 0; place < width; place++) {
        const from = start + header.offset + (place * rows + first) * size;
        readFully(source, column.subarray(0, count * size), from, file);
        for (let row = 0, to = places[place]! * size; row < count; row++, to += width * size)
          column.copy(block, to, row * size, (row + 1) * size);
      }
      for (let done = 0; done < count * width * size; )
        done += writeSync(turned, block, done, count * width * size - done);
    }
    return { path: target, start: 0 };
  } catch (error) {
    rmSync(target, { force: true });
    throw describeFileError(error, target, 'written');
  } finally {
    closeSync(source);
    if (turned !== null) closeSync(turned);
  }
}

/** For each number of a row in Fortran's order its place in that of C. */
function placesInRow(shape: readonly number[]): Int32Array {
  const width = shape.reduce((product, side) => product * side, 1);
  return Int32Array.from({ length: width }, (_, place) => {
    let rest = place;
    let target = 0;
    let step = width;
    for (const side of shape) {
      step /= side;
      target += (rest % side) * step;
      rest = Math.floor(rest / side);
    }
    return target;
  });
}

function writtenOf({ bytes, modified }: FileStamp) {
  return say(phrases['bytes-written'], { bytes, time: new Date(modified).toISOString() });
}

function openToRead(path: string, name: string): number {
  try {
    return openSync(path, 'r');
  } catch (error) {
    throw describeFileError(error, name, 'read');
  }
}

function readFully(file: number, target: Buffer, position: number, name: string): void {
  try {
    for (let done = 0; done < target.length; ) {
      const count = readSync(file, target, done, target.length - done, position + done);
      if (count === 0) throw cutOff(name, position + target.length, position + done);
      done += count;
    }
  } catch (error) {
    throw describeFileError(error, name, 'read');
  }
}

async function makeOwn(path: string): Promise<FileHandle> {
  try {
    await mkdir(dirname(path), { recursive: true });
    return await open(path, 'wx');
  } catch (error) {
    throw describeFileError(error, path, 'written');
  }
}

/** Unpacks what is packed to a file of ours. `measure` says from the first bytes how many there have to be; more, or fewer, are an error. */
export async function unpack(
  openSource: () => AsyncIterable<Buffer> | Promise<AsyncIterable<Buffer>>,
  file: string,
  measure: (begin: Buffer) => ArrayHeader,
): Promise<{ readonly path: string; readonly header: ArrayHeader }> {
  const path = temporaryName(valuesFolder());
  const target = await makeOwn(path);
  void sweepLeftovers(valuesFolder());
  try {
    let begin = Buffer.alloc(0);
    let header: ArrayHeader | null = null;
    let written = 0;
    for await (const chunk of await openSource()) {
      if (header === null) {
        begin = Buffer.concat([begin, chunk]);
        if (begin.length >= headerBytes) header = measure(begin);
      }
      written += chunk.length;
      // What is small when packed may be endless when not.
      if (header !== null && written > header.offset + elementBytes(header))
        throw cutOff(file, header.offset + elementBytes(header), written);
      // Not `write`, which may take a part of it, where the disk is nearly full.
      await target.appendFile(chunk).catch((error: unknown) => {
        throw describeFileError(error, path, 'written');
      });
    }
    header ??= measure(begin);
    const expected = header.offset + elementBytes(header);
    if (written !== expected) throw cutOff(file, expected, written);
    return { path, header };
  } catch (error) {
    rmSync(path, { force: true });
    throw describeFileError(error, file, 'read');
  } finally {
    await target.close();
  }
}
