import { expect, test } from 'vitest';
import type { BlockDefinition } from '../shared/blocks/define-block.ts';
import { wordsOfProblem } from './test-block.ts';

/** How a window over height and width may move, of every convolution that is tried with it. */
export const pictureWindowCases = [
  { name: 'same padding', params: { padding: 'same' }, inputs: [{ shape: [5, 4, 2] }], batch: 2 },
  {
    name: 'an even, lopsided kernel with same padding',
    params: { kernelSize: [2, 4], padding: 'same' },
    inputs: [{ shape: [5, 6, 2] }],
    batch: 2,
  },
  { name: 'strides', params: { strides: [2, 2] }, inputs: [{ shape: [7, 8, 2] }], batch: 2 },
  {
    name: 'strides with same padding',
    params: { strides: [2, 2], padding: 'same' },
    inputs: [{ shape: [6, 7, 2] }],
    batch: 2,
  },
  {
    name: 'strides larger than the kernel, with same padding',
    params: { kernelSize: [2, 2], strides: [3, 3], padding: 'same' },
    inputs: [{ shape: [9, 7, 2] }],
    batch: 2,
  },
  { name: 'strides that differ', params: { strides: [2, 3] }, inputs: [{ shape: [8, 9, 2] }], batch: 2 },
  {
    name: 'strides that have a common part, with same padding',
    params: { strides: [4, 2], padding: 'same' },
    inputs: [{ shape: [9, 7, 2] }],
    batch: 2,
  },
  {
    name: 'strides that differ and are larger than the kernel, with same padding',
    params: { strides: [3, 2], kernelSize: [1, 1], padding: 'same' },
    inputs: [{ shape: [7, 6, 2] }],
    batch: 2,
  },
  {
    name: 'a kernel larger than the picture, with same padding',
    params: { kernelSize: [5, 5], padding: 'same' },
    inputs: [{ shape: [3, 2, 1] }],
    batch: 3,
  },
  { name: 'a kernel as large as the picture', inputs: [{ shape: [3, 3, 2] }], batch: 1 },
  { name: 'dilation', params: { dilationRate: [2, 2] }, inputs: [{ shape: [7, 8, 2] }], batch: 2 },
  {
    name: 'uneven dilation with same padding',
    params: { dilationRate: [2, 3], padding: 'same', kernelSize: [3, 2] },
    inputs: [{ shape: [5, 7, 2] }],
    batch: 2,
  },
] as const;

/** What every convolution over height and width refuses. */
export function testPictureRefusals(block: object): void {
  const definition = block as BlockDefinition;
  const { type } = definition;
  test(`${type} says what it needs`, () => {
    expect(wordsOfProblem(definition, {}, [{ shape: [28, 28] }])).toBe(
      `${type} needs 3 dimensions, height×width×channels. Received: 28×28 (2 dimensions).`,
    );
    expect(wordsOfProblem(definition, {}, [{ shape: [28, 28, 1], dtype: 'int32' }])).toBe(
      `${type} computes with decimal numbers (float32); put an Embedding before it. Received: int32.`,
    );
    const both = { strides: [2, 1] as const, dilationRate: [1, 3] as const };
    expect(wordsOfProblem(definition, both, [{ shape: [28, 28, 1] }])).toBe(
      `${type} can use strides or dilation above 1, not both. Received: strides 2×1, dilation 1×3.`,
    );
  });
}

/** What is refused where the window has to lie in the picture. */
export function testWindowRefusal(block: object): void {
  const definition = block as BlockDefinition;
  test(`${definition.type} says how large the picture must be`, () => {
    expect(wordsOfProblem(definition, { dilationRate: [2, 2] }, [{ shape: [4, 28, 1] }])).toBe(
      `${definition.type} slides a window of 5×5 over the input, so the input must be at least as large. Received: 4×28.`,
    );
  });
}
