import type { Batch, BatchTensor } from '../dataset.ts';
import { scaleBytes } from './scale-bytes.ts';

/** Copies rows, by their numbers in the source, into a fresh tensor. */
export type Gather = (rows: Int32Array) => BatchTensor;

/** Prepared rows of a source: how to copy any of them, for each feature and target. */
export interface PreparedRows {
  readonly inputs: ReadonlyMap<string, Gather>;
  readonly targets: ReadonlyMap<string, Gather>;
}

/** The batch of the given rows. */
export function gatherBatch({ inputs, targets }: PreparedRows, rows: Int32Array): Batch {
  return { rows: rows.length, inputs: gatherAll(inputs, rows), targets: gatherAll(targets, rows) };
}

function gatherAll(gathers: ReadonlyMap<string, Gather>, rows: Int32Array): Record<string, BatchTensor> {
  return Object.fromEntries(Array.from(gathers, ([name, gather]) => [name, gather(rows)]));
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
  return (rows) => {
    const data = new Float32Array(rows.length * size);
    for (let i = 0; i < rows.length; i++) scaleBytes(bytes, rows[i]! * size, size, data, i * size);
    return { data, shape: [rows.length, height, width, 1] };
  };
}
