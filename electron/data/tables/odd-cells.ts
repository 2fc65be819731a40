import { cut } from '../../../shared/messages/cut.ts';
import { dataWarnings } from '../../../shared/messages/data.ts';
import { say, type Words } from '../../../shared/messages/sentence.ts';
import type { ColumnProfile, OddCells } from './table.ts';

/** What is meant as a number or a date and is not read as one: texts of regular expressions for whole cells, which JavaScript and the database read alike. */
const currency = '(?:[$€£¥]|usd|eur|gbp|cny|chf)';
/** Digits with whatever stands between thousands: blanks of any width, apostrophes. */
const digits = "(?:\\d{1,3}(?:[.,'’ \u00a0\u2009\u202f]\\d{3})+|\\d+)(?:[.,]\\d*)?(?:e[+-]?\\d+)?";
/** What things are measured in: 1.3 kg, 120 km/h, 1248 CC. */
const unit =
  '(?:[kmc]?m|[km]?g|lbs?|oz|ft|km/h|kmpl|mph|m[ls]|min|h|hrs?|days?|years?|k?wh?|b?hp|cc|rpm|[kmgt]b|[km]?hz|°\\s?[cf])';
const likeNumberCell = `[-+(−]?\\s*${currency}?\\s*[-+−]?(?:0x[0-9a-f]+|${digits}|inf|infinity)\\s*\\)?\\s*(?:[%‰°]|${currency}|${unit})?`;
const month = '(?:jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz])[a-zä]*\\.?';
const day = '\\d{1,2}\\.?';
const likeDay = `(?:\\d{1,2}[./-]\\d{1,2}[./-](?:\\d{4}|\\d{2})|${day}[ -]${month}[ -]\\d{2,4}|${month} ${day},? \\d{2,4}|\\d{4}年\\d{1,2}月\\d{1,2}日)`;
const likeDateCell = `(?:[a-z]{2,10}, )?${likeDay}(?:,?[ T]\\d{1,2}:\\d{2}.{0,16})?`;

/** A list or an object, as JSON and Python write them. */
const isNested = "(cell LIKE '[%]' OR cell LIKE '{%}')";

/** Cells are not longer than this where they are meant as a number or a date. */
const longestOddCell = 40;
/** Above this share of its cells a column is told to be nearly, or to look like, numbers or dates. */
const shareOfKind = 0.9;
/** One word that stands where numbers are missing may do so in more cells, where there are more numbers than categories of numbers have. */
const shareBesideOneWord = 0.5;
const numbersBesideOneWord = 20;

/** Columns of a query over different `cell`s, each there `cells` times, that say what `oddCells` reads. `number` and `date` are the cell as such, or NULL. */
export function oddCellsSql(quote: (text: string) => string): string {
  const isLike = (pattern: string) =>
    `length(cell) <= ${longestOddCell} AND regexp_full_match(cell, ${quote(pattern)}, 'i')`;
  const like = {
    number: `number IS NULL AND NOT is_no_number AND ${isLike(likeNumberCell)}`,
    date: `date IS NULL AND NOT is_empty AND ${isLike(likeDateCell)}`,
  };
  return `min(cell) FILTER (number IS NULL AND NOT is_no_number) AS not_number,
    (count(*) FILTER (number IS NULL AND NOT is_no_number))::INTEGER AS not_number_words,
    min(cell) FILTER (date IS NULL AND NOT is_empty) AS not_date,
    coalesce(sum(cells) FILTER (${like.number}), 0)::INTEGER AS like_numbers, min(cell) FILTER (${like.number}) AS like_number,
    coalesce(sum(cells) FILTER (${like.date}), 0)::INTEGER AS like_dates, min(cell) FILTER (${like.date}) AS like_date,
    coalesce(sum(cells) FILTER (${isNested}), 0)::INTEGER AS nested, max(cell) FILTER (${isNested}) AS nested_cell`;
}

/** What a row of that query says. */
export function oddCells(row: Readonly<Record<string, unknown>>): OddCells {
  const text = (value: unknown) => (value == null ? null : String(value));
  return {
    notNumber: text(row.not_number),
    notNumberWords: Number(row.not_number_words),
    notDate: text(row.not_date),
    likeNumbers: Number(row.like_numbers),
    likeNumber: text(row.like_number),
    likeDates: Number(row.like_dates),
    likeDate: text(row.like_date),
    nested: Number(row.nested),
    nestedCell: text(row.nested_cell),
  };
}

/** What is said of a column that is read as neither numbers nor dates, though nearly all of its cells are such or look so; null where nothing is. */
export function warnAboutOddCells({
  name,
  present,
  distinct,
  numbers,
  notNumbers,
  dates,
  odd,
}: ColumnProfile): Words | null {
  if (odd === undefined) return null;
  const { notNumber, notNumberWords, notDate, likeNumbers, likeNumber, likeDates, likeDate, nested, nestedCell } = odd;
  type Warning = `${'mostly' | 'like'}-${'numbers' | 'dates'}` | 'cells-nested';
  const tell = (warning: Warning, count: number, example: string | null) =>
    say(dataWarnings[warning], { column: name, count, example: cut(example ?? '', longestOddCell) });
  const isOneWord = notNumberWords === 1 && distinct > numbersBesideOneWord;
  const share = isOneWord ? shareBesideOneWord : shareOfKind;
  if (numbers > 0 && notNumbers > 0 && numbers >= (numbers + notNumbers) * share)
    return tell('mostly-numbers', notNumbers, notNumber);
  if (dates > 0 && dates < present && dates >= present * shareOfKind)
    return tell('mostly-dates', present - dates, notDate);
  // Numbers count too: of cells such as 5 and 5 % none is a date.
  if (likeDates > 0 && likeDates + dates >= present * shareOfKind) return tell('like-dates', likeDates, likeDate);
  if (likeNumbers > 0 && likeNumbers + numbers >= present * shareOfKind)
    return tell('like-numbers', likeNumbers, likeNumber);
  if (nested > 0 && nested >= present * shareOfKind) return tell('cells-nested', nested, nestedCell);
  return null;
}
