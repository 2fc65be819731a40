import type { TensorSpec } from './define-block.ts';
import type { Sides } from './params.ts';
import { requireRank } from './requirements.ts';

/** What is done at the sides of a picture, for a card: `rows 1 + 1`, `columns 2 + 0`. */
export function sidesSummary([[top, bottom], [left, right]]: Sides): readonly string[] {
  return [`rows ${top} + ${bottom}`, `columns ${left} + ${right}`];
}

/** A picture with so many rows and columns more at its sides, or less where `sign` is -1. */
export function inferSides(type: string, input: TensorSpec, [rows, columns]: Sides, sign: 1 | -1) {
  const wrong = requireRank(type, input, 'height×width×channels');
  if (wrong) return wrong;
  const [height, width, channels] = input.shape as readonly [number, number, number];
  const shape = [height + sign * (rows[0] + rows[1]), width + sign * (columns[0] + columns[1]), channels];
  return { shape, dtype: input.dtype, masked: false };
}
