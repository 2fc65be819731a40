/** The first of the earlier rows that one is alike, and whether all were compared that come before it. */
export interface Earlier {
  readonly match: { readonly row: number; readonly similarity: number } | null;
  readonly isFinished: boolean;
}

/**
 * Looks for the first row that one is alike in lists of rows, each ascending. A list is left at the first row in it that is alike, or at
 * the first that one found before it comes before: so where all are alike one comparison a list is enough, however long they
 * are. `compare` gives the similarity, or null where it is too little; `most` ends what would take too long.
 */
export function findEarlier(
  lists: Iterable<readonly number[]>,
  most: number,
  compare: (row: number) => number | null,
): Earlier {
  let match: Earlier['match'] = null;
  let compared = 0;
  for (const list of lists) {
    for (const row of list) {
      if (match !== null && row >= match.row) break;
      if (compared++ === most) return { match, isFinished: false };
      const similarity = compare(row);
      if (similarity !== null) {
        match = { row, similarity };
        break;
      }
    }
  }
  return { match, isFinished: true };
}
