import type { Migration } from '../migrations.ts';

/**
 * Layouts from version 2 on may have annotations, the frames and notes of a graph. One of version 1 has none and stays as it is; that it
 * is another version keeps programs that know nothing of annotations from opening, and then losing, them.
 */
export const annotations: Migration = { to: 2, name: 'annotations', up: (layout) => layout };
