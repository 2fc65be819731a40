import type { TensorInfo } from '@tensorflow/tfjs-core';
import { sizeOf } from '../../../../shared/blocks/define-block.ts';
import { input, release, reshaped } from '../package-kernel.ts';
import { defineKernel, type GpuContext, output, sumOfRows } from './kernel.ts';
import { defineShader } from './shader.ts';

/** Numbers of the package's programs for a product of matrices, as its flag `WEBGPU_MATMUL_PROGRAM_TYPE` takes them. */
const programs = { reduce: 0, smallOutput: 2, packed: 3 } as const;

/** The program for all products that do not go through the kernel below: those within convolutions. */
export const usualProgram = programs.packed;

/** So long a sum is divided where the result is too small to keep a GPU busy; the package does so from here on too. */
const longSum = 2000;

/** The most parts that a long sum is divided into. */
const mostParts = 64;

export const batchMatMul = defineKernel({
  name: 'BatchMatMul',
  why: "The package's divides long sums and adds their parts in the order in which they happen to be done, so that the same seed gives other losses.",
  compute(context, inputs, attributes) {
    const [a, b] = [input(inputs, 'a'), input(inputs, 'b')];
    const [turnA, turnB] = [attributes.transposeA === true, attributes.transposeB === true];
    const [rows, inner] = sizes(a, turnA);
    const [, columns] = sizes(b, turnB);
    const batch = Math.max(sizeOf(a.shape.slice(0, -2)), sizeOf(b.shape.slice(0, -2)));
    // What the package calls few, by the adapter.
    const few = context.backend.thresholdToIncreaseWorkgroups;
    const tiles = batch * Math.ceil(rows / 32) * Math.ceil(columns / 32);
    if (tiles > few && !(rows <= 8 && tiles <= 2 * few)) return multiply(context, 'packed', a, b, turnA, turnB);
    if (batch * rows * columns <= 128) return multiply(context, 'reduce', a, b, turnA, turnB);
    const parts = batch === 1 && turnA && !turnB && inner >= longSum ? partsOf(inner) : 1;
    if (parts === 1) return multiply(context, 'smallOutput', a, b, turnA, turnB);
    // The sum runs over the first dimension of both: its parts are a batch.
    const left = reshaped(context.backend, a, [parts, inner / parts, rows]);
    const right = reshaped(context.backend, b, [parts, inner / parts, columns]);
    const products = multiply(context, 'packed', left, right, true, false);
    release(context.backend, left, right);
    const shape = [...longer(a.shape.slice(0, -2), b.shape.slice(0, -2)), rows, columns];
    const flat = reshaped(context.backend, products, [parts, rows * columns]);
    release(context.backend, products);
    return sumOfRows(context, flat, shape);
  },
});

function multiply(
  { tf, stock }: GpuContext,
  program: keyof typeof programs,
  a: TensorInfo,
  b: TensorInfo,
  transposeA: boolean,
  transposeB: boolean,
): TensorInfo {
  tf.env().set('WEBGPU_MATMUL_PROGRAM_TYPE', programs[program]);
  try {
    return stock('BatchMatMul', { a, b }, { transposeA, transposeB });
  } finally {
    tf.env().set('WEBGPU_MATMUL_PROGRAM_TYPE', usualProgram);
  }
}

function sizes({ shape }: TensorInfo, turned: boolean): readonly [number, number] {
  const [rows, columns] = shape.slice(-2) as [number, number];
  return turned ? [columns, rows] : [rows, columns];
}

/** Into how many equal parts a sum is divided: as many as it can be, up to the most. */
function partsOf(inner: number): number {
  for (let parts = mostParts; parts > 1; parts--) if (inner % parts === 0) return parts;
  return 1;
}

function longer<Item>(a: readonly Item[], b: readonly Item[]): readonly Item[] {
  return a.length >= b.length ? a : b;
}

/** So many columns are summed by one run. */
const columnsOfARun = 16;

const segmentSums = defineShader({
  name: 'LoomUnsortedSegmentSum',
  reads: { x: 'f32', ids: 'i32' },
  writes: { sums: 'f32' },
  numbers: ['rows', 'width', 'blocks'],
  code: `fn compute(index: i32) {
  let segment = index / given.blocks;
  let first = (index % given.blocks) * ${columnsOfARun};
  let columns = min(${columnsOfARun}, given.width - first);
  var sum: array<f32, ${columnsOfARun}>;
  for (var row = 0; row < given.rows; row++) {
    if (ids[row] == segment) {
      for (var k = 0; k < columns; k++) { sum[k] += x[row * given.width + first + k]; }
    }
  }
  for (var k = 0; k < columns; k++) { sums[segment * given.width + first + k] = sum[k]; }
}`,
});

export const unsortedSegmentSum = defineKernel({
  name: 'UnsortedSegmentSum',
  why: "The package's adds rows in the order in which they happen to be done, so that the same seed gives other losses.",
  compute(context, inputs, attributes) {
    const [x, ids] = [input(inputs, 'x'), input(inputs, 'segmentIds')];
    if (x.dtype !== 'float32') return context.stock('UnsortedSegmentSum', { x, segmentIds: ids }, attributes);
    const segments = attributes.numSegments as number;
    const rows = x.shape[0]!;
    const sums = output(context, [segments, ...x.shape.slice(1)]);
    const width = sizeOf(x.shape.slice(1));
    const blocks = Math.ceil(width / columnsOfARun);
    context.run(segmentSums, segments * blocks, { x, ids, sums }, { rows, width, blocks });
    return sums;
  },
});
