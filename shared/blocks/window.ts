import { type ProblemText, problem, shapeWords } from '../messages/problem.ts';

/** Height and width. */
export type Pair = readonly [number, number];

/** A size along time, or along height and width, as params have it. */
export type Sizes = number | Pair;

export const paddings = ['valid', 'same'] as const;
/** Of sequences: `causal` adds zeros before the first step alone. */
export const sequencePaddings = [...paddings, 'causal'] as const;
export type Padding = (typeof sequencePaddings)[number];

/** How a window moves over time, or over height and width. */
export interface Window {
  readonly size: Sizes;
  readonly strides: Sizes;
  readonly dilation: Sizes;
  readonly padding: Padding;
}

/** One number for each dimension. */
export function sizesOf(sizes: Sizes): readonly number[] {
  return typeof sizes === 'number' ? [sizes] : sizes;
}

/** What a dilated window covers. */
export function reachOf({ size, dilation }: Pick<Window, 'size' | 'dilation'>): readonly number[] {
  const distances = sizesOf(dilation);
  return sizesOf(size).map((points, axis) => (points - 1) * distances[axis]! + 1);
}

/** Positions of the window along each dimension, or the problem that it does not fit. */
export function windowPositions(
  type: string,
  input: readonly number[],
  window: Window,
): readonly number[] | ProblemText {
  const reach = reachOf(window);
  const strides = sizesOf(window.strides);
  const positions = input.map((size, axis) =>
    window.padding === 'valid'
      ? Math.floor((size - reach[axis]!) / strides[axis]!) + 1
      : Math.ceil(size / strides[axis]!),
  );
  if (positions.every((count) => count >= 1)) return positions;
  return problem('kernel-larger-than-input', { type, window: shapeWords(reach), received: shapeWords(input) });
}

/** What a window moves over, by the dimensions it has: a sequence or a picture. */
export function formOf(sizes: Sizes): string {
  return typeof sizes === 'number' ? 'time×features' : 'height×width×channels';
}

/** A tensor over time as one over height and width, of height 1. */
export function asPicture(sizes: Sizes): [number, number] {
  return typeof sizes === 'number' ? [1, sizes] : [...sizes];
}

/** Zeros before and after one dimension for `same` padding. */
export function paddingOf(size: number, reach: number, stride: number): [number, number] {
  const zeros = Math.max((Math.ceil(size / stride) - 1) * stride + reach - size, 0);
  return [Math.floor(zeros / 2), Math.ceil(zeros / 2)];
}
