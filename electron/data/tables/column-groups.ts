/** Memory that columns may take together while the database reads them, of what it has: two of its threads may be at it. */
export const groupBytes = 128 * 1024 ** 2;

/**
 * Columns in their order, parted into groups that are read in one go: each of at most `most` columns, which take `bytes` (by the column; none
 * where it is little) of at most `groupBytes` together, or of one column that takes more. `from` and `to` are places in `columns`.
 */
export function* groupColumns(
  columns: readonly number[],
  bytes: readonly number[] | undefined,
  most: number,
): Generator<{ readonly from: number; readonly to: number }> {
  let taken = 0;
  let from = 0;
  for (const [at, column] of columns.entries()) {
    const more = bytes?.[column] ?? 0;
    if (at > from && (at - from === most || taken + more > groupBytes)) {
      yield { from, to: at };
      from = at;
      taken = 0;
    }
    taken += more;
  }
  if (columns.length > from) yield { from, to: columns.length };
}
