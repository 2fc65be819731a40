import { type DatasetProgress, type Part, parts } from '../../../shared/data/dataset.ts';
import type { Reading } from '../reading.ts';
import type { PartRows } from '../split/split.ts';
import type { Stream } from './pairs.ts';

/**
 * The rows of all parts in the order that they are compared in: training, validation, test. So a row that is held out is paired with one
 * that is trained on wherever one is alike.
 */
export interface OrderedParts {
  readonly rows: Int32Array;
  /** The part of the row at a place. */
  partAt(place: number): Part;
}

/** Puts the rows of the parts one after the other. */
export function orderParts(rows: PartRows): OrderedParts {
  const all = new Int32Array(parts.reduce((sum, part) => sum + rows[part].length, 0));
  let end = 0;
  const ends = parts.map((part) => {
    all.set(rows[part], end);
    end += rows[part].length;
    return end;
  });
  return { rows: all, partAt: (place) => parts[ends.findIndex((end) => place < end)]! };
}

/** How often progress is told, in items. */
const toldEvery = 256;

/** Passes items on and tells how many have gone by. */
export async function* counted<Item>(
  items: Stream<Item>,
  of: number,
  { report }: Pick<Reading, 'report'>,
  step: DatasetProgress['step'] = 'compare',
): AsyncGenerator<Item> {
  let done = 0;
  for await (const item of items) {
    if (done++ % toldEvery === 0) report({ step, count: { done, of } });
    yield item;
  }
}
