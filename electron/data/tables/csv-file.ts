import { UserError } from '../../../shared/ipc/port.ts';
import { dataMessages } from '../../../shared/messages/data.ts';
import { say } from '../../../shared/messages/sentence.ts';
import { countColumns, lookedLines } from './alike-rows.ts';
import { looksLikeDate } from './date-notation.ts';
import { looksLikeNumber } from './number-notation.ts';
import type { TextFile } from './text-file.ts';

/** What must be known before the rows of a CSV file can be read. */
export interface CsvForm {
  readonly delimiter: string;
  /** Lines before the column names, or before the first row where there are no names. */
  readonly skippedLines: number;
  /** How many of them are remarks that begin with #. */
  readonly remarks: number;
  /** Records above the names that are no part of the table, such as titles, and the first of them; null where there are none. */
  readonly titles: { readonly count: number; readonly first: string } | null;
  readonly hasHeader: boolean;
  /** The first record's values: names if there is a header, else the first row's. */
  readonly first: readonly string[];
  /** The place in the text where the next record begins. */
  readonly firstEnd: number;
}

/** Tried in this order; the one that parts the first line into most values is taken. */
const delimiters = [',', ';', '\t', '|'] as const;

/** Looks at the first line of a text for delimiter and names. Throws UserError naming the file. */
export function examineCsv({ file, start, delimiter: known }: Pick<TextFile, 'file' | 'start' | 'delimiter'>): CsvForm {
  let skippedLines = 0;
  let rest = start;
  let stated = known ?? null;
  // Excel's own first line, "sep=;".
  const separator = /^sep=(.)(?:\r\n|\n|\r|$)/i.exec(rest);
  if (separator !== null) {
    stated = separator[1]!;
    skippedLines++;
    rest = rest.slice(separator[0].length);
  }
  let remarks = 0;
  for (;;) {
    const blank = /^[ \t]*(?:\r\n|\n|\r)/.exec(rest);
    const remark = blank === null && remarkAt(rest, stated);
    if (blank === null && !remark) break;
    skippedLines++;
    if (remark) remarks++;
    rest = rest.slice(remark ? remark.length : blank![0].length);
  }
  if (rest.trim() === '') throw new UserError(say(dataMessages['file-empty'], { file }));
  const candidates =
    stated !== null
      ? [stated]
      : /\.(tsv|tab)$/i.test(file) && recordAt(rest, 0, '\t').cells.length > 1
        ? ['\t']
        : delimiters;
  const likely = chooseDelimiter(rest, candidates);
  // What parts the first record parts the table: a comma may as well be one in its numbers.
  const above = titlesAbove(rest, recordAt(rest, 0, likely).cells.length > 1 ? [likely] : candidates);
  if (above !== null) {
    skippedLines += rest.slice(0, above.end).match(/\r\n|\n|\r/g)!.length;
    rest = rest.slice(above.end);
  }
  const delimiter = above?.delimiter ?? likely;
  const { cells: first, end } = recordAt(rest, 0, delimiter);
  const second = rest.slice(end).trim() === '' ? null : recordAt(rest, end, delimiter).cells;
  const hasHeader = looksLikeNames(first, second) && !comesAgain(first, recordsAfter(rest, end, delimiter));
  return {
    delimiter,
    skippedLines,
    remarks,
    titles: above && { count: above.count, first: above.first },
    hasHeader,
    first,
    firstEnd: start.length - rest.length + end,
  };
}

/** Records that are looked at for where a table begins, and columns that it has at least: of two one may well be empty. */
const recordsOfBegin = 40;
const columnsBelowTitles = 3;

/** What stands above a table. */
interface Titles {
  readonly delimiter: string;
  readonly count: number;
  readonly first: string;
  readonly width: number;
  /** The place in the text where the table begins. */
  readonly end: number;
}

/**
 * Titles and the like above the names of a table, as banks write them and spreadsheets save them: records of which at most half of the columns have a value, where the first
 * that has more has a name for each column, and so many values are in each record that follows. The delimiter is the one that makes most columns.
 */
function titlesAbove(text: string, candidates: readonly string[]): Titles | null {
  let found: Titles | null = null;
  for (const delimiter of candidates) {
    const records: { readonly cells: readonly string[]; readonly start: number }[] = [];
    for (let at = 0; records.length < recordsOfBegin && at < text.length; ) {
      const { cells, end } = recordAt(text, at, delimiter);
      records.push({ cells, start: at });
      at = end;
    }
    // The last may be cut off.
    const whole = records.length < recordsOfBegin ? records : records.slice(0, -1);
    const width = whole.reduce((most, { cells }) => Math.max(most, cells.length), 0);
    const valuesIn = (cells: readonly string[]) => cells.filter((cell) => cell.trim() !== '');
    const begin = whole.findIndex(({ cells }) => valuesIn(cells).length * 2 > width);
    if (width < columnsBelowTitles || begin < 1 || whole.length - begin < 2) continue;
    const [names, ...rows] = whole.slice(begin).map(({ cells }) => cells);
    if (valuesIn(names!).length < width || rows.some(({ length }) => length !== width)) continue;
    if (!looksLikeNames(names!, rows[0]!)) continue;
    const first = valuesIn(whole[0]!.cells).join(' ');
    if (width > (found?.width ?? 0)) found = { delimiter, count: begin, first, width, end: whole[begin]!.start };
  }
  return found;
}

/** Whether delimiters part a text into the columns of a table, though some of its records may have another number of values. */
export function isParted({ file, start }: Pick<TextFile, 'file' | 'start'>): boolean {
  if (start.trim() === '') return false;
  const { delimiter, first, firstEnd } = examineCsv({ file, start });
  const others = [...recordsAfter(start, firstEnd, delimiter, lookedLines)];
  return countColumns(others.length > 0 ? others : [first]) !== null;
}

/** Records after the first that are looked at for values of the first. */
const recordsAsked = 200;

/** The records that follow a place; the last of them may be cut off. */
function* recordsAfter(
  text: string,
  place: number,
  delimiter: string,
  most = recordsAsked,
): Generator<readonly string[]> {
  let at = place;
  for (let count = 0; count < most && at < text.length; count++) {
    const { cells, end } = recordAt(text, at, delimiter);
    yield cells;
    at = end;
  }
}

/**
 * Whether the words of a first record are values like others, as in tables of categories without names: half of them or more come again in their columns,
 * two at least, or the only one beside numbers. A record that is the first once more, as where files were joined, tells nothing.
 */
function comesAgain(first: readonly string[], others: Iterable<readonly string[]>): boolean {
  const words = [...first.keys()].filter((at) => first[at]!.trim() !== '' && !looksLikeNumber(first[at]!));
  const isAlone =
    words.length === 1 && first.length > 1 && first.every((cell, at) => at === words[0] || looksLikeNumber(cell));
  const again = new Set<number>();
  for (const cells of others)
    if (first.some((cell, at) => cell !== cells[at]))
      for (const at of words) if (cells[at]?.trim() === first[at]!.trim()) again.add(at);
  return again.size * 2 >= words.length && again.size >= (isAlone ? 1 : 2);
}

/** The line that a text begins with, where it is a remark: it begins with #, and parts into another number of values than what follows. */
function remarkAt(text: string, stated: string | null): string | null {
  const [line = null] = /^#[^\r\n]*(?:\r\n|\n|\r)/.exec(text) ?? [];
  if (line === null || text.slice(line.length).trim() === '') return null;
  const rest = text.slice(line.length).replace(/^(?:(?:#[^\r\n]*)?(?:\r\n|\n|\r))+/, '');
  const delimiter = chooseDelimiter(rest, stated === null ? delimiters : [stated]);
  return recordAt(line, 0, delimiter).cells.length === recordAt(rest, 0, delimiter).cells.length ? null : line;
}

/**
 * Whether the first record is the names of columns: no date stands above a date, and at most half of it are numbers, or a word stands above a number, or it counts up from 0, 1 or
 * a year on, and the second does not.
 */
export function looksLikeNames(first: readonly string[], second: readonly string[] | null): boolean {
  const isNumber = first.map(looksLikeNumber);
  const isDate = (cell: string | undefined) => cell !== undefined && looksLikeDate(cell);
  if (first.some((cell, at) => isDate(cell) && isDate(second?.[at]))) return false;
  if (isNumber.filter(Boolean).length * 2 <= first.length) return true;
  if (second === null) return false;
  const isWordAboveNumber = (cell: string, at: number) =>
    cell.trim() !== '' && !isNumber[at]! && looksLikeNumber(second[at] ?? '');
  if (first.some(isWordAboveNumber)) return true;
  const from = countedFrom(first);
  return from !== null && isFirstName(from) && countedFrom(second) === null;
}

/** The first of a record's numbers, where they are three or more, each by one larger than the one before; else null. */
function countedFrom(record: readonly string[]): number | null {
  const numbers = record.filter(looksLikeNumber).map(Number);
  const first = numbers[0]!;
  return numbers.length > 2 && numbers.every((number, at) => number === first + at) ? first : null;
}

function isFirstName(number: number): boolean {
  return number === 0 || number === 1 || (Number.isInteger(number) && number >= 1700 && number <= 2200);
}

/**
 * The delimiter that parts the first record into most values; before others one that parts the second into as many, as the commas in
 * numbers seldom do.
 */
function chooseDelimiter(text: string, candidates: readonly string[]): string {
  const found = partBy(text, candidates);
  const likely = found.filter(({ isLikely }) => isLikely);
  const some = likely.length > 0 ? likely : found;
  return some.reduce((best, other) => (other.count > best.count ? other : best)).delimiter;
}

/** Into how many values delimiters part the first record, and whether it is likely one by which they part the second alike. */
export function partBy(text: string, candidates: readonly string[] = delimiters) {
  return candidates.map((delimiter) => {
    const first = recordAt(text, 0, delimiter);
    const second = recordAt(text, first.end, delimiter);
    const count = first.cells.length;
    return { delimiter, count, isLikely: count > 1 && second.cells.length === count };
  });
}

/** The values of the record that begins at a place, and where the next begins; quoted values may go over several lines. */
function recordAt(text: string, start: number, delimiter: string): { readonly cells: string[]; readonly end: number } {
  const cells: string[] = [];
  let at = start;
  for (;;) {
    let cell = '';
    if (text[at] === '"') {
      const quoted = quotedAt(text, at);
      cell = quoted.value;
      at = quoted.end;
    }
    const from = at;
    while (at < text.length && text[at] !== delimiter && text[at] !== '\n' && text[at] !== '\r') at++;
    cells.push(cell + text.slice(from, at));
    if (text[at] !== delimiter) break;
    at++;
  }
  while (text[at] === '\r' || text[at] === '\n') at++;
  return { cells, end: at };
}

/** The value in the quotation marks that begin at a place, and where it ends; one that is not closed goes to the end of the text. */
function quotedAt(text: string, start: number): { readonly value: string; readonly end: number } {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
  const until = end === -1 ? text.length : end;
  return { value: text.slice(start + 1, until).replaceAll('""', '"'), end: end === -1 ? until : end + 1 };
}
