import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readv, readvSync, write } from 'node:fs';
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { crc32 } from 'node:zlib';

const readvAsync = promisify(readv);
const writeAsync = promisify(write);

/** Files of a segment: pixels, record by record, and an entry for each record that is whole. */
export const pixelsEnding = '.pixels';
export const entriesEnding = '.entries';

/** Bytes of the key of an image; in memory it is hexadecimal text. */
export const keyBytes = 16;

/** An entry: key, place of the record, checksum of its pixels. One that a crash has spoilt leads to pixels that do not have its checksum. */
const entryLayout = { key: 0, slot: keyBytes, checksum: keyBytes + 4, bytes: keyBytes + 8 } as const;

/**
 * Up to this size a record is asked for and waited for: an image of 224 by 224 is copied from the system's memory in 25 microseconds, where
 * the answer to a request that lets others go on takes more than 100.
 */
const smallRecord = 1024 ** 2;

/** Bytes between two records that are read with them rather than to ask twice; and the most records that are asked for at once. */
const nearby = 2048;
const mostOfRun = 256;

export interface Entry {
  readonly key: string;
  readonly slot: number;
  readonly checksum: number;
}

/** A record that is wanted, and where it goes. */
export interface WantedRecord {
  readonly slot: number;
  readonly checksum: number;
  readonly target: Uint8Array;
}

/** The entries of a segment, without one that was not written to its end. */
export async function readEntries(path: string): Promise<Entry[]> {
  const file = await readFile(path + entriesEnding);
  const entries: Entry[] = [];
  for (let at = 0; at + entryLayout.bytes <= file.length; at += entryLayout.bytes) {
    const entry = file.subarray(at, at + entryLayout.bytes);
    entries.push({
      key: entry.toString('hex', 0, keyBytes),
      slot: entry.readUInt32LE(entryLayout.slot),
      checksum: entry.readUInt32LE(entryLayout.checksum),
    });
  }
  return entries;
}

/**
 * Records of one size in a file that one process alone has written or writes, so that processes are never in each other's way. An entry is
 * written after its record, and has a checksum of it: after a crash, even of the machine, a record counts only if it is whole.
 */
export class Segment {
  readonly #pixels: number;
  readonly #entries: FileHandle | null;
  readonly #recordBytes: number;
  #count = 0;

  private constructor(pixels: number, entries: FileHandle | null, recordBytes: number) {
    this.#pixels = pixels;
    this.#entries = entries;
    this.#recordBytes = recordBytes;
  }

  /** A new segment in a folder, to write to and to read from. Its name tells when it was made. */
  static async create(folder: string, recordBytes: number): Promise<{ segment: Segment; path: string }> {
    const time = Date.now().toString(36).padStart(9, '0');
    const path = join(folder, `${time}-${process.pid}-${randomBytes(6).toString('hex')}`);
    const pixels = openSync(path + pixelsEnding, 'wx+');
    try {
      return { segment: new Segment(pixels, await open(path + entriesEnding, 'wx'), recordBytes), path };
    } catch (error) {
      closeSync(pixels);
      throw error;
    }
  }

  /** A segment that is there, to read from. */
  static open(path: string, recordBytes: number): Segment {
    return new Segment(openSync(path + pixelsEnding, 'r'), null, recordBytes);
  }

  /** Adds records, whose pixels lie one after the other; gives the place of the first once they are written. */
  async append(records: readonly Omit<Entry, 'slot'>[], pixels: Uint8Array): Promise<number> {
    const first = this.#count;
    // What is written in part is written over by the next.
    await writeAll(this.#pixels, pixels, first * this.#recordBytes);
    await this.#entries!.appendFile(encode(records.map((record, at) => ({ ...record, slot: first + at }))));
    this.#count += records.length;
    return first;
  }

  /** Reads records into their targets; gives those that are not what their entries say, whose targets hold anything. */
  async read<Wanted extends WantedRecord>(wanted: readonly Wanted[]): Promise<Wanted[]> {
    const runs = runsOf(wanted, this.#recordBytes);
    if (this.#recordBytes <= smallRecord) for (const run of runs) readvSync(this.#pixels, ...this.#request(run));
    else await Promise.all(runs.map((run) => readvAsync(this.#pixels, ...this.#request(run))));
    // A file that is too short leaves a target as it is, which the checksum tells as well.
    return wanted.filter(({ checksum, target }) => crc32(target) !== checksum);
  }

  /** Where the records of a run go, with room for those between them, and the place of the first one. */
  #request(run: readonly WantedRecord[]): [Uint8Array[], number] {
    const buffers: Uint8Array[] = [];
    for (const [at, { slot, target }] of run.entries()) {
      const between = at === 0 ? 0 : slot - run[at - 1]!.slot - 1;
      if (between > 0) buffers.push(new Uint8Array(between * this.#recordBytes));
      buffers.push(target);
    }
    return [buffers, run[0]!.slot * this.#recordBytes];
  }

  async close(): Promise<void> {
    closeSync(this.#pixels);
    await this.#entries?.close();
  }
}

/** Records that lie side by side, in the order of the file. One that is wanted twice is read twice. */
function runsOf(wanted: readonly WantedRecord[], recordBytes: number): WantedRecord[][] {
  const runs: WantedRecord[][] = [];
  let last: WantedRecord[] = [];
  for (const record of [...wanted].sort((one, other) => one.slot - other.slot)) {
    const gap = last.length === 0 ? 0 : record.slot - last.at(-1)!.slot;
    if (gap === 0 || (gap - 1) * recordBytes > nearby || last.length === mostOfRun) {
      last = [];
      runs.push(last);
    }
    last.push(record);
  }
  return runs;
}

function encode(entries: readonly Entry[]): Buffer {
  const bytes = Buffer.alloc(entries.length * entryLayout.bytes);
  for (const [at, { key, slot, checksum }] of entries.entries()) {
    const start = at * entryLayout.bytes;
    bytes.write(key, start + entryLayout.key, 'hex');
    bytes.writeUInt32LE(slot, start + entryLayout.slot);
    bytes.writeUInt32LE(checksum, start + entryLayout.checksum);
  }
  return bytes;
}

/** The system takes less than it is given when the disk becomes full: the next word from it is the error. */
async function writeAll(file: number, bytes: Uint8Array, position: number): Promise<void> {
  for (let at = 0; at < bytes.length; )
    at += (await writeAsync(file, bytes, at, bytes.length - at, position + at)).bytesWritten;
}
