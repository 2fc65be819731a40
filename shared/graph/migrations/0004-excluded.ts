import type { Migration } from '../migrations.ts';

/** Rows that a person leaves out; before, nothing could be. */
export const excluded: Migration = {
  to: 4,
  name: 'excluded',
  up: (document) => ({ ...document, excluded: [] }),
};
