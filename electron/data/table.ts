import type { ColumnKind } from '../../shared/data/document.ts';
import type { Words } from '../../shared/messages/sentence.ts';

/** A column as it was read. Every array is as long as the table has rows. */
export type Column = NumericColumn | CategoricalColumn | TextColumn;

export interface NumericColumn {
  readonly name: string;
  readonly kind: 'numeric';
  /** NaN where the cell is empty or is not a number. */
  readonly values: Float64Array;
  /** Cells that are neither empty nor numbers. */
  readonly invalid: InvalidCells | null;
}

export interface CategoricalColumn {
  readonly name: string;
  readonly kind: 'categorical';
  /** Places in `categories`; -1 where the cell is empty. */
  readonly codes: Int32Array;
  /** The different values, in `compareCategories` order. */
  readonly categories: readonly string[];
}

export interface TextColumn {
  readonly name: string;
  readonly kind: 'text';
  /** '' where the cell is empty. */
  readonly values: readonly string[];
}

export interface InvalidCells {
  readonly count: number;
  /** The first of them, and its row from 0. */
  readonly example: string;
  readonly row: number;
}

/** What a look at a column's cells found, before its kind is known. */
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
  /** Mean words of a cell that is not empty; 0 for columns of numbers. */
  readonly meanWords: number;
}

/** Rows and named columns to read from: a CSV file, or the e-mails that ship with the app. */
export interface TableSource {
  /** For messages: the file, or what the data is called. */
  readonly file: string;
  readonly names: readonly string[];
  readonly rows: number;
  /** The target of data that ships with the app; null where it has to be guessed. */
  readonly target: string | null;
  /** What was odd about the file itself. */
  readonly warnings: readonly Words[];
  profile(): Promise<readonly ColumnProfile[]>;
  /** The first rows, every cell as it is written. */
  preview(rows: number): Promise<string[][]>;
  /** Whole columns as the kinds that are asked for. */
  read(columns: readonly { readonly name: string; readonly kind: ColumnKind }[]): Promise<Column[]>;
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

/** The order of categories and classes: numbers by size and before words, words by their characters. */
export function compareCategories(one: string, other: string): number {
  const a = parseNumber(one);
  const b = parseNumber(other);
  if (a !== null && b !== null && a !== b) return a - b;
  if ((a === null) !== (b === null)) return a === null ? 1 : -1;
  return one < other ? -1 : one > other ? 1 : 0;
}
