import { expect, test } from 'vitest';
import { emptyData } from './document.ts';
import { suggestWindows, withWindows } from './windows.ts';

const date = (distinct: number) => ({ name: 'day', kind: 'date', distinct }) as const;
const category = (name: string, distinct: number) => ({ name, kind: 'categorical', distinct }) as const;
const number = { name: 'price', kind: 'numeric', distinct: 500 } as const;

test.each([
  ['one series of days', [number, date(1461), category('weather', 5)], 1461, ['day', null, 30]],
  ['a short series', [date(24), number], 24, ['day', null, 3]],
  // vega-datasets' stocks: five symbols, one of which is younger.
  ['several series of months', [category('symbol', 5), date(123), number], 560, ['day', 'symbol', 14]],
  ['too few categories for how often a day comes', [date(100), category('weather', 2)], 1000, ['day', null, 30]],
  ['rows without a date', [number, category('kind', 3)], 1000, [null, null, 30]],
  ['two rows', [date(2)], 2, ['day', null, 1]],
] as const)('%s have windows that suit them', (_, columns, rows, [time, series, length]) => {
  expect(suggestWindows(columns, rows)).toEqual({ length, horizon: 1, stride: 1, time, series });
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
