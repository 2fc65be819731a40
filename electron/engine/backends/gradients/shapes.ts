import type { Tensor } from '@tensorflow/tfjs-core';
import { sizeOf, type Tfjs } from '../../../../shared/blocks/define-block.ts';
import type { Gradient, InputGradients } from './define-gradient.ts';

/** The gradients of a kernel whose inputs are a list. */
function listed(gradients: readonly Tensor[]): InputGradients {
  return Object.fromEntries(gradients.map((gradient, place) => [place, () => gradient]));
}

/** The gradient of rows looked up by `ids` along `axis` in a tensor of `shape`: each row gets the sum of what its copies got. */
function sumOfRows(tf: Tfjs, dy: Tensor, ids: Tensor, shape: readonly number[], axis: number): Tensor {
  const outer = sizeOf(shape.slice(0, axis));
  const inner = sizeOf(shape.slice(axis + 1));
  const flatIds = tf.reshape(ids, [ids.size]) as never;
  const rowsFirst = tf.transpose(tf.reshape(dy, [outer, ids.size, inner]), [1, 0, 2]);
  const sums = tf.unsortedSegmentSum(rowsFirst, flatIds, shape[axis]!);
  return tf.reshape(tf.transpose(sums, [1, 0, 2]), [...shape]);
}

/** The sum of the copies of a tensor of `shape` that were set side by side, dimension by dimension. */
function sumOfCopies(tf: Tfjs, dy: Tensor, shape: readonly number[]): Tensor {
  const summed = shape.reduce((sum, size, axis) => {
    const copies = dy.shape[axis]! / size;
    if (copies === 1) return sum;
    const outer = sizeOf(shape.slice(0, axis));
    return tf.sum(tf.reshape(sum, [outer, copies, sum.size / (outer * copies)]), 1);
  }, dy);
  return tf.reshape(summed, [...shape]);
}

/** Gradients of what moves numbers without changing them. */
export const shapeGradients: readonly Gradient[] = [
  ...[
    { kernel: 'Reshape', input: 'x' },
    { kernel: 'ExpandDims', input: 'input' },
  ].map(
    ({ kernel, input }): Gradient => ({
      kernel,
      keepsInputs: [input],
      compute: ({ tf, dy, saved }) => ({ [input]: () => tf.reshape(dy, saved[0]!.shape) }),
    }),
  ),
  {
    kernel: 'Transpose',
    compute({ tf, dy, attributes }) {
      const permutation = attributes.perm as number[];
      const back = permutation.map((_, axis) => permutation.indexOf(axis));
      return { x: () => tf.transpose(dy, back) };
    },
  },
  {
    kernel: 'Tile',
    keepsInputs: ['x'],
    compute: ({ tf, dy, saved: [x] }) => ({ x: () => sumOfCopies(tf, dy, x!.shape) }),
  },
  {
    kernel: 'Slice',
    keepsInputs: ['x'],
    compute({ tf, dy, saved, attributes }) {
      const [x] = saved as [Tensor];
      const [begin] = tf.slice_util.parseSliceParams(x, attributes.begin as number[], attributes.size as number[]) as [
        number[],
        number[],
      ];
      const around = x.shape.map((size, axis): [number, number] => {
        const before = begin[axis]!;
        return [before, size - before - dy.shape[axis]!];
      });
      return { x: () => tf.pad(dy, around) };
    },
  },
  {
    kernel: 'PadV2',
    keepsInputs: ['x'],
    compute({ tf, dy, saved, attributes }) {
      const before = (attributes.paddings as [number, number][]).map(([first]) => first);
      return { x: () => tf.slice(dy, before, saved[0]!.shape) };
    },
  },
  {
    kernel: 'Reverse',
    compute: ({ tf, dy, attributes }) => ({ x: () => tf.reverse(dy, attributes.dims as number[]) }),
  },
  {
    kernel: 'Concat',
    keepsInputs: 'all',
    compute({ tf, dy, saved, attributes }) {
      const axis = attributes.axis as number;
      const sizes = saved.map(({ shape }) => shape.at(axis)!);
      return listed(tf.split(dy, sizes, axis));
    },
  },
  {
    kernel: 'SplitV',
    compute: ({ tf, dys, attributes }) => ({ x: () => tf.concat([...dys], attributes.axis as number) }),
  },
  { kernel: 'Pack', compute: ({ tf, dy, attributes }) => listed(tf.unstack(dy, attributes.axis as number)) },
  {
    kernel: 'Unpack',
    compute: ({ tf, dys, attributes }) => ({ value: () => tf.stack([...dys], attributes.axis as number) }),
  },
  {
    kernel: 'GatherV2',
    keepsInputs: ['x', 'indices'],
    compute({ tf, dy, saved, attributes }) {
      const [x, ids] = saved as [Tensor, Tensor];
      if (attributes.batchDims !== 0) {
        throw new Error(`Rows are looked up in one table for the whole batch. Received: ${attributes.batchDims}.`);
      }
      const axis = tf.util.parseAxisParam(attributes.axis as number, x.shape)[0]!;
      return { x: () => sumOfRows(tf, dy, ids, x.shape, axis) };
    },
  },
];
