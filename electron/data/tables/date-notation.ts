import { parseDate } from './table.ts';

/**
 * In which order the parts of a column's dates stand, where the year comes last: `day-first` as 31.12.2024, 31/12/2024 and 31-12-2024, `month-first` as
 * 12/31/2024. Dates whose year comes first are read in any column: as ISO 8601 has them, and 2024年12月31日.
 */
export const dateNotations = ['day-first', 'month-first'] as const;
export type DateNotation = (typeof dateNotations)[number];

/** How the dates of a column are read: those in numbers alone by their order, and beside them, or alone, those that name the month in English, as 5 Jan 2024 does. */
export type DateReading = DateNotation | 'month-named';

/** Patterns that JavaScript and the database read alike. */
const day = String.raw`\s*(?:\d{1,2}\.\d{1,2}\.|\d{1,2}/\d{1,2}/|\d{1,2}-\d{1,2}-)\d{4}`;
const clock = String.raw`(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?\s*`;
/** A whole cell that is a date with the year last. */
const yearLast = `${day}${clock}`;
const parts = String.raw`^\s*(\d{1,2})[./-](\d{1,2})[./-](\d{4})`;
/** The name of a month in English, long or short, in any case of letters. */
const month =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)'.replace(
    /[a-z]/g,
    (letter) => `[${letter}${letter.toUpperCase()}]`,
  );
const namedDay = String.raw`\s*(?:\d{1,2} +${month}\.?,? +|\d{1,2}-${month}-|${month}\.? +\d{1,2},? +)\d{4}`;
/** A whole cell that is a date whose month has its name: 5 January 2024, 05-Jan-2024, Jan 5, 2024. */
const monthNamed = `${namedDay}${clock}`;
/** Of its two days one is empty. */
const namedParts = String.raw`^\s*(?:(\d{1,2})[ -]+)?[A-Za-z]+[., -]+(?:(\d{1,2})[, ]+)?(\d{4})`;
const firstLetters = 'janfebmaraprmayjunjulaugsepoctnovdec';
const chineseParts = String.raw`^\s*(\d{4})年(\d{1,2})月(\d{1,2})日\s*`;

/** No date is longer. */
const longestDate = 40;

const yearLastPattern = new RegExp(`^(?:${yearLast})$`);
const monthNamedPattern = new RegExp(`^(?:${monthNamed})$`);
const chinesePattern = new RegExp(chineseParts);

/** Whether a cell is a date, in whichever notation. */
export function looksLikeDate(cell: string): boolean {
  return (
    parseDate(cell) !== null || yearLastPattern.test(cell) || monthNamedPattern.test(cell) || chinesePattern.test(cell)
  );
}

/** What the cells of a column show of the order, as `dateSignsSql` counts it. */
export interface DateSigns {
  /** Dates that are some only if the day stands first, only if the month does, and dates with points, where the day always does. */
  readonly days: number;
  readonly months: number;
  readonly pointed: number;
  /** One of those in numbers alone: where there is one, of the first two. Null where each names its month. */
  readonly example: string | null;
}

const isWhole = (cell: string, pattern: string, quote: (text: string) => string) =>
  `length(${cell}) < ${longestDate} AND regexp_full_match(${cell}, ${quote(pattern)})`;

/** Whether a cell is a date with the year last, the month in numbers or named, or NULL. */
export function showsDateSql(cell: string, quote: (text: string) => string): string {
  return isWhole(cell, `${yearLast}|${monthNamed}`, quote);
}

/**
 * The query that counts, for every column of some cells, what shows the order of its dates: `name`, `days`, `months`, `pointed`, `example`. `cells`
 * is a relation of the columns; those without any date that has the year last are not among the rows.
 */
export function dateSignsSql(cells: string, quote: (text: string) => string): string {
  const part = (at: number) => `nullif(regexp_extract(cell, ${quote(parts)}, ${at}), '')::INTEGER`;
  return `SELECT name, (count(*) FILTER (one > 12 AND two <= 12))::INTEGER AS days,
      (count(*) FILTER (two > 12 AND one <= 12))::INTEGER AS months,
      (count(*) FILTER (one IS NOT NULL AND regexp_matches(cell, '^\\d+\\.')))::INTEGER AS pointed,
      coalesce(first(cell) FILTER (one > 12 OR two > 12), first(cell) FILTER (one IS NOT NULL)) AS example
    FROM (
      SELECT name, cell, ${part(1)} AS one, ${part(2)} AS two
      FROM (SELECT name, trim(cell) AS cell FROM (UNPIVOT ${cells} ON COLUMNS(*) INTO NAME name VALUE cell))
      WHERE ${showsDateSql('cell', quote)}
    ) GROUP BY name`;
}

/** How a column's dates are read, and whether anything told it. */
export interface DecidedOrder {
  readonly notation: DateReading;
  readonly isTold: boolean;
}

/**
 * How each column's dates with the year last are read, by what its cells show; null where it has no such dates. Where they contradict each other only
 * those that name the month are read. A column without a date that tells goes by what is known of it from an earlier file, then by the others of the
 * file where those agree, then has the month first, as in pandas.
 */
export function decideDateNotations(
  signs: readonly (DateSigns | undefined)[],
  known: readonly (DateNotation | undefined)[] = [],
): (DecidedOrder | null)[] {
  const own = signs.map((found): DateNotation | null => {
    if (found === undefined || (found.days > 0 && found.months > 0)) return null;
    return found.months > 0 ? 'month-first' : found.days > 0 || found.pointed > 0 ? 'day-first' : null;
  });
  const told = new Set(own.filter((notation) => notation !== null));
  const [agreed] = told.size === 1 ? told : [];
  return signs.map((found, at) => {
    if (found === undefined) return null;
    if (found.example === null || (found.days > 0 && found.months > 0))
      return { notation: 'month-named', isTold: true };
    const notation = own[at] ?? known[at] ?? agreed;
    return { notation: notation ?? 'month-first', isTold: notation !== undefined };
  });
}

/** A cell as the database's own cast reads it: with the year first where it is last, as its column is read, or written in Chinese. */
function yearFirstSql(cell: string, notation: DateReading | null, quote: (text: string) => string): string {
  const chinese = `WHEN contains(${cell}, '年') THEN regexp_replace(${cell}, ${quote(chineseParts)}, '\\1-\\2-\\3 ')`;
  if (notation === null) return `CASE ${chinese} ELSE ${cell} END`;
  const place = `instr('${firstLetters}', lower(regexp_extract(${cell}, '[A-Za-z]{3}')))`;
  const named = `WHEN ${isWhole(cell, monthNamed, quote)}
    THEN regexp_replace(${cell}, ${quote(namedParts)}, '\\3-' || (${place} + 2) // 3 || '-\\1\\2')`;
  if (notation === 'month-named') return `CASE ${named} ${chinese} ELSE ${cell} END`;
  const order = quote(notation === 'day-first' ? '\\3-\\2-\\1' : '\\3-\\1-\\2');
  const moved = `WHEN ${isWhole(cell, yearLast, quote)} THEN regexp_replace(${cell}, ${quote(parts)}, ${order})`;
  return `CASE ${moved} ${named} ${chinese} ELSE ${cell} END`;
}

/**
 * A written date as a TIMESTAMP of the database, or NULL. A year has four digits, from 1 to 9999. The database knows more: days before Christ,
 * "epoch" and "infinity", and it takes 31-12-24 for a day of the year 31.
 */
export function dateSql(written: string, notation: DateReading | null, quote: (text: string) => string): string {
  const cell = yearFirstSql(written, notation, quote);
  // Hardly a cell has blanks around it, and to look for them takes longer than to read it.
  const date = `coalesce(TRY_CAST(${cell} AS TIMESTAMP), TRY_CAST(trim(${cell}) AS TIMESTAMP))`;
  const isOfThisAge = `${date} BETWEEN TIMESTAMP '1000-01-01' AND TIMESTAMP '9999-12-31 23:59:59.999999'`;
  const isWord = `${date} = TIMESTAMP '1970-01-01' AND lower(trim(${cell})) = 'epoch'`;
  const isEarly = `${date} BETWEEN TIMESTAMP '0001-01-01' AND TIMESTAMP '0999-12-31 23:59:59.999999'`;
  const careful = `WHEN ${isOfThisAge} AND NOT (${isWord}) THEN ${date}
    WHEN ${isEarly} AND regexp_matches(${cell}, '^\\s*\\d{4}\\D') THEN ${date}`;
  // Nearly all dates are as the database's own cast reads them, and of these years, which none of the above is in doubt of. Within a case the database
  // computes anew whatever is written twice.
  const plain = `TRY_CAST(${notation === null ? written : cell} AS TIMESTAMP)`;
  const isPlain = `${plain} BETWEEN TIMESTAMP '1970-01-01 00:00:01' AND TIMESTAMP '9999-12-31 23:59:59.999999'`;
  return `CASE WHEN ${isPlain} THEN ${plain} ${careful} END`;
}

/** The day that a cell with the year last says, as ISO 8601 writes it. */
export function dayOf(cell: string, notation: DateNotation): string {
  const [, one = '', two = '', year = ''] = new RegExp(parts).exec(cell) ?? [];
  const [month, day] = notation === 'day-first' ? [two, one] : [one, two];
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}
