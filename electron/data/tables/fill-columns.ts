import type { DuckDBDataChunk } from '@duckdb/node-api';
import { type NumbersWriter, writeFloat64, writeInt32 } from '../store/numbers.ts';
import type { Room } from '../store/room.ts';
import { writeTexts } from '../store/texts.ts';
import {
  type Column,
  type DateColumn,
  type InvalidCells,
  type NumericColumn,
  sortCategories,
  unnamedCode,
} from './table.ts';

/** Which rows of a chunk are taken in. */
export interface Taken {
  /** The place in the chunk of the first of what was selected for the column. */
  readonly at: number;
  /** The first rows, so many of them. */
  readonly count: number;
  /** The row of the table that is the chunk's first. */
  readonly first: number;
}

/** What is selected for a column, how a chunk of that is taken in, and the column in the end. */
export interface ColumnFiller {
  readonly sql: readonly string[];
  readonly take: (chunk: DuckDBDataChunk, where: Taken) => void;
  finish(): Column;
}

/** The values of a vector of DOUBLE or INTEGER without NULLs. */
export function itemsOf(chunk: DuckDBDataChunk, at: number): Float64Array | Int32Array {
  return (chunk.getColumnVector(at) as unknown as { readonly items: Float64Array | Int32Array }).items;
}

/** How the numbers or dates of a column were written. */
export type NumbersForm = Pick<NumericColumn, 'kind' | 'notation'> | Pick<DateColumn, 'kind' | 'notation'>;

/** A column of numbers, or of dates as their milliseconds, that grows. */
export function collectNumbers(name: string, form: NumbersForm, room: Room) {
  const writer: NumbersWriter<Float64Array> = writeFloat64(room);
  let invalid: InvalidCells | null = null;
  return {
    add: writer.add,
    /** Of a value that is none: the cell and its row, where the cell is not empty. */
    note(cell: string | null, row: number): void {
      if (cell === null) return;
      invalid = { count: (invalid?.count ?? 0) + 1, example: invalid?.example ?? cell, row: invalid?.row ?? row };
    },
    finish: (): NumericColumn | DateColumn => ({ name, ...form, values: writer.finish(), invalid }),
  };
}

/** Takes in numbers, or dates as their milliseconds; `invalidCell` gives the cell where it is neither empty nor a value. */
export function fillNumbers(
  name: string,
  form: NumbersForm,
  room: Room,
  value: string,
  invalidCell: string,
): ColumnFiller {
  const { add, note, finish } = collectNumbers(name, form, room);
  return {
    sql: [`coalesce(${value}, 'nan'::DOUBLE)`, invalidCell],
    take(chunk, { at, count, first }) {
      const numbers = itemsOf(chunk, at);
      add(numbers, count);
      let cells: ReturnType<typeof chunk.getColumnVector> | null = null;
      for (let i = 0; i < count; i++) {
        if (!Number.isNaN(numbers[i]!)) continue;
        cells ??= chunk.getColumnVector(at + 1);
        note(cells.getItem(i) as string | null, first + i);
      }
    },
    finish,
  };
}

/** A code of the database for a cell that is empty, and for one whose value it does not know. */
const emptyCode = -1;
const unknownCode = -3;

/**
 * Takes in categories: the database gives numbers for cells that are `known`, by its type, and any other cell itself. Patterns are
 * slow: only cells that are not known are looked at for whether they are empty. Of those no more than `most` are held.
 */
export function fillCategories(
  name: string,
  room: Room,
  known: ReadonlyMap<string, string>,
  { cell, isEmpty, type }: { readonly cell: string; readonly isEmpty: string; readonly type: string },
  most = Number.POSITIVE_INFINITY,
): ColumnFiller {
  const writer = writeInt32(room);
  /** The value of each code; some are written in several ways. */
  const stored = [...known.values()];
  const codes = new Map(stored.map((value, code) => [value, code]));
  const code = `TRY_CAST(${cell} AS ${type})`;
  return {
    sql: [
      `coalesce(enum_code(${code})::INTEGER, CASE WHEN ${isEmpty} THEN ${emptyCode} ELSE ${unknownCode} END)`,
      `CASE WHEN ${code} IS NULL AND NOT (${isEmpty}) THEN trim(${cell}) END`,
    ],
    take(chunk, { at, count }) {
      const items = itemsOf(chunk, at).slice(0, count);
      let cells: ReturnType<typeof chunk.getColumnVector> | null = null;
      for (let i = 0; i < items.length; i++) {
        if (items[i] !== unknownCode) continue;
        cells ??= chunk.getColumnVector(at + 1);
        const cell = cells.getItem(i) as string;
        let added = codes.get(cell);
        if (added === undefined && stored.length < most) {
          added = stored.length;
          stored.push(cell);
          codes.set(cell, added);
        }
        items[i] = added ?? unnamedCode;
      }
      writer.add(items);
    },
    finish() {
      const categories = sortCategories(new Set(stored));
      const ranks = new Map(categories.map((value, rank) => [value, rank]));
      const rankOf = stored.map((value) => ranks.get(value)!);
      const isInOrder = rankOf.every((rank, code) => rank === code);
      return {
        name,
        kind: 'categorical',
        values: writer.finish(isInOrder ? undefined : (code) => (code < 0 ? code : rankOf[code]!)),
        categories,
      };
    },
  };
}

/** Takes in texts as they are written. */
export function fillTexts(name: string, room: Room, cell: string): ColumnFiller {
  const writer = writeTexts(room);
  return {
    sql: [`coalesce(${cell}, '')`],
    take(chunk, { at, count }) {
      const vector = chunk.getColumnVector(at);
      for (let i = 0; i < count; i++) writer.add(vector.getItem(i) as string);
    },
    finish: () => ({ name, kind: 'text', values: writer.finish() }),
  };
}
