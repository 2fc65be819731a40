import { inStretches, type Stretches } from '../../../shared/data/stretches.ts';
import { UserError } from '../../../shared/ipc/port.ts';
import { dataMessages } from '../../../shared/messages/data.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { say } from '../../../shared/messages/sentence.ts';
import { pickRows, rowNumbers } from '../rows.ts';
import { orderOf } from '../split/order-of.ts';
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
export function* orderRows(count: number, { time, series }: SeriesColumns): Stretches<OrderedRows> {
  const times = time === undefined ? null : valuesOf(count, time, 'a-time');
  const codes = series === undefined ? null : valuesOf(count, series, 'a-series');
  const rows = yield* rowsInOrder(count, times, codes);
  const places = new Int32Array(count);
  const starts: number[] = [];
  const names: string[] = [];
  let repeated = 0;
  yield* inStretches(count, (from, to) => {
    for (let place = from; place < to; place++) {
      const row = rows[place]!;
      places[row] = place;
      const before = rows[place - 1];
      if (before === undefined || (codes !== null && codes[before] !== codes[row])) {
        starts.push(place);
        names.push(series === undefined ? '' : series.categories[codes![row]!]!);
      } else if (times !== null && times[before] === times[row]) repeated++;
    }
  });
  return { rows, places, starts: [...starts, count], names, repeated };
}

/** The rows by their series, within those by their time, then as they are in the file. */
function* rowsInOrder(count: number, times: Float64Array | null, codes: Float64Array | null): Stretches<Int32Array> {
  const byTime = times === null ? null : new Int32Array((yield* orderOf(times)).buffer);
  if (codes === null) return byTime ?? rowNumbers(count);
  if (byTime === null) return new Int32Array((yield* orderOf(codes)).buffer);
  const codesByTime = new Float64Array(count);
  yield* inStretches(count, (from, to) => {
    for (let at = from; at < to; at++) codesByTime[at] = codes[byTime[at]!]!;
  });
  return pickRows(byTime, yield* orderOf(codesByTime));
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
