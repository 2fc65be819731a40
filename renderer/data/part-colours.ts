import type { Part } from '../../shared/data/dataset.ts';

/** The colour of each part, wherever a row's part is marked. */
export const partColours: Readonly<Record<Part, string>> = {
  train: 'var(--c-train)',
  validation: 'var(--c-val)',
  test: 'var(--c-ref-2)',
};
