import type { Batch, BatchTensor } from '../dataset.ts';
import { scaleBytes } from './scale-bytes.ts';

/** Memory for so many numbers, which may have any in it. */
export type Allocate = (length: number) => Float32Array;

/** Copies rows, by their numbers in the source, into a tensor. */
export type Gather = (rows: Int32Array, allocate: Allocate) => BatchTensor;

/** Prepared rows of a source: how to copy any of them, for each feature and target. */
export interface PreparedRows {
  readonly inputs: ReadonlyMap<string, Gather>;
  readonly targets: ReadonlyMap<string, Gather>;
}

/** Where the numbers of batches go: asked once for each of them. */
export type BatchMemory = () => Allocate;

/** New memory for each batch. */
export const ownMemory: BatchMemory = () => (length) => new Float32Array(length);

/** One memory for all batches, each over the one before. The system takes longer to give new memory than it takes to fill it. */
export function reusedMemory(): BatchMemory {
  const kept: Float32Array[] = [];
  return () => {
    let place = 0;
    return (length) => {
      const at = place++;
      const memory = kept[at]?.length === length ? kept[at] : new Float32Array(length);
      kept[at] = memory;
      return memory;
    };
  };
}

/** The batch of the given rows. */
export function gatherBatch({ inputs, targets }: PreparedRows, rows: Int32Array, memory = ownMemory): Batch {
  const allocate = memory();
  return { rows: rows.length, inputs: gatherAll(inputs, rows, allocate), targets: gatherAll(targets, rows, allocate) };
}

function gatherAll(
  gathers: ReadonlyMap<string, Gather>,
  rows: Int32Array,
  allocate: Allocate,
): Record<string, BatchTensor> {
  return Object.fromEntries(Array.from(gathers, ([name, gather]) => [name, gather(rows, allocate)]));
}

/** One value a row. */
export function gatherValues(values: Float32Array | Int32Array): Gather {
  return (rows) => {
    const data = values instanceof Float32Array ? new Float32Array(rows.length) : new Int32Array(rows.length);
    for (let i = 0; i < rows.length; i++) data[i] = values[rows[i]!]!;
    return { data, shape: [rows.length] };
  };
}

/** Grey images of bytes, as numbers from 0 to 1. */
export function gatherImages(bytes: Uint8Array, height: number, width: number): Gather {
  const size = height * width;
  return (rows, allocate) => {
    const data = allocate(rows.length * size);
    for (let at = 0; at < rows.length; at++) scaleBytes(bytes, rows[at]! * size, size, data, at * size);
    return { data, shape: [rows.length, height, width, 1] };
  };
}
