import type { DataDocument } from '../../../shared/data/document.ts';
import { inStretches, type Stretches } from '../../../shared/data/stretches.ts';
import { UserError } from '../../../shared/ipc/port.ts';
import { dataMessages } from '../../../shared/messages/data.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { say } from '../../../shared/messages/sentence.ts';
import type { Random } from '../../../shared/training/random.ts';
import type { Column } from '../tables/table.ts';
import { orderOf } from './order-of.ts';

/**
 * What rows are placed by, in parts and in folds: which rows there are, ascending, and the class of each (by its place in `rows`), or null
 * without classes.
 */
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

/** The places of the rows in a random order, those of one class after those of another. */
export function* drawingOrder({ rows, classes }: Splittable, random: Random): Stretches<Uint32Array> {
  const { length } = rows;
  const order = new Uint32Array(length);
  for (let place = 0; place < length; place++) order[place] = place;
  yield* inStretches(length - 1, (from, to) => random.shuffle(order, length - 1 - from, length - to));
  // A stable order keeps the random one within each class.
  return classes === null ? order : yield* orderedByClass(order, classes);
}

/** Places in the order of their classes; those of one class as they were. */
function* orderedByClass(places: Uint32Array, classes: ArrayLike<number>): Stretches<Uint32Array> {
  const counts = new Map<number, number>();
  yield* inStretches(places.length, (from, to) => {
    for (let at = from; at < to; at++) counts.set(classes[at]!, (counts.get(classes[at]!) ?? 0) + 1);
  });
  const ranks = new Map([...counts.keys()].sort((one, other) => one - other).map((value, rank) => [value, rank]));
  const next = new Uint32Array(ranks.size + 1);
  for (const [value, rank] of ranks) next[rank + 1] = counts.get(value)!;
  for (let rank = 0; rank < ranks.size; rank++) next[rank + 1]! += next[rank]!;
  const ordered = new Uint32Array(places.length);
  yield* inStretches(places.length, (from, to) => {
    for (let at = from; at < to; at++) ordered[next[ranks.get(classes[places[at]!]!)!]!++] = places[at]!;
  });
  return ordered;
}

/** Rows by what they have in common: the number of each row's group, and how many rows each group has, in the order in which they come. */
export interface RowGroups {
  /** By the row's place. */
  readonly groupOf: Int32Array;
  readonly sizes: readonly number[];
}

/** Groups rows by the value of a column; a row without a value is a group of its own. */
export function* groupRows(rows: Int32Array, by: Column): Stretches<RowGroups> {
  const groupOf = new Int32Array(rows.length);
  const sizes: number[] = [];
  const groups = new Map<string | number, number>();
  yield* inStretches(rows.length, (from, to) => {
    for (let at = from; at < to; at++) {
      const value = by.values.at(rows[at]!);
      const group = isNone(by, value) ? sizes.length : (groups.get(value) ?? sizes.length);
      if (group === sizes.length) {
        sizes.push(0);
        if (!isNone(by, value)) groups.set(value, group);
      }
      groupOf[at] = group;
      sizes[group]!++;
    }
  });
  return { groupOf, sizes };
}

function isNone({ kind }: Column, value: string | number): boolean {
  return kind === 'categorical' ? Number(value) < 0 : kind === 'text' ? value === '' : Number.isNaN(value);
}

/** Rows from the oldest to the newest. */
export interface RowsByTime {
  /** Their places. */
  readonly order: Uint32Array;
  /** The first place in the order, at or before the given one, from which on all rows are later than the one before it. */
  border(place: number): number;
}

/** Orders rows by the times of a column. Throws UserError for a column without times, and for a row without one. */
export function* orderByTime(rows: Int32Array, by: Column): Stretches<RowsByTime> {
  if (by.kind !== 'date' && by.kind !== 'numeric') {
    const values = {
      column: by.name,
      expected: say(phrases['dates-or-numbers']),
      received: say(phrases[`column-${by.kind}`]),
    };
    throw new UserError(say(dataMessages['split-column-kind'], values));
  }
  const times = new Float64Array(rows.length);
  yield* inStretches(rows.length, (from, to) => {
    by.values.gather(rows.subarray(from, to), times.subarray(from, to));
    for (let at = from; at < to; at++) {
      if (!Number.isNaN(times[at]!)) continue;
      const received = say(phrases['empty-cell']);
      const values = { column: by.name, row: rows[at]! + 1, expected: say(phrases['a-time']), received };
      throw new UserError(say(dataMessages['split-value'], values));
    }
  });
  const order = yield* orderOf(times);
  return {
    order,
    border(place) {
      let at = place;
      while (at > 0 && at < order.length && times[order[at]!] === times[order[at - 1]!]) at--;
      return at;
    },
  };
}
