import { z } from 'zod';
import { dateNotations } from './date-notation.ts';
import { parseNumber } from './table.ts';

/**
 * How the numbers of a column are written: `point` as 1234.56 or 1,234.56; `comma` as 1234,56 or 1.234,56, as in German and most of Europe; `either`
 * with a comma or a point before the fraction, and nothing between thousands.
 */
export type NumberNotation = 'point' | 'comma' | 'either';

/** Columns, by name, whose numbers have a comma before the fraction, or whose dates have the year last; others are not among them. */
export const savedNotationsSchema = z.record(z.string(), z.enum(['comma', ...dateNotations]));
export type SavedNotations = Readonly<z.infer<typeof savedNotationsSchema>>;

/** Patterns that JavaScript and the database read alike; each is for a whole cell without the blanks around it. */
const sign = '[+-]?';
const groupsOf = (separator: string) => String.raw`[1-9]\d{0,2}(?:${separator}\d{3})+`;
/** A number with a comma before its fraction. */
const commaNumber = String.raw`${sign}(?:\d{1,3}(?:\.\d{3})+|\d+),\d+`;
/** A number that may be one with a comma in other hands: 1,234. */
const commaGroups = `${sign}${groupsOf(',')}`;
const pointNumber = String.raw`${sign}(?:\d*|\d{1,3}(?:,\d{3})+)\.\d+(?:[eE][+-]?\d+)?`;
/** 1.234 and 1.234.567: what a column of such numbers means, only others tell. */
const pointGroups = `${sign}${groupsOf(String.raw`\.`)}`;
/** A number with commas between its thousands, where a point stands before fractions. */
const commaThousands = String.raw`${sign}${groupsOf(',')}(?:\.\d*)?`;
/** All that is a number where a comma stands before fractions. */
const anyCommaNumber = String.raw`${sign}(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d*)?(?:[eE][+-]?\d+)?`;

const commaPattern = new RegExp(String.raw`^\s*(?:${commaNumber}|${commaThousands})\s*$`);

/** Whether a cell is a number, in whichever notation. */
export function looksLikeNumber(cell: string): boolean {
  return parseNumber(cell) !== null || commaPattern.test(cell);
}

/** What the cells of a column show of their notation, counted by `notationSql`. */
export interface NotationSigns {
  /** Cells that are numbers only if a comma stands before the fraction, and only if a point does. */
  readonly commas: number;
  readonly points: number;
  /** Cells such as 1.234, which are a number either way. */
  readonly groups: number;
  /** One of the first, or of the last. */
  readonly example: string | null;
}

/**
 * The query that counts, for every column of some cells, what shows its notation: `name`, `commas`, `points`, `groups`, `example`. `cells`
 * is a relation of the columns; those without any such number are not among the rows.
 */
export function notationSql(cells: string, quote: (text: string) => string): string {
  const matches = (pattern: string) => `regexp_full_match(cell, ${quote(pattern)})`;
  const comma = `${matches(commaNumber)} AND NOT ${matches(commaGroups)}`;
  const point = `${matches(pointNumber)} AND NOT ${matches(pointGroups)}`;
  return `SELECT name, (count(*) FILTER (comma))::INTEGER AS commas, (count(*) FILTER (point))::INTEGER AS points,
      (count(*) FILTER (grouped))::INTEGER AS groups,
      coalesce(first(cell) FILTER (comma AND contains(cell, '.')), first(cell) FILTER (comma),
        first(cell) FILTER (point), first(cell) FILTER (grouped)) AS example
    FROM (
      SELECT name, cell, ${comma} AS comma, ${point} AS point, ${matches(pointGroups)} AS grouped
      FROM (SELECT name, trim(cell) AS cell FROM (UNPIVOT ${cells} ON COLUMNS(*) INTO NAME name VALUE cell))
      WHERE length(cell) < 40 AND (contains(cell, ',') OR contains(cell, '.'))
    ) WHERE comma OR point OR grouped GROUP BY name`;
}

/** Whether a cell is a number with a comma before its fraction, or NULL. */
export function showsCommaSql(cell: string, quote: (text: string) => string): string {
  return `contains(${cell}, ',') AND length(${cell}) < 40 AND regexp_full_match(trim(${cell}), ${quote(commaNumber)})`;
}

/**
 * The notation of each column by what its cells show. A column goes by its own numbers; one that has none which tell goes by the others
 * of the file, where those agree, then by what is known of the column from an earlier file. `usual` is that of a file without any that tells.
 */
export function decideNotations(
  signs: readonly (NotationSigns | undefined)[],
  usual: Exclude<NumberNotation, 'comma'>,
  known: readonly ('comma' | undefined)[] = [],
): NumberNotation[] {
  const own = signs.map((found): NumberNotation | null => {
    if (found === undefined || (found.commas === 0 && found.points === 0)) return null;
    if (found.commas > 0 && found.points > 0) return usual;
    return found.commas > 0 ? 'comma' : 'point';
  });
  const told = new Set(own.filter((notation) => notation !== null));
  const [agreed] = told.size === 1 ? told : [];
  const others = agreed === undefined ? null : agreed === 'comma' ? agreed : usual;
  return own.map((notation, at) => notation ?? others ?? known[at] ?? usual);
}

/** A written number as a DOUBLE of the database, or NULL. */
export function numberSql(cell: string, notation: NumberNotation, quote: (text: string) => string): string {
  // DuckDB's own cast also takes 1_000, which no file means.
  const cast = (text: string) => {
    const number = `TRY_CAST(${text} AS DOUBLE)`;
    return `CASE WHEN isfinite(${number}) AND NOT contains(${cell}, '_') THEN ${number} END`;
  };
  switch (notation) {
    case 'point': {
      const isGrouped = `contains(${cell}, ',') AND regexp_full_match(trim(${cell}), ${quote(commaThousands)})`;
      return `CASE WHEN ${isGrouped} THEN ${cast(`replace(${cell}, ',', '')`)} ELSE ${cast(cell)} END`;
    }
    case 'either':
      return cast(`replace(${cell}, ',', '.')`);
    case 'comma':
      return `CASE WHEN regexp_full_match(trim(${cell}), ${quote(anyCommaNumber)}) THEN ${cast(`replace(replace(${cell}, '.', ''), ',', '.')`)} END`;
  }
}

/** The number that a cell with a comma before its fraction says. */
export function parseCommaNumber(cell: string): number {
  return Number(cell.trim().replaceAll('.', '').replace(',', '.'));
}
