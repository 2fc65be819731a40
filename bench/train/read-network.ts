import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BatchTensor } from '../../electron/data/dataset.ts';
import { sizeOf } from '../../shared/blocks/define-block.ts';
import type { OpenedNetwork, TensorForm } from './worker.ts';

/** The numbers of a network's files. */
export interface NetworkNumbers {
  readonly weights: ReadonlyMap<string, Float32Array>;
  readonly batches: readonly { readonly input: BatchTensor; readonly target: BatchTensor }[];
}

/** Reads weights and batches. */
export function readNetwork({ folder, layers, rows, batches, input, target }: OpenedNetwork): NetworkNumbers {
  const weights = new Map<string, Float32Array>();
  const all = readNumbers(join(folder, 'weights.bin'), 'float32');
  let at = 0;
  for (const { key, shape } of layers.flatMap((layer) => layer.weights)) {
    weights.set(key, Float32Array.from(all.subarray(at, at + sizeOf(shape))));
    at += sizeOf(shape);
  }
  const inputs = cut(join(folder, 'inputs.bin'), input, rows, batches);
  const targets = cut(join(folder, 'targets.bin'), target, rows, batches);
  return { weights, batches: inputs.map((each, index) => ({ input: each, target: targets[index]! })) };
}

function cut(file: string, { shape, dtype }: TensorForm, rows: number, batches: number): readonly BatchTensor[] {
  const numbers = readNumbers(file, dtype);
  const size = rows * sizeOf(shape);
  return Array.from({ length: batches }, (_, index) => {
    return { data: numbers.subarray(index * size, (index + 1) * size), shape: [rows, ...shape] };
  });
}

function readNumbers(file: string, dtype: TensorForm['dtype']): Float32Array | Int32Array {
  const { buffer, byteOffset, byteLength } = readFileSync(file);
  const bytes = buffer.slice(byteOffset, byteOffset + byteLength);
  return dtype === 'int32' ? new Int32Array(bytes) : new Float32Array(bytes);
}
