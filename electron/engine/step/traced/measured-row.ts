import type { Tensor } from '@tensorflow/tfjs-core';
import { type DataType, sizeOf } from '../../../../shared/blocks/define-block.ts';
import type { TensorNumbers } from '../../backends/tensorflow/binding.ts';
import type { MeasuredNumbers } from '../account.ts';
import type { Measured } from '../computation.ts';

/** A result that is part of a graph's one row of numbers. */
export interface Piece {
  readonly shape: readonly number[];
  readonly dtype: DataType;
}

/** How many tensors the sums of each metric are, by Output. */
export type MetricTensors = readonly (readonly number[])[];

/** How many tensors `flatten` makes of the sums of each metric. */
export function tensorsOfMetrics({ sums }: Measured): MetricTensors {
  return sums.map((metrics) => metrics.map(({ length }) => length));
}

/** The reverse of `flatten`, for numbers. */
export function unflatten(metricTensors: MetricTensors, numbers: readonly ArrayLike<number>[]): MeasuredNumbers {
  let at = 0;
  const next = () => Array.from(numbers[at++]!);
  const total = next()[0]!;
  const losses = metricTensors.map(() => next()[0]!);
  const sums = metricTensors.map((metrics) => metrics.map((count) => Array.from({ length: count }, next).flat()));
  return { total, losses, sums };
}

/** The results that a graph's row of numbers is made of, on the row's own memory. */
export function cut(row: TensorNumbers, pieces: readonly Piece[]): readonly Float32Array[] {
  const all = row as Float32Array;
  let end = 0;
  return pieces.map(({ shape }) => {
    const begin = end;
    end += sizeOf(shape);
    return all.subarray(begin, end);
  });
}

/** Reads results and frees them, each tensor once. */
export function readNumbers(tensors: readonly Tensor[]): readonly TensorNumbers[] {
  const read = tensors.map((tensor) => tensor.dataSync() as TensorNumbers);
  for (const tensor of new Set(tensors)) tensor.dispose();
  return read;
}
