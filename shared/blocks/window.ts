import { type ProblemText, problem, shapeWords } from '../messages/problem.ts';

/** Height and width. */
export type Pair = readonly [number, number];

export const paddings = ['valid', 'same'] as const;
export type Padding = (typeof paddings)[number];

/** How a window moves over height and width. */
export interface Window {
  readonly size: Pair;
  readonly strides: Pair;
  readonly dilation: Pair;
  readonly padding: Padding;
}

/** What a dilated window covers. */
function reachOf({ size, dilation }: Pick<Window, 'size' | 'dilation'>): Pair {
  return [(size[0] - 1) * dilation[0] + 1, (size[1] - 1) * dilation[1] + 1];
}

/** Positions of the window along height and width, or the problem that it does not fit. */
export function windowPositions(type: string, input: Pair, window: Window): Pair | ProblemText {
  const reach = reachOf(window);
  const along = (axis: 0 | 1) =>
    window.padding === 'same'
      ? Math.ceil(input[axis] / window.strides[axis])
      : Math.floor((input[axis] - reach[axis]) / window.strides[axis]) + 1;
  const positions: Pair = [along(0), along(1)];
  if (positions[0] >= 1 && positions[1] >= 1) return positions;
  return problem('kernel-larger-than-input', { type, window: shapeWords(reach), received: shapeWords(input) });
}
