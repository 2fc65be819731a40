import { phrases } from '../messages/phrases.ts';
import { type ProblemText, problem, shapeWords } from '../messages/problem.ts';
import { recognize, say, type Words } from '../messages/sentence.ts';
import type { Shape, TensorSpec } from './define-block.ts';

/** A problem unless the input has as many dimensions as `form` names: "height×width×channels". */
export function requireRank(type: string, { shape }: TensorSpec, form: string): ProblemText | null {
  const expected = form.split('×').length;
  return shape.length === expected
    ? null
    : problem('rank-expected', { type, expected, form: recognize(form), received: showRank(shape) });
}

/** A problem if the input is one number a sample. */
export function requireRow(type: string, { shape }: TensorSpec): ProblemText | null {
  return shape.length >= 1 ? null : problem('row-expected', { type, received: shapeWords(shape) });
}

/** A problem unless each sample has a dimension at this place: 1 is the first, -1 the last; 0 would be the batch. */
export function requireAxis(type: string, { shape }: TensorSpec, axis: number, param: string): ProblemText | null {
  const isThere = axis !== 0 && Math.abs(axis) <= shape.length;
  return isThere ? null : problem('axis-expected', { type, axis, received: showRank(shape) }, param);
}

/** A problem unless the input holds decimal numbers. */
export function requireNumbers(type: string, { dtype }: TensorSpec): ProblemText | null {
  return dtype === 'float32' ? null : problem('numbers-expected', { type, received: dtype });
}

/** A problem unless the input holds whole numbers. */
export function requireWholeNumbers(type: string, { dtype }: TensorSpec): ProblemText | null {
  return dtype === 'int32' ? null : problem('whole-numbers-expected', { type, received: dtype });
}

/** A shape with the count that is wrong: `28×28 (2 dimensions)`, `32 (1 dimension)`; a shape of none says so itself. */
export function showRank(shape: Shape): Words {
  if (shape.length === 0) return shapeWords(shape);
  const values = { shape: shapeWords(shape), count: shape.length };
  return say(shape.length === 1 ? phrases['rank-one'] : phrases.rank, values);
}
