import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { sizeOf } from '../../../../shared/blocks/define-block.ts';
import { input } from '../package-kernel.ts';
import { addressOf, defineKernel, integers, zeros } from './kernel.ts';
import { addRows, columnsOfAnItem } from './simd/rows.ts';

export const unsortedSegmentSum = defineKernel({
  name: 'UnsortedSegmentSum',
  why: 'The package has none; it is the gradient of looking rows up.',
  compute({ backend, pool }, inputs, attributes) {
    const x = input(inputs, 'x');
    const segmentIds = input(inputs, 'segmentIds');
    const segments = attributes.numSegments as number;
    const shape = [segments, ...x.shape.slice(1)];
    const ids = integers(backend, segmentIds);
    const beyond = ids.find((id) => id >= segments);
    if (beyond !== undefined) throw new RangeError(`A segment number lies below ${segments}. Received: ${beyond}`);
    if (x.dtype !== 'float32') return sumWhole(backend, x, ids, shape);
    const out = zeros(backend, shape);
    const width = sizeOf(x.shape.slice(1));
    pool.run(
      addRows,
      {
        x: addressOf(backend, x),
        ids: addressOf(backend, segmentIds),
        out: addressOf(backend, out),
        rows: ids.length,
        width,
      },
      Math.ceil(width / columnsOfAnItem),
      ids.length * width,
    );
    return out;
  },
});

/** The same for whole numbers, which no gradient asks for. */
function sumWhole(backend: BackendWasm, x: TensorInfo, ids: Int32Array, shape: number[]): TensorInfo {
  const out = backend.makeOutput(shape, x.dtype);
  const sums = backend.typedArrayFromHeap(out).fill(0);
  const numbers = backend.typedArrayFromHeap(x);
  const width = sizeOf(shape.slice(1));
  for (const [row, id] of ids.entries()) {
    // As in TensorFlow, rows of a negative number belong nowhere.
    for (let i = 0; id >= 0 && i < width; i++) sums[id * width + i] = sums[id * width + i]! + numbers[row * width + i]!;
  }
  return out;
}
