import { type DatasetSummary, parts } from '../../../shared/data/dataset.ts';
import type { PartRows } from '../split/split.ts';

/** The class of each row. */
export type CodesByRow = { at(row: number): number | undefined };

/** How many rows each class has in each part: others are not learned from. */
export function countClasses(
  codes: CodesByRow,
  names: readonly string[],
  rows: PartRows,
): DatasetSummary['classCounts'] {
  const counts = names.map((name) => ({ name, rows: 0, parts: { train: 0, validation: 0, test: 0 } }));
  for (const part of parts)
    for (const row of rows[part]) {
      const count = counts[codes.at(row)!]!;
      count.rows++;
      count.parts[part]++;
    }
  return counts;
}
