import type { SummaryRow } from '../../shared/code/summary.ts';

/** A row of the summary as it is listed. */
export interface SeenRow {
  readonly row: SummaryRow;
  /** How many groups it is in. */
  readonly depth: number;
  readonly isOpen: boolean;
}

/** The rows that are listed: those of a group only where it is unfolded. */
export function seenRows(rows: readonly SummaryRow[], unfolded: ReadonlySet<string>, depth = 0): readonly SeenRow[] {
  return rows.flatMap((row) => {
    const isOpen = unfolded.has(row.key);
    return [{ row, depth, isOpen }, ...(isOpen ? seenRows(row.rows, unfolded, depth + 1) : [])];
  });
}

/** The rows worth drawing of a long list that is scrolled, from `first` to before `last`: those in sight and some on both sides. */
export function windowOf(
  count: number,
  { top, height }: { readonly top: number; readonly height: number },
  rowHeight: number,
): { readonly first: number; readonly last: number } {
  const margin = 12;
  // A list that became shorter may still be scrolled to where it ended.
  const first = Math.max(0, Math.min(Math.floor(top / rowHeight), count) - margin);
  return { first, last: Math.min(count, Math.ceil((top + height) / rowHeight) + margin) };
}
