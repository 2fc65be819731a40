import { expect, test } from 'vitest';
import type { BlockDefinition } from '../shared/blocks/define-block.ts';
import { constant, randomUniform } from '../shared/blocks/initializers.ts';
import { componentValue } from '../shared/blocks/params.ts';
import { l1, l2 } from '../shared/blocks/regularizers.ts';
import { wordsOfProblem } from './test-block.ts';

/** A normalization that learns nothing. */
export const plain = { center: false, scale: false } as const;

/** What all normalizations are set by, away from the defaults. */
export const learned = {
  epsilon: 0.01,
  betaInitializer: componentValue(constant, { value: 0.5 }),
  gammaInitializer: componentValue(randomUniform),
  betaRegularizer: componentValue(l1, { l1: 0.1 }),
  gammaRegularizer: componentValue(l2, { l2: 0.2 }),
} as const;

/** What all normalizations refuse. */
export function testRefusals(block: { readonly type: string }): void {
  test(`${block.type} refuses what it cannot normalize`, () => {
    const words = (shape: number[], dtype: 'float32' | 'int32') =>
      wordsOfProblem(block as BlockDefinition, {}, [{ shape, dtype }]);
    expect(words([], 'float32')).toBe(`${block.type} needs at least one dimension. Received: one number.`);
    expect(words([8], 'int32')).toBe(
      `${block.type} computes with decimal numbers (float32); put an Embedding before it. Received: int32.`,
    );
  });
}
