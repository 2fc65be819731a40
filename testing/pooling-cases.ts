import { expect, test } from 'vitest';
import type { BlockDefinition } from '../shared/blocks/define-block.ts';
import { defaultParams } from '../shared/blocks/params.ts';
import { wordsOfProblem } from './test-block.ts';

// No two numbers alike, so that each window has one largest.
const values = 'apart';

/** Numbers below zero, which zeros around them would outdo. */
const negative = Array.from({ length: 16 }, (_, i) => -((i * 7) % 16) - 1);

/** What every pooling over height and width is tried with. */
export const picturePoolingCases = [
  { name: 'a rest that no window covers', inputs: [{ shape: [5, 7, 2], values }] },
  { name: 'only negative numbers', inputs: [{ shape: [4, 4, 1], values: negative }], batch: 1 },
  { name: 'a lopsided window', params: { poolSize: [3, 1] }, inputs: [{ shape: [6, 4, 2], values }], batch: 2 },
  {
    name: 'windows that overlap',
    params: { poolSize: [3, 3], strides: [1, 2] },
    inputs: [{ shape: [5, 6, 2], values }],
    batch: 2,
  },
  {
    name: 'windows with gaps between them',
    params: { poolSize: [2, 2], strides: [3, 3] },
    inputs: [{ shape: [7, 6, 2], values }],
    batch: 2,
  },
  { name: 'same padding', params: { padding: 'same' }, inputs: [{ shape: [5, 3, 2], values }] },
  {
    name: 'same padding, only negative numbers',
    params: { padding: 'same', poolSize: [3, 3], strides: [2, 2] },
    inputs: [{ shape: [4, 4, 1], values: negative }],
    batch: 1,
  },
  { name: 'a mask ends here', inputs: [{ shape: [4, 4, 2], masked: true, values }], batch: 3, training: true },
] as const;

/** What every pooling over time is tried with. */
export const sequencePoolingCases = [
  { name: 'a rest that no window covers', inputs: [{ shape: [7, 2], values }] },
  { name: 'only negative numbers', inputs: [{ shape: [16, 1], values: negative }], batch: 1 },
  { name: 'a longer window', params: { poolSize: 3 }, inputs: [{ shape: [6, 4], values }], batch: 2 },
  { name: 'windows that overlap', params: { poolSize: 3, strides: 2 }, inputs: [{ shape: [8, 2], values }], batch: 2 },
  {
    name: 'windows with gaps between them',
    params: { strides: 3 },
    inputs: [{ shape: [7, 2], values }],
    batch: 2,
  },
  { name: 'same padding', params: { padding: 'same' }, inputs: [{ shape: [5, 2], values }] },
  {
    name: 'same padding, only negative numbers',
    params: { padding: 'same', poolSize: 4, strides: 3 },
    inputs: [{ shape: [8, 2], values: negative }],
    batch: 1,
  },
  { name: 'a mask ends here', inputs: [{ shape: [4, 2], masked: true, values }], batch: 3, training: true },
] as const;

/** What every pooling over height and width refuses, and its card. */
export function testPicturePooling(block: object): void {
  const definition = block as BlockDefinition;
  const { type } = definition;
  test(`${type} says what shape it needs`, () => {
    expect(wordsOfProblem(definition, {}, [{ shape: [784] }])).toBe(
      `${type} needs 3 dimensions, height×width×channels. Received: 784 (1 dimension).`,
    );
    expect(wordsOfProblem(definition, { poolSize: [3, 3] }, [{ shape: [2, 8, 1] }])).toBe(
      `${type} slides a window of 3×3 over the input, so the input must be at least as large. Received: 2×8.`,
    );
    expect(wordsOfProblem(definition, {}, [{ shape: [8, 8, 1], dtype: 'int32' }])).toBe(
      `${type} computes with decimal numbers (float32); put an Embedding before it. Received: int32.`,
    );
  });

  test(`a ${type} card shows window, stride and padding`, () => {
    const params = defaultParams(definition.params);
    expect(definition.summary(params, [])).toEqual(['2×2', 'stride 2', 'valid']);
    const changed = { ...params, strides: [1, 3] as const, padding: 'same' };
    expect(definition.summary(changed, [])).toEqual(['2×2', 'stride 1×3', 'same']);
  });
}

/** What every pooling over time refuses, and its card. */
export function testSequencePooling(block: object): void {
  const definition = block as BlockDefinition;
  const { type } = definition;
  test(`${type} says what shape it needs`, () => {
    expect(wordsOfProblem(definition, {}, [{ shape: [8, 8, 3] }])).toBe(
      `${type} needs 2 dimensions, time×features. Received: 8×8×3 (3 dimensions).`,
    );
    expect(wordsOfProblem(definition, { poolSize: 3 }, [{ shape: [2, 8] }])).toBe(
      `${type} slides a window of 3 over the input, so the input must be at least as large. Received: 2.`,
    );
    expect(wordsOfProblem(definition, {}, [{ shape: [8, 1], dtype: 'int32' }])).toBe(
      `${type} computes with decimal numbers (float32); put an Embedding before it. Received: int32.`,
    );
  });

  test(`a ${type} card shows window, stride and padding`, () => {
    const params = defaultParams(definition.params);
    expect(definition.summary(params, [])).toEqual(['2', 'stride 2', 'valid']);
    expect(definition.summary({ ...params, strides: 3, padding: 'same' }, [])).toEqual(['2', 'stride 3', 'same']);
  });
}

const sequence = { shape: [5, 3], words: 'needs 2 dimensions, time×features. Received: 3×4×5 (3 dimensions).' };
const picture = {
  shape: [3, 4, 5],
  words: 'needs 3 dimensions, height×width×channels. Received: 5×3 (2 dimensions).',
};

/** What every pooling over all places refuses, and its card. */
export function testGlobalPooling(block: object, over: 'sequence' | 'picture', card: string): void {
  const definition = block as BlockDefinition;
  const { type } = definition;
  const [own, other] = over === 'sequence' ? [sequence, picture] : [picture, sequence];
  test(`${type} says what shape it needs`, () => {
    expect(wordsOfProblem(definition, {}, [{ shape: other.shape }])).toBe(`${type} ${own.words}`);
    expect(wordsOfProblem(definition, {}, [{ shape: own.shape, dtype: 'int32' }])).toBe(
      `${type} computes with decimal numbers (float32); put an Embedding before it. Received: int32.`,
    );
  });

  test(`a ${type} card shows what it keeps of each channel`, () => {
    expect(definition.summary(defaultParams(definition.params), [])).toEqual([card]);
  });
}
