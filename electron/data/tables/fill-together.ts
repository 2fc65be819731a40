import type { Room } from '../store/room.ts';
import { collectNumbers, itemsOf, type NumbersForm } from './fill-columns.ts';
import type { StreamedRows } from './stream-rows.ts';
import type { Column } from './table.ts';

/** Rows that are gathered before columns take them: to hand on every number by itself would take longer than to read it. */
const gatheredRows = 64;

/** Columns of numbers whose cells come one after the other, row by row. */
export interface TogetherFiller {
  readonly take: (rows: StreamedRows) => void;
  /** Rows that were taken so far. */
  readonly rows: () => number;
  finish(): Column[];
}

/**
 * Takes in columns of numbers that are written alike, where a row of the query is one cell: its number, and the cell itself where it is neither empty
 * nor a number. Of thousands of columns the database plans one value so and not thousands, which takes it many times as long as to compute them.
 */
export function fillTogether(names: readonly string[], form: NumbersForm, room: Room): TogetherFiller {
  const columns = names.map((name) => collectNumbers(name, form, room));
  const width = names.length;
  // By columns.
  const gathered = new Float64Array(width * gatheredRows);
  let [rows, filled, column] = [0, 0, 0];
  const handOn = () => {
    for (let at = 0; at < width; at++)
      columns[at]!.add(gathered.subarray(at * gatheredRows, at * gatheredRows + filled), filled);
    filled = 0;
  };
  return {
    rows: () => rows,
    take({ chunk, count }) {
      const numbers = itemsOf(chunk, 0);
      let cells: ReturnType<typeof chunk.getColumnVector> | null = null;
      for (let at = 0; at < count; at++) {
        const number = numbers[at]!;
        gathered[column * gatheredRows + filled] = number;
        if (Number.isNaN(number)) {
          cells ??= chunk.getColumnVector(1);
          columns[column]!.note(cells.getItem(at) as string | null, rows);
        }
        if (++column < width) continue;
        column = 0;
        rows++;
        if (++filled === gatheredRows) handOn();
      }
    },
    finish() {
      handOn();
      return columns.map((one) => one.finish());
    },
  };
}
