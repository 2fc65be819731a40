import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { sizeOf } from '../../../../shared/blocks/define-block.ts';
import { input, release } from '../package-kernel.ts';
import { defineKernel, output, type WasmContext, withView } from './kernel.ts';
import { multiply } from './product.ts';

export const batchMatMul = defineKernel({
  name: 'BatchMatMul',
  why: 'The package computes transposed factors and batches element by element, ten times slower than the plain product.',
  compute(context, inputs, attributes) {
    const { tf, backend } = context;
    const a = input(inputs, 'a');
    const b = input(inputs, 'b');
    if (a.dtype !== 'float32' || b.dtype !== 'float32') {
      throw new Error(`A product of matrices takes float32. Received: ${a.dtype} and ${b.dtype}`);
    }
    const left = plain(context, a, attributes.transposeA === true);
    const right = plain(context, b, attributes.transposeB === true);
    const [rows, inner] = left.shape.slice(-2) as [number, number];
    const [rightInner, columns] = right.shape.slice(-2) as [number, number];
    if (inner !== rightInner) {
      throw new Error(`The inner sizes of a product of matrices are equal. Received: [${a.shape}] and [${b.shape}]`);
    }
    const batch = tf.broadcast_util.assertAndGetBroadcastShape(left.shape.slice(0, -2), right.shape.slice(0, -2));
    const out = output(backend, [...batch, rows, columns]);
    if (sizeOf(out.shape) > 0 && inner === 0) backend.typedArrayFromHeap(out).fill(0);
    else if (sizeOf(batch) === 1 && sizeOf(out.shape) > 0) multiply(backend, left, right, out, rows, inner, columns);
    else if (sizeOf(out.shape) > 0) {
      multiplyBatch(backend, left, right, out, batch, rows, inner, columns);
    }
    release(backend, ...(left === a ? [] : [left]), ...(right === b ? [] : [right]));
    return out;
  },
});

/** The matrices untransposed: the factor itself, or a new tensor. */
function plain({ stock }: WasmContext, factor: TensorInfo, transposed: boolean): TensorInfo {
  if (!transposed) return factor;
  const rank = factor.shape.length;
  const perm = factor.shape.map((_, axis) => (axis < rank - 2 ? axis : axis === rank - 2 ? rank - 1 : rank - 2));
  return stock('Transpose', { x: factor }, { perm });
}

function multiplyBatch(
  backend: BackendWasm,
  left: TensorInfo,
  right: TensorInfo,
  out: TensorInfo,
  batch: readonly number[],
  rows: number,
  inner: number,
  columns: number,
): void {
  const leftBatch = left.shape.slice(0, -2);
  const rightBatch = right.shape.slice(0, -2);
  // One right factor for all: the left matrices stand above each other as one.
  if (sizeOf(rightBatch) === 1 && sizeOf(leftBatch) === sizeOf(batch)) {
    multiply(backend, left, right, out, sizeOf(batch) * rows, inner, columns);
    return;
  }
  for (let index = 0; index < sizeOf(batch); index++) {
    const leftStart = broadcastIndex(index, batch, leftBatch) * rows * inner;
    const rightStart = broadcastIndex(index, batch, rightBatch) * inner * columns;
    withView(backend, left, leftStart, [rows, inner], (a) =>
      withView(backend, right, rightStart, [inner, columns], (b) =>
        withView(backend, out, index * rows * columns, [rows, columns], (part) =>
          multiply(backend, a, b, part, rows, inner, columns),
        ),
      ),
    );
  }
}

/** Where item `index` of the shape `whole` lies in a tensor of the shape `part` that is broadcast to it. */
function broadcastIndex(index: number, whole: readonly number[], part: readonly number[]): number {
  let rest = index;
  let place = 0;
  let stride = 1;
  for (let axis = 1; axis <= whole.length; axis++) {
    const size = whole[whole.length - axis]!;
    const own = axis <= part.length ? part[part.length - axis]! : 1;
    if (own > 1) place += (rest % size) * stride;
    stride *= own;
    rest = Math.floor(rest / size);
  }
  return place;
}
