import type { ColumnSummary } from './dataset.ts';
import type { DataDocument, Windows } from './document.ts';

/** Rows of a column that are different, so that it may be the times of one series: of several series each has them again. */
const distinctShareOfTimes = 0.95;
/** Windows that a series gives at least, where it is long enough, and how long they are at most: a month of days. */
const windowsOfSeries = 8;
const longestWindow = 30;

/**
 * The windows that suit a table: ordered by its first date, and by series where each time comes several times and a column of categories
 * is why. A window is an eighth of a series, at most 30 rows, and tells of the next row.
 */
export function suggestWindows(
  columns: readonly Pick<ColumnSummary, 'name' | 'kind' | 'distinct'>[],
  rows: number,
): Windows {
  const time = columns.find(({ kind }) => kind === 'date') ?? null;
  const isOne = time === null || time.distinct >= rows * distinctShareOfTimes;
  // As many categories as each time comes rows, or a few more, as not every series has every time.
  const series = isOne
    ? undefined
    : columns.find(
        ({ kind, distinct }) =>
          kind === 'categorical' && distinct > 1 && distinct * time.distinct >= rows && distinct < rows / 2,
      );
  const rowsOfSeries = rows / (series?.distinct ?? 1);
  const length = Math.max(1, Math.min(longestWindow, Math.floor(rowsOfSeries / windowsOfSeries)));
  return { length, horizon: 1, stride: 1, time: time?.name ?? null, series: series?.name ?? null };
}

/**
 * The data document with windows, or without: the split follows. Windows overlap, so that rows cannot fall into parts at random; where
 * the split goes by time, it goes by the time of the windows.
 */
export function withWindows(data: DataDocument, windows: Windows | null): DataDocument {
  const { method } = data.split;
  const followsTime = method === 'time' || method === 'random' || method === 'stratified';
  if (windows !== null) {
    if (!followsTime) return { ...data, windows };
    return { ...data, windows, split: { ...data.split, method: 'time', column: windows.time } };
  }
  const wasTheirs = data.windows !== null && method === 'time' && data.split.column === data.windows.time;
  const split = wasTheirs ? { ...data.split, method: 'stratified' as const, column: null } : data.split;
  return { ...data, windows: null, split };
}
