import { copyMessages } from '../../../shared/messages/copies.ts';
import { say } from '../../../shared/messages/sentence.ts';
import { countRows } from '../plan-table.ts';
import type { Reading } from '../reading.ts';
import { cellText } from '../sample/originals.ts';
import type { PartRows } from '../split/split.ts';
import type { Column, TextColumn } from '../tables/table.ts';
import { tokenize } from '../text/tokenizers/tokens.ts';
import { findEqualRows, type Value } from './exact-rows.ts';
import { counted, orderParts } from './ordered-parts.ts';
import { findSimilarTexts } from './similar-texts.ts';
import { type FoundCopies, type FoundPair, noteUnfinished, type RowContent } from './tell-copies.ts';

/** Texts are alike that have four fifths of all their runs of three words in common. */
const alikeTexts = { threshold: 0.8, shingle: 3 } as const;
/** Where more rows than this equal an earlier one, the columns have few values. */
const mostAlike = 0.5;
/** Columns of a row that are shown, and characters of a cell. */
const shownColumns = 20;
const shownCharacters = 400;

/** Rows of a table that are equal in all used columns; and where texts are among those, rows whose texts together are alike. */
export async function findTableCopies(
  columns: readonly Column[],
  rows: PartRows,
  paths: readonly string[] | null,
  reading: Reading,
): Promise<FoundCopies> {
  const ordered = orderParts(rows);
  const { length } = ordered.rows;
  const texts = columns.filter((column): column is TextColumn => column.kind === 'text');
  const passes = length * (texts.length > 0 ? 2 : 1);
  let wordless = 0;
  function* valuesInOrder(): Generator<readonly Value[]> {
    for (const row of ordered.rows) yield columns.map((column) => column.values.at(row));
  }
  function* textsInOrder(): Generator<string> {
    for (const row of ordered.rows) {
      const text = texts.map((column) => column.values.at(row)).join('\n');
      if (tokenize(text, 1).length === 0) wordless++;
      yield text;
    }
  }
  const equal = await findEqualRows(counted(valuesInOrder(), passes, reading), length, reading);
  const second = { ...reading, report: reportAfter(reading, length, passes) };
  const alike =
    texts.length === 0
      ? { pairs: [], unfinished: 0 }
      : await findSimilarTexts(counted(textsInOrder(), length, second), { ...alikeTexts, limit: length }, reading);
  const known = new Set(equal.pairs.map((pair) => pair.second));
  const pairs: FoundPair[] = [
    ...equal.pairs.map((pair) => ({ ...pair, isEqual: true })),
    ...alike.pairs.filter((pair) => !known.has(pair.second)).map((pair) => ({ ...pair, isEqual: false })),
  ];
  return {
    ordered,
    rows: columns.length === 0 ? 0 : countRows(columns[0]!),
    pairs: pairs.sort((one, other) => one.second - other.second),
    notes: [
      ...(equal.count > length * mostAlike ? [say(copyMessages['many-alike'])] : []),
      ...(wordless > 0 ? [say(copyMessages['texts-without-words'], { count: wordless })] : []),
      ...noteUnfinished(alike.unfinished),
    ],
    paths,
    show: async (some) => showRows(columns, some),
  };
}

/** Tells the progress of a second pass as a part of both. */
function reportAfter({ report }: Reading, before: number, of: number): Reading['report'] {
  return ({ step, count }) => report({ step, count: count && { done: before + count.done, of } });
}

/** Cells of rows as they are read. */
export function showRows(columns: readonly Column[], rows: Int32Array): readonly RowContent[] {
  return Array.from(rows, (row) => ({
    image: null,
    cells: columns
      .slice(0, shownColumns)
      .map((column) => ({ column: column.name, text: cellText(column, row, shownCharacters) })),
  }));
}
