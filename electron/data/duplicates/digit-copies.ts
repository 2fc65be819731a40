import type { Reading } from '../reading.ts';
import { type Digits, digitSize, digitTarget } from '../sources/mnist.ts';
import type { PartRows } from '../split/split.ts';
import { findEqualRows } from './exact-rows.ts';
import { counted, orderParts } from './ordered-parts.ts';
import type { FoundCopies } from './tell-copies.ts';

const pixelsOfDigit = digitSize * digitSize;

/** Digits of the same pixels: many that are none look alike. */
export async function findDigitCopies(
  { images, labels }: Digits,
  rows: PartRows,
  reading: Reading,
): Promise<FoundCopies> {
  const ordered = orderParts(rows);
  const pixelsOf = (row: number) => images.subarray(row * pixelsOfDigit, (row + 1) * pixelsOfDigit);
  function* pixelsInOrder() {
    for (const row of ordered.rows) yield [pixelsOf(row)];
  }
  const { length } = ordered.rows;
  const { pairs } = await findEqualRows(counted(pixelsInOrder(), length, reading), length, reading);
  return {
    ordered,
    rows: labels.length,
    pairs: pairs.map((pair) => ({ ...pair, isEqual: true })),
    notes: [],
    paths: null,
    show: async (some) =>
      Array.from(some, (row) => ({
        image: {
          width: digitSize,
          height: digitSize,
          channels: 1,
          pixels: Buffer.from(pixelsOf(row)).toString('base64'),
        },
        cells: [{ column: digitTarget, text: String(labels[row]) }],
      })),
  };
}
