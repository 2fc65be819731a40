import type { DatasetSummary } from './dataset.ts';
import type { DataDocument, Windows } from './document.ts';

/** Windows that a series gives at least, where it is long enough, and how long they are at most: a month of days. */
const windowsOfSeries = 8;
const longestWindow = 30;

/** The windows that suit a table, by what its rows go by: an eighth of a series each, at most 30 rows, that tell of the next row. */
export function suggestWindows({ columns, rows, order }: Pick<DatasetSummary, 'columns' | 'rows' | 'order'>): Windows {
  const { time, series } = order ?? { time: null, series: null };
  const count = columns.find(({ name }) => name === series)?.distinct ?? 1;
  const rowsOfSeries = (rows.train + rows.validation + rows.test) / count;
  const length = Math.max(1, Math.min(longestWindow, Math.floor(rowsOfSeries / windowsOfSeries)));
  return { length, horizon: 1, stride: 1, time, series };
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
