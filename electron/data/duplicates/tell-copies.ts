import type { Copies, CopyRow } from '../../../shared/data/copies.ts';
import { copyMessages } from '../../../shared/messages/copies.ts';
import { say, type Words } from '../../../shared/messages/sentence.ts';
import type { OrderedParts } from './ordered-parts.ts';
import type { DuplicatePair } from './pairs.ts';

/** Pairs that are shown; all are counted. */
const shownPairs = 200;

/** A pair by the places of its rows among the ordered ones. */
export interface FoundPair extends DuplicatePair {
  readonly isEqual: boolean;
}

/** What a row shows of itself. */
export type RowContent = Pick<CopyRow, 'image' | 'cells'>;

/** What a search found, and how its rows are told. */
export interface FoundCopies {
  readonly ordered: OrderedParts;
  /** Rows of the source, whether in a part or not. */
  readonly rows: number;
  /** In the order of their second rows. */
  readonly pairs: readonly FoundPair[];
  readonly notes: readonly Words[];
  /** The files that rows are, from their folder on; null where they have numbers alone. */
  readonly paths: readonly string[] | null;
  /** What some rows show of themselves, in their order. */
  readonly show: (rows: Int32Array) => Promise<readonly RowContent[]>;
}

/** The answer to a search: which rows could be left out, and the pairs that matter most as they are shown. */
export async function tellCopies({ ordered, rows, pairs, notes, paths, show }: FoundCopies): Promise<Copies> {
  const { rows: order, partAt } = ordered;
  const entryOf = (place: number) => paths?.[order[place]!] ?? order[place]!;
  const across = new Set<number>();
  for (const { first, second, similarity } of pairs) {
    // What equals a row that copies one of another part copies that one too.
    if (partAt(first) !== partAt(second) || (similarity === 1 && across.has(first))) across.add(second);
  }
  const isAcross = ({ second }: FoundPair) => across.has(second);
  const told = [...pairs.filter(isAcross), ...pairs.filter((pair) => !isAcross(pair))].slice(0, shownPairs);
  const places = [...new Set(told.flatMap(({ first, second }) => [first, second]))];
  const contents = await show(Int32Array.from(places, (place) => order[place]!));
  const shown = new Map(
    places.map((place, at): [number, CopyRow] => {
      const row = order[place]!;
      return [place, { row, path: paths?.[row] ?? null, part: partAt(place), ...contents[at]! }];
    }),
  );
  const outside = rows - order.length;
  return {
    compared: order.length,
    pairs: told.map(({ first, second, similarity, isEqual }) => ({
      first: shown.get(first)!,
      second: shown.get(second)!,
      // What is nearly the same must not be told as the same.
      similarity: Math.floor(similarity * 1000) / 1000,
      isEqual,
    })),
    all: pairs.map(({ second }) => entryOf(second)),
    heldOut: pairs.filter(isAcross).map(({ second }) => entryOf(second)),
    notes: [...notes, ...(outside > 0 ? [say(copyMessages['rows-outside'], { count: outside })] : [])],
  };
}

/** That rows were not compared with all that they might be alike. */
export function noteUnfinished(count: number): readonly Words[] {
  return count > 0 ? [say(copyMessages.unfinished, { count })] : [];
}
