import type { Migration } from '../migrations.ts';

/** Augmentation and windows, neither of which was there, and how the words of version 2 were found. */
export const windows: Migration = {
  to: 3,
  name: 'windows',
  up(document) {
    const { preparation } = document;
    return {
      ...document,
      preparation: Array.isArray(preparation) ? preparation.map(upStep) : preparation,
      augmentation: [],
      windows: null,
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
