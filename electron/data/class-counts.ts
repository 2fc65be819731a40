import type { DatasetSummary } from '../../shared/data/dataset.ts';

/** The class of each row; below 0 for none. */
export type CodesByRow = { readonly length: number; at(row: number): number | undefined };

/** How many rows each class has. */
export function countClasses(codes: CodesByRow, names: readonly string[]): DatasetSummary['classCounts'] {
  const counts = names.map((name) => ({ name, rows: 0 }));
  for (let row = 0; row < codes.length; row++) {
    const code = codes.at(row)!;
    if (code >= 0) counts[code]!.rows++;
  }
  return counts;
}
