import type { ColumnKind } from '../../../shared/data/document.ts';
import type { Words } from '../../../shared/messages/sentence.ts';
import type { Reading } from '../reading.ts';
import type { Numbers } from '../store/numbers.ts';
import type { Room } from '../store/room.ts';
import type { Texts } from '../store/texts.ts';
import type { DateNotation } from './date-notation.ts';

/** A column as it was read. Each is as long as the table has rows. */
export type Column = NumericColumn | CategoricalColumn | TextColumn | DateColumn;

export interface NumericColumn {
  readonly name: string;
  readonly kind: 'numeric';
  /** NaN where the cell is empty or is not a number. */
  readonly values: Numbers<Float64Array>;
  /** Where its numbers were read with a comma before the fraction. */
  readonly notation?: 'comma';
  /** Cells that are neither empty nor numbers. */
  readonly invalid: InvalidCells | null;
}

export interface DateColumn {
  readonly name: string;
  readonly kind: 'date';
  /** Milliseconds since the beginning of 1970, in the time that is written; NaN where the cell is empty or is no date. */
  readonly values: Numbers<Float64Array>;
  /** Where its dates have the year last: what they were read to begin with. */
  readonly notation?: DateNotation;
  /** Cells that are neither empty nor dates. */
  readonly invalid: InvalidCells | null;
}

export interface CategoricalColumn {
  readonly name: string;
  readonly kind: 'categorical';
  /** Places in `categories`; -1 where the cell is empty, `unnamedCode` where only so many were to be named and it is another. */
  readonly values: Numbers<Int32Array>;
  /** The different values, as `sortCategories` has them. */
  readonly categories: readonly string[];
}

/** The code of a category beyond those that were to be named. */
export const unnamedCode = -2;

export interface TextColumn {
  readonly name: string;
  readonly kind: 'text';
  /** '' where the cell is empty. */
  readonly values: Texts;
}

export interface InvalidCells {
  readonly count: number;
  /** The first of them, and its row from 0. */
  readonly example: string;
  readonly row: number;
}

/** What a look at a column's cells found, before its kind is known: at the first `sampledRows` rows of a long table. */
export interface ColumnProfile {
  readonly name: string;
  /** Cells that are not empty. */
  readonly present: number;
  readonly distinct: number;
  /** Cells that are neither numbers nor ways to write that there is none. */
  readonly notNumbers: number;
  readonly numbers: number;
  /** Whether every number is a whole one. */
  readonly whole: boolean;
  /** Whether whole numbers that differ are one as numbers, as they have more digits than those hold: then they are names. */
  readonly merges?: boolean;
  /** Cells that are dates, with or without a time. */
  readonly dates: number;
  /** Mean words of a cell that is not empty; 0 for columns of numbers. */
  readonly meanWords: number;
  /** Where not every cell is a number: what keeps the others from being one, or a date. */
  readonly odd?: OddCells;
}

/** Cells of a column that is neither of numbers nor of dates, though most of it may look so. */
export interface OddCells {
  /** One that is no number, and one that is no date; null where all are. */
  readonly notNumber: string | null;
  /** Different cells that are no numbers. */
  readonly notNumberWords: number;
  readonly notDate: string | null;
  /** Cells that are no numbers here but are meant as such ($3, 50 %, 0x1F), and dates in a form that is not read (31.12.24); one of each. */
  readonly likeNumbers: number;
  readonly likeNumber: string | null;
  readonly likeDates: number;
  readonly likeDate: string | null;
  /** Cells that are lists or objects of several values, and one of them. */
  readonly nested: number;
  readonly nestedCell: string | null;
}

/** Rows of a table that are looked at to tell what its columns are. */
export const sampledRows = 100_000;

/** A column and what it is to be read as. */
export interface WantedColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  /** Of categories, how many are named at most; further ones share a code. All, unless it says so. */
  readonly mostCategories?: number;
}

/** The columns of a table that were read. */
export interface TableContent {
  readonly rows: number;
  readonly columns: readonly Column[];
}

/** Rows and named columns to read from: a file, or the e-mails that ship with the app. */
export interface TableSource {
  /** For messages: the file, or what the data is called. */
  readonly file: string;
  readonly names: readonly string[];
  /** The target of data that ships with the app; null where it has to be guessed. */
  readonly target: string | null;
  /** What was odd about the file itself. */
  readonly warnings: readonly Words[];
  /** Of a workbook: the sheets that are tables, and the one that is read. */
  readonly sheets?: { readonly all: readonly string[]; readonly read: string };
  /** Of a folder: the files that the rows are, from the folder on. */
  readonly paths?: readonly string[];
  /** A look at the first `sampledRows` rows: at all columns, or at those of these names. */
  profile(names?: readonly string[]): Promise<readonly ColumnProfile[]>;
  /** The first rows, every cell as it is written. */
  preview(rows: number): Promise<string[][]>;
  /** What is odd about the file beyond its first rows, which takes a pass over all of it; left out where `read` sees all there is. */
  warnAboutRest?(reading: Reading): Promise<readonly Words[]>;
  /** All rows of some columns, as the kinds that are asked for, once through the table; they are kept in the room. */
  read(columns: readonly WantedColumn[], room: Room, reading?: Reading): Promise<TableContent>;
  close(): void;
}

/**
 * What an empty cell looks like as a whole, whatever its case: the text of a regular expression that JavaScript and DuckDB read alike.
 * "none" may well be a class, so it is empty only among numbers.
 */
export const emptyCell = String.raw`\s*(?:|na|n/a|#n/a|nan|null|\?)\s*`;
export const emptyNumberCell = String.raw`\s*(?:|na|n/a|#n/a|nan|null|\?|none|-)\s*`;

/** A whole or decimal number, as in CSV files. */
const numberPattern = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i;

/** The number a cell says, or null. */
export function parseNumber(cell: string): number | null {
  if (!numberPattern.test(cell)) return null;
  const value = Number(cell);
  return Number.isFinite(value) ? value : null;
}

/** A date, alone or with a time, as ISO 8601 writes it. */
const datePattern = /^\s*(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(\.\d+)?)?\s*$/;

/** What comes after the last date: years have four digits. */
const endOfDates = Date.parse('9999-12-31T24:00Z');

/** The date that a cell says, in milliseconds since the beginning of 1970, or null. */
export function parseDate(cell: string): number | null {
  const [, day, clock = '00:00', fraction = 0] = datePattern.exec(cell) ?? [];
  if (day === undefined) return null;
  const time = Date.parse(`${day}T${clock}Z`);
  const midnight = Date.parse(`${day}T00:00Z`);
  // A day that the month lacks would be one of the next, and there is no year 0. The hour 24 is that of the next day, as in ISO 8601.
  if (Number.isNaN(time) || day.startsWith('0000') || !new Date(midnight).toISOString().startsWith(day)) return null;
  const milliseconds = Math.floor(Number(fraction) * 1000);
  return time === endOfDates || (clock.startsWith('24') && milliseconds > 0) ? null : time + milliseconds;
}

/**
 * Categories and classes in their order: numbers by size and before words, equal ones and words by their characters. Each is looked at once for
 * whether it is a number: of millions, to do so whenever two are compared takes minutes.
 */
export function sortCategories(categories: Iterable<string>): string[] {
  const numbers: { readonly text: string; readonly value: number }[] = [];
  const words: string[] = [];
  for (const text of categories) {
    const value = parseNumber(text);
    if (value === null) words.push(text);
    else numbers.push({ text, value });
  }
  numbers.sort((one, other) => one.value - other.value || (one.text < other.text ? -1 : 1));
  return [...numbers.map(({ text }) => text), ...words.sort()];
}
