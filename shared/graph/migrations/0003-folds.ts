import type { Migration } from '../migrations.ts';

/** Folds of a cross-validation, of which there were none. */
export const folds: Migration = {
  to: 3,
  name: 'folds',
  up: (document) => ({ ...document, folds: null }),
};
