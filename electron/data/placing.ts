import type { DataDocument } from '../../shared/data/document.ts';
import { UserError } from '../../shared/ipc/port.ts';
import { dataMessages } from '../../shared/messages/data.ts';
import { phrases } from '../../shared/messages/phrases.ts';
import { say } from '../../shared/messages/sentence.ts';
import type { Random } from '../../shared/training/random.ts';
import { pickRows } from './rows.ts';
import type { Column } from './tables/table.ts';

/** What rows are placed by, in parts and in folds: which rows there are, and the class of each (by its place in `rows`), or null without classes. */
export interface Splittable {
  readonly rows: Int32Array;
  readonly classes: ArrayLike<number> | null;
  /** The column that the method goes by, for `group`, `time` and `column`. */
  readonly by?: Column;
}

export type SplitSettings = DataDocument['split'];

/** The column that a split goes by. Throws UserError if there is none. */
export function columnOf({ by }: Splittable, { method, column }: SplitSettings): Column {
  if (by === undefined)
    throw new UserError(
      say(dataMessages['split-column'], {
        method: say(phrases[`split-${method}`]),
        received: column ?? say(phrases.none),
      }),
    );
  return by;
}

/** The rows in a random order, those of one class after those of another. */
export function drawingOrder({ rows, classes }: Splittable, random: Random): Int32Array {
  const order = random.permutation(rows.length);
  // A stable sort keeps the random order within each class.
  if (classes !== null) order.sort((a, b) => classes[a]! - classes[b]!);
  return pickRows(rows, order);
}

/** The rows that have a value of the column in common, in a random order of such groups; a row without a value is one by itself. */
export function drawGroups(rows: Int32Array, by: Column, random: Random): readonly (readonly number[])[] {
  const groups = new Map<string | number, number[]>();
  rows.forEach((row) => {
    const key = keyOf(by, row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  });
  const all = [...groups.values()];
  return Array.from(random.permutation(all.length), (place) => all[place]!);
}

/** What rows of one group have in common. A row without a value is a group of its own. */
function keyOf(by: Column, row: number): string | number {
  const value = by.values.at(row);
  const isNone =
    by.kind === 'categorical' ? Number(value) < 0 : by.kind === 'text' ? value === '' : Number.isNaN(value);
  return isNone ? `row ${row}` : value;
}

/** Rows from the oldest to the newest. */
export interface RowsByTime {
  readonly rows: Int32Array;
  /** The first place, at or before the given one, from which on all rows are later than the one before it. */
  border(place: number): number;
}

/** Orders rows by the times of a column. Throws UserError for a column without times, and for a row without one. */
export function orderByTime(rows: Int32Array, by: Column): RowsByTime {
  if (by.kind !== 'date' && by.kind !== 'numeric') {
    const values = {
      column: by.name,
      expected: say(phrases['dates-or-numbers']),
      received: say(phrases[`column-${by.kind}`]),
    };
    throw new UserError(say(dataMessages['split-column-kind'], values));
  }
  const { values } = by;
  const nowhere = rows.find((row) => Number.isNaN(values.at(row)));
  if (nowhere !== undefined)
    throw new UserError(
      say(dataMessages['split-value'], {
        column: by.name,
        row: nowhere + 1,
        expected: say(phrases['a-time']),
        received: say(phrases['empty-cell']),
      }),
    );
  const times = Float64Array.from(rows, (row) => values.at(row));
  const order = Uint32Array.from(rows.keys()).sort((a, b) => times[a]! - times[b]! || a - b);
  return {
    rows: pickRows(rows, order),
    border(place) {
      let at = place;
      while (at > 0 && at < order.length && times[order[at]!] === times[order[at - 1]!]) at--;
      return at;
    },
  };
}
