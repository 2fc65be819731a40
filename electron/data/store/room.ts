import { closeSync, mkdirSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describeFileError } from '../disk/file-error.ts';
import { sweepLeftovers, temporaryName } from '../disk/leftovers.ts';
import { userFolder } from '../disk/places.ts';

/** How a block is written to a file and read back. */
export interface BlockForm<Block> {
  encode(block: Block): Uint8Array;
  /** The bytes are the decoder's own. */
  decode(bytes: Uint8Array<ArrayBuffer>): Block;
  /** Bytes that it takes in memory. */
  sizeOf(block: Block): number;
}

/** Blocks of one kind, in the order in which they were put in. */
export interface Blocks<Block> {
  readonly count: number;
  push(block: Block): void;
  /** A block, from the file if it is no longer in memory. What is returned is not to be changed. */
  get(index: number): Block;
  /** Puts another block of as many bytes in its place. */
  replace(index: number, block: Block): void;
}

/**
 * Where the values of a dataset are: in memory while there are few, in files as soon as they take more bytes than `memory`. Of those
 * in files, the ones that were asked for last stay in memory too.
 */
export interface Room {
  blocks<Block>(form: BlockForm<Block>): Blocks<Block>;
  /** Whether everything is in memory, so that any value is at hand at once. */
  readonly isInMemory: boolean;
  /** Bytes of all values. */
  readonly bytes: number;
  /** Bytes that are kept in memory at most. */
  readonly memory: number;
  /** Frees memory and files; blocks cannot be got after it. */
  close(): void;
}

const mebibyte = 1024 * 1024;

/** Bytes of values that a dataset keeps in memory: as many MiB as LAYERLOOM_DATA_MEMORY says, else 256. */
export function memoryForData(): number {
  const said = Number(process.env.LAYERLOOM_DATA_MEMORY);
  return (said > 0 ? said : 256) * mebibyte;
}

/** The folder of what does not fit into memory; beside it, under temporary names, lies what processes that run have there. */
export function valuesFolder(): string {
  return join(userFolder(), 'cache', 'data');
}

/** The file of a room, and the folder of its own that it is in. */
interface RoomFile {
  readonly folder: string;
  readonly path: string;
  readonly descriptor: number;
}

interface Spilling {
  /** Writes to the file what is only in memory. */
  spill(): void;
  /** Lets go of a block in memory. */
  evict(index: number): void;
  close(): void;
}

/** A room of its own for one dataset. */
export function createRoom(memory = memoryForData()): Room {
  const kept: Spilling[] = [];
  /** Blocks in memory, the oldest first, from `oldest` on. */
  let resident: { readonly owner: Spilling; readonly index: number; readonly bytes: number }[] = [];
  let oldest = 0;
  let residentBytes = 0;
  let file: RoomFile | null = null;
  /** Where the file ends. */
  let end = 0;
  let isOpen = true;
  let bytes = 0;

  /** Makes the one file of the room: a table may have more columns than a process may have files. */
  function makeFile(): RoomFile {
    const path = valuesFolder();
    const folder = temporaryName(path);
    const file = join(folder, 'values.blocks');
    try {
      mkdirSync(folder, { recursive: true });
      const made = { folder, path: file, descriptor: openSync(file, 'wx+') };
      void sweepLeftovers(path);
      return made;
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      throw describeFileError(error, file, 'written');
    }
  }

  /** Writes bytes to a place of the file; behind all others where none is said. Answers where they begin. */
  function write(bytes: Uint8Array, position = end): number {
    const { descriptor, path } = file!;
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at, bytes.length - at, position + at);
    } catch (error) {
      throw describeFileError(error, path, 'written');
    }
    end = Math.max(end, position + bytes.length);
    return position;
  }

  function read(position: number, length: number): Uint8Array<ArrayBuffer> {
    const { descriptor, path } = file!;
    const bytes = new Uint8Array(length);
    try {
      for (let at = 0; at < length; ) {
        const count = readSync(descriptor, bytes, at, length - at, position + at);
        if (count === 0) throw new Error(`A file of values ended early. Received: ${path}.`);
        at += count;
      }
    } catch (error) {
      throw describeFileError(error, path, 'read');
    }
    return bytes;
  }

  /** Notes that a block is in memory, and makes place for it. */
  function admit(owner: Spilling, index: number, bytes: number): void {
    resident.push({ owner, index, bytes });
    residentBytes += bytes;
    if (residentBytes <= memory) return;
    if (file === null) {
      file = makeFile();
      for (const one of kept) one.spill();
    }
    while (residentBytes > memory && oldest < resident.length - 1) {
      const { owner, index, bytes } = resident[oldest++]!;
      owner.evict(index);
      residentBytes -= bytes;
    }
    if (oldest > 1024 && oldest * 2 > resident.length) {
      resident = resident.slice(oldest);
      oldest = 0;
    }
  }

  function blocks<Block>(form: BlockForm<Block>): Blocks<Block> {
    const inMemory: (Block | undefined)[] = [];
    /** Where each block that was written begins, and how long it is. */
    const places: { readonly position: number; readonly bytes: number }[] = [];

    function keep(block: Block): void {
      const bytes = form.encode(block);
      places.push({ position: write(bytes), bytes: bytes.length });
    }

    function load(index: number): Block {
      const place = places[index];
      if (!isOpen || place === undefined)
        throw new Error(`A block was asked for that is not kept. Received: number ${index} of ${inMemory.length}.`);
      const block = form.decode(read(place.position, place.bytes));
      inMemory[index] = block;
      admit(spilling, index, form.sizeOf(block));
      return block;
    }

    const spilling: Spilling = {
      spill() {
        for (const block of inMemory) keep(block!);
      },
      evict(index) {
        inMemory[index] = undefined;
      },
      close() {
        inMemory.length = 0;
      },
    };
    kept.push(spilling);
    return {
      get count() {
        return inMemory.length;
      },
      push(block) {
        const index = inMemory.length;
        inMemory.push(block);
        bytes += form.sizeOf(block);
        // What was spilled before is on the disk at once; the others go there with all the rest.
        if (file !== null) keep(block);
        admit(spilling, index, form.sizeOf(block));
      },
      get: (index) => inMemory[index] ?? load(index),
      replace(index, block) {
        if (inMemory[index] !== undefined) inMemory[index] = block;
        if (file !== null) write(form.encode(block), places[index]!.position);
      },
    };
  }

  return {
    blocks,
    memory,
    get bytes() {
      return bytes;
    },
    get isInMemory() {
      return file === null;
    },
    close() {
      if (!isOpen) return;
      isOpen = false;
      resident = [];
      for (const one of kept) one.close();
      if (file === null) return;
      closeSync(file.descriptor);
      rmSync(file.folder, { recursive: true, force: true });
    },
  };
}
