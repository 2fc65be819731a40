import type { Tensor } from '@tensorflow/tfjs-core';
import { type ProblemText, problem, shapeWords } from '../messages/problem.ts';
import type { Shape, TensorSpec, Tfjs, Value } from './define-block.ts';
import type { PyTorchCall, PyTorchForm } from './pytorch-form.ts';
import { requireNumbers } from './requirements.ts';

/**
 * What comes of several inputs that are combined number by number: shapes are of one rank, and a dimension of 1 is repeated. There is a mask
 * if all inputs have one.
 */
export function inferMerged(type: string, inputs: readonly TensorSpec[]): TensorSpec | ProblemText {
  const refused = requireSeveral(type, inputs);
  if (refused) return refused;
  const [first, ...others] = inputs;
  let { shape } = first!;
  for (const other of others) {
    const joined = broadcast(shape, other.shape);
    if (!joined)
      return problem('inputs-differ', { type, expected: shapeWords(shape), received: shapeWords(other.shape) });
    shape = joined;
  }
  return { shape, dtype: 'float32', masked: inputs.every(({ masked }) => masked) };
}

/** A problem unless there are two or more inputs of decimal numbers. */
export function requireSeveral(type: string, inputs: readonly TensorSpec[]): ProblemText | null {
  if (inputs.length < 2) return problem('inputs-too-few', { type, received: inputs.length });
  for (const input of inputs) {
    const refused = requireNumbers(type, input);
    if (refused) return refused;
  }
  return null;
}

/** The place among the dimensions without the batch; null where Keras's axis, which counts the batch, names none of them. */
export function axisPlace(axis: number, dimensions: number): number | null {
  const place = axis < 0 ? dimensions + axis : axis - 1;
  return place >= 0 && place < dimensions ? place : null;
}

/** The line on a card: "sum of 3 inputs", or "sum of inputs" while there are not enough of them. */
export function ofInputs(what: string, inputs: readonly TensorSpec[]): string {
  return inputs.length < 2 ? `${what} of inputs` : `${what} of ${inputs.length} inputs`;
}

/** The tensors of several values combined one after the other. */
export function combine(inputs: readonly Value[], operation: (one: Tensor, other: Tensor) => Tensor): Tensor {
  return inputs.map(({ tensor }) => tensor).reduce((all, tensor) => operation(all, tensor));
}

/** The mask of what is combined: a step counts where it counts in any input. Null unless all inputs have a mask. */
export function eitherMask(tf: Tfjs, inputs: readonly Value[]): Tensor | null {
  const masks = inputs.map(({ mask }) => mask);
  return masks.includes(null) ? null : masks.reduce((either, mask) => tf.logicalOr(either!, mask!));
}

/**
 * The largest or smallest of several values, number by number. As in Keras, a step that its mask leaves out takes no part: the number of the
 * other side stands in for it.
 */
export function pick(tf: Tfjs, inputs: readonly Value[], operation: (one: Tensor, other: Tensor) => Tensor): Value {
  const [first, ...others] = inputs;
  return others.reduce((picked: Value, next: Value): Value => {
    const other = where(tf, next.mask, next.tensor, picked.tensor);
    const one = where(tf, picked.mask, picked.tensor, other);
    const mask = picked.mask && next.mask ? tf.logicalOr(picked.mask, next.mask) : null;
    return { tensor: operation(one, other), mask };
  }, first!);
}

/** The numbers of the steps that count, and the others elsewhere; all of them if there is no mask. */
export function where(tf: Tfjs, mask: Tensor | null, counting: Tensor, others: Tensor): Tensor {
  return mask ? tf.where(tf.expandDims(mask, -1), counting, others) : counting;
}

/** The shape of a sum, or null if the shapes have none: sizes are equal, or one of them is 1. */
function broadcast(one: Shape, other: Shape): Shape | null {
  if (one.length !== other.length) return null;
  const fits = one.every((size, index) => size === other[index] || size === 1 || other[index] === 1);
  return fits ? one.map((size, index) => Math.max(size, other[index]!)) : null;
}

/** Inputs combined number by number in PyTorch. */
export function combinedInPyTorch(combined: (xs: readonly string[]) => string): PyTorchForm {
  return { layout: 'any', forward: ({ xs }) => combined(xs), mask: eitherMaskInPyTorch };
}

/** A step counts where it counts in any input. */
function eitherMaskInPyTorch({ xs, mask }: PyTorchCall): string {
  return [...new Set(xs.map((_x, index) => mask(index)))].join(' | ');
}

/** The largest or smallest of several inputs in PyTorch, as `pick` has it: what a mask leaves out takes no part. */
export function pickedInPyTorch(operation: string): PyTorchForm {
  return {
    layout: 'any',
    forward({ xs, mask, local, layout }) {
      const where = (counts: string, one: string, other: string) =>
        `torch.where(${counts}.unsqueeze(${layout === 'first' ? 1 : -1}), ${one}, ${other})`;
      const before: string[] = [];
      const [first, ...others] = xs.map((x, index) => ({ x, counts: mask(index) }));
      const picked = others.reduce((one, next, index) => {
        if (one.counts !== null && one.counts === next.counts) {
          return { x: where(one.counts, `${operation}(${one.x}, ${next.x})`, one.x), counts: one.counts };
        }
        let other = next.counts ? where(next.counts, next.x, one.x) : next.x;
        if (one.counts && next.counts) {
          const name = local(`other${index === 0 ? '' : index + 1}`);
          before.push(`${name} = ${other}`);
          other = name;
        }
        const x = `${operation}(${one.counts ? where(one.counts, one.x, other) : one.x}, ${other})`;
        return { x, counts: one.counts && next.counts ? `(${one.counts} | ${next.counts})` : null };
      }, first!);
      return { before, value: picked.x };
    },
    mask: eitherMaskInPyTorch,
  };
}
