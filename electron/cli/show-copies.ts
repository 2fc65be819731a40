import type { Copies, CopyPair, CopyRow } from '../../shared/data/copies.ts';
import { inEnglish } from '../../shared/messages/sentence.ts';

/** Pairs that are told as lines; `--json` tells all that were sent. */
const shownPairs = 10;

/** What a search for duplicates found, as lines for a terminal. */
export function showCopies({ compared, pairs, all, heldOut, notes }: Copies): string[] {
  const count = (number: number) => number.toLocaleString('en');
  const more = all.length - Math.min(pairs.length, shownPairs);
  return [
    all.length === 0
      ? `no duplicates among ${count(compared)} rows`
      : `duplicates: ${count(all.length)} of ${count(compared)} rows; held out, and duplicates of a row in an earlier part: ${count(heldOut.length)}`,
    ...pairs.slice(0, shownPairs).map((pair) => `  ${showPair(pair)}`),
    ...(all.length > 0 && more > 0 ? [`  and ${count(more)} more`] : []),
    ...notes.map((note) => `note: ${inEnglish(note)}`),
  ];
}

/** The same for programs: rows by their numbers from 0, or by the paths of their files. */
export function copiesForJson({ compared, pairs, all, heldOut, notes }: Copies): object {
  const rowOf = ({ row, path, part }: CopyRow) => ({ row, ...(path !== null && { path }), part });
  return {
    compared,
    copies: all.length,
    heldOut: heldOut.length,
    pairs: pairs.map(({ first, second, similarity, isEqual }) => ({
      first: rowOf(first),
      second: rowOf(second),
      similarity,
      equal: isEqual,
    })),
    notes,
  };
}

function showPair({ first, second, similarity, isEqual }: CopyPair): string {
  const name = ({ row, path, part }: CopyRow) => `${path ?? `row ${row + 1}`} (${part})`;
  const how = isEqual ? 'equals' : `is ${(similarity * 100).toFixed(1)} % like`;
  return `${name(second)} ${how} ${name(first)}`;
}
