import type { ColumnKind } from '../../../shared/data/document.ts';
import type { Words } from '../../../shared/messages/sentence.ts';
import type { Reading } from '../reading.ts';
import type { Numbers } from '../store/numbers.ts';
import type { Room } from '../store/room.ts';
import type { Texts } from '../store/texts.ts';

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
  /** Cells that are neither empty nor dates. */
  readonly invalid: InvalidCells | null;
}

export interface CategoricalColumn {
  readonly name: string;
  readonly kind: 'categorical';
  /** Places in `categories`; -1 where the cell is empty. */
  readonly values: Numbers<Int32Array>;
  /** The different values, in `compareCategories` order. */
  readonly categories: readonly string[];
}

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
  /** Cells that are dates, with or without a time. */
  readonly dates: number;
  /** Mean words of a cell that is not empty; 0 for columns of numbers. */
  readonly meanWords: number;
}

/** Rows of a table that are looked at to tell what its columns are. */
export const sampledRows = 100_000;

/** A column and what it is to be read as. */
export interface WantedColumn {
  readonly name: string;
  readonly kind: ColumnKind;
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
  /** A look at the first `sampledRows` rows. */
  profile(): Promise<readonly ColumnProfile[]>;
  /** The first rows, every cell as it is written. */
  preview(rows: number): Promise<string[][]>;
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
const datePattern = /^\s*(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(\.\d+)?)?)?\s*$/;

/** The date that a cell says, in milliseconds since the beginning of 1970, or null. */
export function parseDate(cell: string): number | null {
  const [, year, month, day, hour = 0, minute = 0, second = 0, fraction = 0] = datePattern.exec(cell) ?? [];
  if (year === undefined) return null;
  const time = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  // A day that the month lacks would be one of the next.
  return new Date(time).getUTCDate() === Number(day) ? time + Math.floor(Number(fraction) * 1000) : null;
}

/** The order of categories and classes: numbers by size and before words, words by their characters. */
export function compareCategories(one: string, other: string): number {
  const a = parseNumber(one);
  const b = parseNumber(other);
  if (a !== null && b !== null && a !== b) return a - b;
  if ((a === null) !== (b === null)) return a === null ? 1 : -1;
  return one < other ? -1 : one > other ? 1 : 0;
}
