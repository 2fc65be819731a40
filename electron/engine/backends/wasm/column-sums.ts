import type { TensorInfo } from '@tensorflow/tfjs-core';
import { addressOf, type WasmContext } from './kernel.ts';
import { columnSums, columnsOfAnItem } from './simd/rows.ts';

/** Writes the sum over the rows of `x` [rows, columns], whatever shape it is said to have, into `out` [columns]. */
export function sumColumns(
  { backend, pool }: WasmContext,
  x: TensorInfo,
  out: TensorInfo,
  rows: number,
  columns: number,
): void {
  pool.run(
    columnSums,
    { x: addressOf(backend, x), out: addressOf(backend, out), rows, columns },
    Math.ceil(columns / columnsOfAnItem),
    rows * columns,
  );
}
