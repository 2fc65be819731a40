import { expect, test } from 'vitest';
import type { ColumnSummary } from './dataset.ts';
import { emptyData } from './document.ts';
import { suggestWindows, withWindows } from './windows.ts';

test.each([
  ['one series of days', { time: 'day', series: null }, 1461, 30],
  ['a short series', { time: 'day', series: null }, 24, 3],
  ['several series', { time: 'day', series: 'symbol' }, 560, 14],
  ['rows that go by nothing', undefined, 1000, 30],
  ['two rows', { time: 'day', series: null }, 2, 1],
] as const)('%s have windows that suit them', (_, order, rows, length) => {
  const columns = [{ name: 'symbol', distinct: 5 } as ColumnSummary];
  const found = { columns, rows: { train: rows - 1, validation: 1, test: 0 }, order };
  expect(suggestWindows(found)).toEqual({ length, horizon: 1, stride: 1, time: null, series: null, ...order });
});

test('with windows the split goes by their time, unless it goes by a column of its own', () => {
  const windows = { length: 3, horizon: 1, stride: 1, time: 'day', series: null };
  const data = withWindows(emptyData, windows);
  expect([data.windows, data.split.method, data.split.column]).toEqual([windows, 'time', 'day']);
  const other = withWindows(data, { ...windows, time: 'hour' });
  expect([other.split.method, other.split.column]).toEqual(['time', 'hour']);
  expect(withWindows(other, null)).toEqual(emptyData);
  const grouped = { ...emptyData, split: { ...emptyData.split, method: 'group', column: 'shop' } as const };
  expect(withWindows(grouped, windows)).toEqual({ ...grouped, windows });
  expect(withWindows(withWindows(grouped, windows), null)).toEqual(grouped);
});
