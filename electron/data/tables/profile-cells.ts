import { columnName, quote } from './database.ts';
import { dateSql } from './date-notation.ts';
import type { Notations } from './find-notations.ts';
import { numberSql } from './number-notation.ts';
import { oddCells, oddCellsSql } from './odd-cells.ts';
import { type ColumnProfile, emptyCell, emptyNumberCell } from './table.ts';

/** Rows that are looked at to tell texts from categories. */
const sampledTexts = 10_000;

/**
 * Asks about the cells of some columns, by their places in the file: so many columns at a time as the database can look at as a whole. Answers the
 * rows of all.
 */
export type AskCells = (
  places: readonly number[],
  sqlOf: (cells: string, places: readonly number[]) => string,
) => Promise<Readonly<Record<string, unknown>>[]>;

/** Whether a cell looks like an empty one, in SQL. */
export function isEmpty(cell: string, pattern: string): string {
  return `regexp_full_match(${cell}, ${quote(pattern)}, 'i')`;
}

/** What the cells of some columns are, in the order of the places that are given. */
export async function profileCells(
  looked: readonly number[],
  notations: Notations,
  ask: AskCells,
): Promise<Omit<ColumnProfile, 'name'>[]> {
  const counts = await ask(looked, (cells, places) => countsSql(cells, places, notations));
  const countsOf = new Map(counts.map((row) => [row.name, row]));
  const isWords = (at: number) => Number(countsOf.get(columnName(at))?.not_numbers ?? 0) > 0;
  const wordsOf = await countWords(looked.filter(isWords), ask);
  return looked.map((at) => {
    const { present, distinct, numbers, not_numbers, dates, whole, merges } = countsOf.get(columnName(at)) ?? {};
    const notNumbers = Number(not_numbers ?? 0);
    return {
      present: Number(present ?? 0),
      distinct: Number(distinct ?? 0),
      numbers: Number(numbers ?? 0),
      notNumbers,
      whole: whole !== false,
      ...(merges === true && { merges }),
      dates: Number(dates ?? 0),
      meanWords: notNumbers === 0 ? 0 : (wordsOf.get(columnName(at)) ?? 0),
      ...(notNumbers > 0 && { odd: oddCells(countsOf.get(columnName(at))!) }),
    };
  });
}

/** What is asked about cells. UNPIVOT gives all columns one plan: a query that names a thousand columns takes a minute to plan. */
function countsSql(cells: string, places: readonly number[], { numbers, dates }: Notations): string {
  const number = byNotation(places, numbers, (notation) => numberSql('cell', notation, quote));
  const date = byNotation(places, dates, (notation) => dateSql('cell', notation, quote));
  return `SELECT name,
     coalesce(sum(cells) FILTER (NOT is_empty), 0)::INTEGER AS present,
     (count(*) FILTER (NOT is_empty))::INTEGER AS distinct,
     coalesce(sum(cells) FILTER (number IS NOT NULL), 0)::INTEGER AS numbers,
     coalesce(sum(cells) FILTER (number IS NULL AND NOT is_no_number), 0)::INTEGER AS not_numbers,
     coalesce(sum(cells) FILTER (number IS NULL AND date IS NOT NULL), 0)::INTEGER AS dates,
     coalesce(bool_and(number = floor(number)), true) AS whole,
     count(*) FILTER (is_long) > count(DISTINCT number) FILTER (is_long) AS merges,
     ${oddCellsSql(quote)}
   FROM (
     SELECT name, cell, cells, ${number} AS number, ${date} AS date,
       abs(number) > ${Number.MAX_SAFE_INTEGER} AND regexp_full_match(cell, '-?[1-9][0-9]*') AS is_long,
       ${isEmpty('cell', emptyCell)} AS is_empty, ${isEmpty('cell', emptyNumberCell)} AS is_no_number
     FROM (
       SELECT name, trim(cell) AS cell, count(*) AS cells
       FROM (UNPIVOT ${cells} ON COLUMNS(*) INTO NAME name VALUE cell) GROUP BY name, trim(cell)
     )
   ) GROUP BY name`;
}

/** What the cell of a row is by the notation that its column has. A pattern, because a list of values (IN) would become a join. */
function byNotation<Notation>(
  places: readonly number[],
  notations: readonly Notation[],
  sqlOf: (notation: Notation) => string,
): string {
  const of = (notation: Notation) => places.filter((at) => notations[at] === notation).join('|');
  const [first, ...others] = new Set(places.map((at) => notations[at]!));
  const cases = others.map(
    (notation) => `WHEN regexp_full_match(name, ${quote(`c(?:${of(notation)})`)}) THEN ${sqlOf(notation)}`,
  );
  return cases.length === 0 ? sqlOf(first!) : `CASE ${cases.join(' ')} ELSE ${sqlOf(first!)} END`;
}

/** Words of a cell on the average, by the names that the database has for the columns. */
async function countWords(places: readonly number[], ask: AskCells): Promise<ReadonlyMap<unknown, number>> {
  // Han characters are words of their own, as in tokenize; where there are as many bytes as characters, there is none.
  const han =
    "CASE WHEN strlen(cell) = length(cell) THEN 0 ELSE length(regexp_replace(cell, '[^\\p{Han}]', '', 'g')) END";
  const words = await ask(
    places,
    (cells) => `SELECT name, avg(length(cell) - length(replace(cell, ' ', '')) + 1 + ${han}) AS words
     FROM (
       SELECT name, trim(cell) AS cell
       FROM (UNPIVOT (SELECT * FROM ${cells} LIMIT ${sampledTexts}) ON COLUMNS(*) INTO NAME name VALUE cell)
     ) WHERE NOT ${isEmpty('cell', emptyCell)} GROUP BY name`,
  );
  return new Map(words.map((row) => [row.name, Number(row.words)]));
}
