import type { Values } from '../../../shared/data/steps/values.ts';
import type { Numbers } from '../store/numbers.ts';
import type { Column } from '../tables/table.ts';

/** Rows that are taken through the steps at a time, where all of a part are. */
const rowsOfChunk = 16_384;

/** The values of some rows of a column, as they were read. */
export function valuesOf(column: Column, rows: Int32Array): Values {
  switch (column.kind) {
    case 'numeric':
      return { kind: 'numbers', width: 1, data: numbersOf(column.values, rows), missing: null };
    case 'date':
      return { kind: 'dates', data: numbersOf(column.values, rows), missing: null };
    case 'categorical': {
      const { values, categories } = column;
      const codes = new Int32Array(rows.length);
      values.gather(rows, codes);
      return { kind: 'categories', codes, categories, missing: null };
    }
    case 'text':
      return { kind: 'texts', texts: Array.from(rows, (row) => column.values.at(row)) };
  }
}

function numbersOf(values: Numbers, rows: Int32Array): Float64Array {
  const data = new Float64Array(rows.length);
  values.gather(rows, data);
  return data;
}

/** Rows in pieces that fit into memory, in their order. */
export function inChunks(rows: Int32Array): Generator<Int32Array> {
  return inChunksOf(rows, rowsOfChunk);
}

/** Rows in pieces of at most so many, in their order. */
export function* inChunksOf(rows: Int32Array, most: number): Generator<Int32Array> {
  for (let start = 0; start < rows.length; start += most) yield rows.subarray(start, start + most);
}
