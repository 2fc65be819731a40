import type { Migration } from '../migrations.ts';

/** Weights of classes, of which there were none. */
export const classWeights: Migration = {
  to: 2,
  name: 'class-weights',
  up: (document) => ({ ...document, classWeights: 'none' }),
};
