import { expect, test } from 'vitest';
import type { DataDocument } from '../../../shared/data/document.ts';
import { emptyData } from '../../../shared/data/document.ts';
import { withFoundSource } from '../../../shared/data/found-source.ts';
import { suggestWindows, withWindows } from '../../../shared/data/windows.ts';
import { inEnglish } from '../../../shared/messages/sentence.ts';
import { vegaFile, writeTable } from '../../../testing/datasets.ts';
import { inspectDataset } from '../inspect.ts';
import { findSource } from '../sources/find-source.ts';

type Row = readonly (string | number)[];
const tableOf = (names: string, rows: readonly Row[]) =>
  writeTable(`${names}\n${rows.map((row) => row.join(',')).join('\n')}\n`);
/** Rows of each of some names and numbers from 0; `at` says which come first. */
const rowsOf = (
  names: readonly string[],
  count: number,
  order: 'turns' | 'blocks',
  row: (at: number, name: string) => Row,
) =>
  order === 'blocks'
    ? names.flatMap((name) => Array.from({ length: count }, (_, at) => row(at, name)))
    : Array.from({ length: count }, (_, at) => names.map((name) => row(at, name))).flat();
const day = (at: number) => new Date(Date.UTC(2024, 0, 1 + at)).toISOString().slice(0, 10);
/** Numbers that neither rise nor fall. */
const value = (at: number, name = '') => ((at * 7919 + name.length * 31) % 101) / 10;
const sensors = ['a', 'bb', 'ccc'];
const loggers = Array.from({ length: 40 }, (_, at) => `l${at}`);
const seasons = ['spring', 'summer', 'autumn', 'winter'];

const cases: Readonly<
  Record<string, readonly [path: () => string, target: string, time: string | null, series: string | null]>
> = {
  'months of five stocks in blocks': [() => vegaFile('stocks.csv'), 'price', 'date', 'symbol'],
  'one series of days, with a category': [() => vegaFile('seattle-weather.csv'), 'temp_max', 'date', null],
  'three sensors in turns, by a number': [
    () =>
      tableOf(
        'time,sensor,value',
        rowsOf(sensors, 40, 'turns', (at, name) => [at, name, value(at, name)]),
      ),
    'value',
    'time',
    'sensor',
  ],
  'three sensors in turns, by a date, and rows that are shuffled': [
    () => {
      const rows = rowsOf(sensors, 60, 'turns', (at, name) => [day(at), name, value(at, name)]);
      return tableOf(
        'when,sensor,value',
        rows.map((_, at) => rows[(at * 77) % rows.length]!),
      );
    },
    'value',
    'when',
    'sensor',
  ],
  'blocks whose times never meet': [
    () =>
      tableOf(
        'when,logger,value',
        rowsOf(sensors, 40, 'blocks', (at, name) => [day(900 - name.length * 200 + at), name, value(at)]),
      ),
    'value',
    'when',
    'logger',
  ],
  'many short blocks whose times seldom meet': [
    () =>
      tableOf(
        'when,logger,value',
        rowsOf(loggers, 5, 'blocks', (at, name) => [day(Number(name.slice(1)) * 4 + at), name, value(at)]),
      ),
    'value',
    'when',
    'logger',
  ],
  'blocks without a time': [
    () =>
      tableOf(
        'logger,value',
        rowsOf(sensors, 40, 'blocks', (at, name) => [name, value(at)]),
      ),
    'value',
    null,
    'logger',
  ],
  'blocks of a category that are the target': [
    () =>
      tableOf(
        'size,species',
        rowsOf(sensors, 40, 'blocks', (at, name) => [value(at), name]),
      ),
    'species',
    null,
    null,
  ],
  'a category that changes once in a series': [
    () =>
      tableOf(
        'when,phase,value',
        Array.from({ length: 80 }, (_, at) => [day(at), at < 30 ? 'off' : 'on', value(at)]),
      ),
    'value',
    'when',
    null,
  ],
  'seasons of years': [
    () =>
      tableOf(
        'year,season,value',
        rowsOf(seasons, 12, 'turns', (at, name) => [1990 + at, name, value(at, name)]),
      ),
    'value',
    null,
    null,
  ],
  'events of a day, whose categories meet by chance': [
    () =>
      tableOf(
        'when,kind,value',
        Array.from({ length: 300 }, (_, at) => [day(at / 5), `k${(at * at) % 7}`, value(at)]),
      ),
    'value',
    'when',
    null,
  ],
};

async function look(path: string, target: string, changes: (data: DataDocument) => DataDocument = (data) => data) {
  const found = withFoundSource(emptyData, await findSource(path));
  const columns = { [target]: { kind: target === 'species' ? 'categorical' : 'numeric', role: 'target' } } as const;
  return inspectDataset(changes({ ...found, columns }), { directory: null });
}

test.each(Object.entries(cases))('what rows go by is found: %s', async (_, [path, target, time, series]) => {
  const summary = await look(path(), target);
  expect(summary.order).toEqual({ time, series });
  // Single rows go by nothing.
  expect(summary.warnings.map(inEnglish).join(' ')).not.toMatch(/windows/i);
});

test('a series in blocks longer than what is looked at first is found by rows of all', async () => {
  const rows = rowsOf(['a', 'bb'], 101_000, 'blocks', (at, name) => [at, name, value(at)]);
  expect((await look(tableOf('time,sensor,value', rows), 'value')).order).toEqual({ time: 'time', series: 'sensor' });
});

test('windows across several series, or across rows that are not in their order, are told until they go by those', async () => {
  const stocks = vegaFile('stocks.csv');
  const told = async (path: string, target: string, order: { time: string | null; series: string | null }) => {
    const windows = { length: 3, horizon: 1, stride: 1, ...order };
    const { warnings } = await look(path, target, (data) => withWindows(data, windows));
    return warnings.map(inEnglish).filter((words) => /windows|same/i.test(words));
  };
  const mixed =
    'Rows seem to be of several series that "symbol" tells apart, each in the order of "date", and windows go across them as if they were one.';
  expect(await told(stocks, 'price', { time: null, series: null })).toEqual([mixed]);
  expect(await told(stocks, 'price', { time: 'date', series: null })).toEqual([mixed]);
  expect(await told(stocks, 'price', { time: null, series: 'symbol' })).toEqual([]);
  expect(await told(stocks, 'price', { time: 'date', series: 'symbol' })).toEqual([]);
  const blocks = cases['blocks without a time']![0]();
  expect(await told(blocks, 'value', { time: null, series: null })).toEqual([
    'Rows seem to be of several series that "logger" tells apart, and windows go across them as if they were one.',
  ]);
  const newestFirst = tableOf(
    'when,value',
    Array.from({ length: 80 }, (_, at) => [day(80 - at), value(at)]),
  );
  expect(await told(newestFirst, 'value', { time: null, series: null })).toEqual([
    'Rows are not in the order of "when", and windows take them in the order of the file.',
  ]);
  expect(await told(newestFirst, 'value', { time: 'when', series: null })).toEqual([]);
  expect(await told(vegaFile('seattle-weather.csv'), 'temp_max', { time: null, series: null })).toEqual([]);
});

test('windows that are suggested go by what was found', async () => {
  const summary = await look(vegaFile('stocks.csv'), 'price');
  expect(suggestWindows(summary)).toEqual({ length: 14, horizon: 1, stride: 1, time: 'date', series: 'symbol' });
});
