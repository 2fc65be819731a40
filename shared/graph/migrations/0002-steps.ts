import type { Migration } from '../migrations.ts';

/**
 * Preparation became a list of steps, and the split got its method. Scaling comes before empty cells are filled: version 1 measured the
 * cells that were there, and the mean of those is what it filled the others with.
 */
export const steps: Migration = {
  to: 2,
  name: 'steps',
  up(document) {
    const { scaling, vocabularySize, sequenceLength } = recordOf(document.preparation);
    return {
      ...document,
      preparation: [
        ...(scaling === 'none' ? [] : [{ step: 'scale', columns: null, method: scaling }]),
        { step: 'impute', columns: null, strategy: 'mean', fillValue: null, addIndicator: false },
        { step: 'encode', columns: null, method: 'one-hot', minFrequency: 1 },
        { step: 'tokenize', columns: null, vocabularySize, sequenceLength },
      ],
      split: { method: 'stratified', column: null, ...recordOf(document.split) },
    };
  },
};

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
