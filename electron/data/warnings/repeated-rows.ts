import { findEqualRows, type Value } from '../duplicates/exact-rows.ts';
import type { Reading } from '../reading.ts';
import type { PartRows } from '../split/split.ts';
import type { Column } from '../tables/table.ts';

/** Cells that are compared while a person waits for a table: a second's work. */
const mostCells = 1_000_000;
/** Where more rows than this are like earlier ones, the columns have few values, and equal rows are no copies. */
const mostAlike = 0.5;

/**
 * Held-out rows that have the same cells as a training row in all columns that are used: a model that knows them by heart passes for a good
 * one. Null where there are too many cells to compare at once, or where rows are often alike by themselves.
 */
export async function countRepeatedRows(
  columns: readonly Column[],
  { train, validation, test }: PartRows,
  reading: Pick<Reading, 'signal'>,
): Promise<number | null> {
  const count = train.length + validation.length + test.length;
  if (columns.length === 0 || count * columns.length > mostCells) return null;
  function* rows(): Generator<readonly Value[]> {
    for (const part of [train, validation, test])
      for (const row of part) yield columns.map((column) => column.values.at(row) ?? null);
  }
  const { pairs } = await findEqualRows(rows(), count, reading);
  if (pairs.length > count * mostAlike) return null;
  return pairs.filter(({ first, second }) => first < train.length && second >= train.length).length;
}
