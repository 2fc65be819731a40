import type { Migration } from '../migrations.ts';

/** Augmentation, windows and folds, none of which were there, and how the words of version 2 were found. */
export const windows: Migration = {
  to: 3,
  name: 'windows',
  up(document) {
    const { preparation, split } = document;
    return {
      ...document,
      preparation: Array.isArray(preparation) ? preparation.map(upStep) : preparation,
      augmentation: [],
      windows: null,
      split: isRecord(split) ? { ...split, folds: null } : split,
    };
  },
};

function upStep(step: unknown): unknown {
  if (!isRecord(step) || step.step !== 'tokenize') return step;
  return { ...step, tokenizer: 'word', lowercase: true, padding: 'post', truncating: 'post' };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
