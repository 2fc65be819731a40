import type { Reading } from '../reading.ts';
import { type Duplicates, eachRow, PairCollector, type Stream } from './pairs.ts';
import { shortHash } from './short-hash.ts';

/** One value of a row: a cell, or the bytes of an image. */
export type Value = string | number | boolean | null | Uint8Array;

/**
 * Rows whose values are all the same as those of an earlier row. Of each different row only a hash of 128 bits is held. A number is not
 * the text that it is written as; NaN is the same as NaN.
 */
export async function findEqualRows(
  rows: Stream<readonly Value[]>,
  limit: number,
  reading: Pick<Reading, 'signal'>,
): Promise<Duplicates> {
  const found = new PairCollector(limit);
  const firsts = new Map<string, number>();
  await eachRow(rows, reading, (values, row) => {
    const hash = shortHash(written(values));
    const first = firsts.get(hash);
    if (first === undefined) firsts.set(hash, row);
    else found.add(first, row, 1);
  });
  return found.take();
}

/** The kind and the length go before each value, so that no two rows are written alike: 'ab', 'c' is not 'a', 'bc'. */
function* written(values: readonly Value[]): Generator<string | Uint8Array> {
  for (const value of values) {
    if (value instanceof Uint8Array) {
      yield `bytes ${value.length} `;
      yield value;
    } else {
      const text = String(value);
      yield `${value === null ? 'null' : typeof value} ${text.length} ${text}`;
    }
  }
}
