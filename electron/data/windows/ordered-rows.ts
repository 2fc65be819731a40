import { UserError } from '../../../shared/ipc/port.ts';
import { dataMessages } from '../../../shared/messages/data.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { say } from '../../../shared/messages/sentence.ts';
import type { CategoricalColumn, DateColumn, NumericColumn } from '../tables/table.ts';

/** A column that rows can be ordered by. */
export type TimeColumn = DateColumn | NumericColumn;

/** What rows of series are ordered and told apart by; nothing is the order of the file, and one series. */
export interface SeriesColumns {
  readonly time?: TimeColumn | undefined;
  readonly series?: CategoricalColumn | undefined;
}

/** The rows of all series, one series after the other, each from its earliest row to its latest. */
export interface OrderedRows {
  readonly rows: Int32Array;
  /** The place of each row in `rows`. */
  readonly places: Int32Array;
  /** Where each series begins in `rows`; behind the last, how many rows there are. */
  readonly starts: readonly number[];
  /** The name of each series; '' where there is only one. */
  readonly names: readonly string[];
  /** Rows with the time of the row before them in their series. */
  readonly repeated: number;
}

/** Orders rows; those of the same time stay as they are in the file. Throws UserError, naming the row, for one without a time or a series. */
export function orderRows(count: number, { time, series }: SeriesColumns): OrderedRows {
  const times = time === undefined ? null : valuesOf(count, time, 'a-time');
  const codes = series === undefined ? null : valuesOf(count, series, 'a-series');
  const compare = (a: number, b: number) =>
    (codes === null ? 0 : codes[a]! - codes[b]!) || (times === null ? 0 : times[a]! - times[b]!) || a - b;
  const rows = new Int32Array(count);
  let isOrdered = true;
  for (let row = 0; row < count; row++) {
    rows[row] = row;
    if (row > 0 && compare(row - 1, row) > 0) isOrdered = false;
  }
  if (!isOrdered) rows.sort(compare);
  const places = new Int32Array(count);
  const starts: number[] = [];
  const names: string[] = [];
  let repeated = 0;
  for (let place = 0; place < count; place++) {
    const row = rows[place]!;
    places[row] = place;
    const before = rows[place - 1];
    if (before === undefined || (codes !== null && codes[before] !== codes[row])) {
      starts.push(place);
      names.push(series === undefined ? '' : series.categories[codes![row]!]!);
    } else if (times !== null && times[before] === times[row]) repeated++;
  }
  return { rows, places, starts: [...starts, count], names, repeated };
}

function valuesOf(
  count: number,
  column: TimeColumn | CategoricalColumn,
  expected: 'a-time' | 'a-series',
): Float64Array {
  const values = new Float64Array(count);
  for (const { first, values: some } of column.values.blocks()) values.set(some, first);
  const nowhere = values.findIndex((value) => (column.kind === 'categorical' ? value < 0 : Number.isNaN(value)));
  if (nowhere < 0) return values;
  throw new UserError(
    say(dataMessages['windows-value'], {
      column: column.name,
      row: nowhere + 1,
      expected: say(phrases[expected]),
      received: say(phrases['empty-cell']),
    }),
  );
}
