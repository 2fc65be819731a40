import type { BlockForm, Room } from './room.ts';

type NumberArray = Float64Array | Int32Array;

/** Values in a block: a power of two, so that a row's block and place are a shift and a mask. */
const shift = 16;
export const blockLength = 1 << shift;
const mask = blockLength - 1;
/** Values that a column has room for at first: of a table of many columns and few rows, whole blocks for each would take gigabytes. */
const firstLength = 1024;

/** One number a row. */
export interface Numbers<Values extends NumberArray = NumberArray> {
  readonly length: number;
  /** The number of a row. */
  at(row: number): number;
  /** Writes the numbers of some rows into an array, in their order; many times faster than one after the other by `at`. */
  gather(rows: Int32Array, into: NumberArray | Float32Array): void;
  /** Writes the numbers from row `from` up to row `to` into an array, from its place `at` on. */
  copy(from: number, to: number, into: NumberArray, at: number): void;
  /** All numbers in order, in blocks; `first` is the row of a block's first. They are not to be changed. */
  blocks(): Iterable<{ readonly first: number; readonly values: Values }>;
}

/** Takes numbers, row after row. */
export interface NumbersWriter<Values extends NumberArray> {
  add(values: ArrayLike<number>, count?: number): void;
  /** What was added; nothing can be added after it. `change` gives what is kept instead of each number. */
  finish(change?: (value: number) => number): Numbers<Values>;
}

const formOf = <Values extends NumberArray>(
  create: (buffer: ArrayBuffer, offset: number, length: number) => Values,
): BlockForm<Values> => ({
  encode: ({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength),
  decode: ({ buffer, byteLength }) => create(buffer, 0, byteLength / create(buffer, 0, 0).BYTES_PER_ELEMENT),
  sizeOf: ({ byteLength }) => byteLength,
});
const float64Form = formOf((buffer, offset, length) => new Float64Array(buffer, offset, length));
const int32Form = formOf((buffer, offset, length) => new Int32Array(buffer, offset, length));

/** Numbers as they are; NaN for none. */
export function writeFloat64(room: Room): NumbersWriter<Float64Array> {
  return createWriter(room, float64Form, (length) => new Float64Array(length));
}

/** Whole numbers of 32 bits. */
export function writeInt32(room: Room): NumbersWriter<Int32Array> {
  return createWriter(room, int32Form, (length) => new Int32Array(length));
}

function createWriter<Values extends NumberArray>(
  room: Room,
  form: BlockForm<Values>,
  create: (length: number) => Values,
): NumbersWriter<Values> {
  const blocks = room.blocks(form);
  let current = create(firstLength);
  let filled = 0;
  return {
    add(values, count = values.length) {
      for (let at = 0; at < count; ) {
        if (filled === current.length) {
          const longer = create(Math.min(blockLength, current.length * 4));
          longer.set(current);
          current = longer;
        }
        const taken = Math.min(count - at, current.length - filled);
        if (ArrayBuffer.isView(values)) current.set((values as NumberArray).subarray(at, at + taken), filled);
        else for (let i = 0; i < taken; i++) current[filled + i] = values[at + i]!;
        at += taken;
        filled += taken;
        if (filled < blockLength) continue;
        blocks.push(current);
        current = create(blockLength);
        filled = 0;
      }
    },
    finish(change) {
      const length = blocks.count * blockLength + filled;
      if (filled > 0) blocks.push(current.slice(0, filled) as Values);
      // What is returned keeps this function's variables, and of a short column this would be most of its memory.
      const none = create(0);
      current = none;
      if (change !== undefined) {
        for (let index = 0; index < blocks.count; index++)
          blocks.replace(index, blocks.get(index).map(change) as Values);
      }
      return {
        length,
        at: (row) => blocks.get(row >>> shift)[row & mask]!,
        gather(rows, into) {
          let index = -1;
          let values = none;
          for (let i = 0; i < rows.length; i++) {
            const row = rows[i]!;
            if (row >>> shift !== index) {
              index = row >>> shift;
              values = blocks.get(index);
            }
            into[i] = values[row & mask]!;
          }
        },
        copy(from, to, into, at) {
          for (let row = from; row < to; ) {
            const start = row & mask;
            const taken = Math.min(to - row, blockLength - start);
            // Not by a shift: tokens of texts may be more than 32 bits can count.
            into.set(blocks.get(Math.floor(row / blockLength)).subarray(start, start + taken), at + row - from);
            row += taken;
          }
        },
        *blocks() {
          for (let index = 0; index < blocks.count; index++)
            yield { first: index * blockLength, values: blocks.get(index) };
        },
      };
    },
  };
}

/** Numbers that are in an array. */
export function numbersIn<Values extends NumberArray>(values: Values): Numbers<Values> {
  return {
    length: values.length,
    at: (row) => values[row]!,
    gather(rows, into) {
      for (let i = 0; i < rows.length; i++) into[i] = values[rows[i]!]!;
    },
    copy: (from, to, into, at) => into.set(values.subarray(from, to), at),
    *blocks() {
      for (let first = 0; first < values.length; first += blockLength)
        yield { first, values: values.subarray(first, first + blockLength) as Values };
    },
  };
}
