import type { RowOrder } from '../../../shared/data/dataset.ts';
import { inStretches, type Stretches } from '../../../shared/data/stretches.ts';
import { countRows } from '../plan-table.ts';
import { rowNumbers } from '../rows.ts';
import { type ColumnSetting, isNamedAsIdentifier, isNamedAsMoment, namesOfTargets } from '../tables/columns.ts';
import type { CategoricalColumn, Column } from '../tables/table.ts';
import type { TimeColumn } from './ordered-rows.ts';

/** Rows that are looked at: so many of the first, and where those are of one series, so many of all, evenly spaced. */
const lookedRows = 100_000;
/** Rows that a series has at least on the average. */
const fewestRows = 4;
/** Categories that are looked at. */
const mostCategories = 30;
/** Of the rows, those that may be twice within series, and those that may have the time of another where there is one series. */
const shareTwice = 0.01;
const shareOfOne = 0.05;
/** Of all times that all series could have, those that are there: without that, chance alone keeps them apart. */
const shareOfTimes = 0.1;
/** What says when a row is, and mostly comes again: months would be series of years. */
const partOfTime =
  /^(?:quarter|month|week|week_?day|day(?:[ _]?of[ _]?(?:week|month|year))?|dow|season|hour|hr|minute|second)s?$/i;

/** How rows lie, one after the other, within each value of a column, or within all. */
interface Lie {
  readonly rows: number;
  /** Values of the column, times, and stretches of rows with the same value. */
  readonly series: number;
  readonly times: number;
  readonly runs: number;
  /** Rows whose time another of their value has, and those whose time is before that of the one before. */
  readonly repeats: number;
  readonly falls: number;
}

/**
 * What the rows of a table seem to go by where they are a time series. Its times are the first dates, or numbers, that are there once each or once for
 * each value of a category; without such times a category whose values stand in blocks is taken for the name of a series.
 */
export function* findOrder(columns: readonly Column[], settings: readonly ColumnSetting[]): Stretches<RowOrder> {
  const count = columns.length === 0 ? 0 : countRows(columns[0]!);
  const targets = namesOfTargets(settings);
  const others = columns.filter(({ name }) => !targets.has(name));
  const first = yield* findOrderOf(others, rowNumbers(Math.min(count, lookedRows)));
  if (count <= lookedRows || first.series !== null) return first;
  const step = Math.ceil(count / lookedRows);
  const spread = yield* findOrderOf(
    others,
    rowNumbers(Math.floor(count / step)).map((row) => row * step),
  );
  return spread.series === null ? first : spread;
}

/** A column that may tell series apart, and its values in the rows that are looked at. */
interface Category {
  readonly name: string;
  readonly values: Float64Array;
}

function* findOrderOf(columns: readonly Column[], rows: Int32Array): Stretches<RowOrder> {
  const dates = columns.filter(({ kind }) => kind === 'date');
  const numbers = columns.filter(({ kind }) => kind === 'numeric');
  const categories = yield* findCategories(columns, rows);
  let time: string | null = null;
  for (const column of [...dates, ...numbers]) {
    yield;
    const isNamed = column.kind === 'date' || isNamedAsMoment(column.name);
    const times = valuesOf(column, rows);
    if (times === null) continue;
    // Numbers that only may be times are such where they never fall within a series: most fall at once.
    const others = categories.filter(({ name }) => name !== column.name);
    const lies = liesWithin(times, others, isNamed ? rows.length : 0);
    if (!isNamed && lies.length === 0) continue;
    const all = lieOf(times, null, { repeats: rows.length, falls: rows.length })!;
    const isOnce = all.repeats <= rows.length * shareOfOne;
    if (all.falls > 0 || !isOnce) {
      const series = seriesOf(all, lies);
      if (series !== null) return { time: column.name, series };
    }
    if (isNamed && isOnce) return { time: column.name, series: null };
    if (column.kind === 'date') time ??= column.name;
  }
  return { time, series: time === null ? findBlocks(categories, rows) : null };
}

/** Categories, and numbers that name things, that are no part of a date. */
function* findCategories(columns: readonly Column[], rows: Int32Array): Stretches<readonly Category[]> {
  const found: Category[] = [];
  for (const column of columns) {
    const { name, kind } = column;
    if (found.length === mostCategories) break;
    if (kind !== 'categorical' && !(kind === 'numeric' && isNamedAsIdentifier(name))) continue;
    if (isNamedAsMoment(name) || partOfTime.test(name)) continue;
    yield;
    const values = valuesOf(column, rows);
    if (values === null) continue;
    const different = new Set(values).size;
    if (different > 1 && different * fewestRows <= rows.length) found.push({ name, values });
  }
  return found;
}

/** How rows lie within the values of each category where times are there once. */
function liesWithin(times: Float64Array, categories: readonly Category[], falls: number): { name: string; lie: Lie }[] {
  return categories.flatMap(({ name, values }) => {
    const lie = lieOf(times, values, { repeats: times.length * shareTwice, falls });
    return lie === null ? [] : [{ name, lie }];
  });
}

/** The category, with the fewest values, that is why times repeat or fall back; null where none is. */
function seriesOf(all: Lie, lies: readonly { readonly name: string; readonly lie: Lie }[]): string | null {
  const told = lies.filter(({ lie }) => {
    const risesInBlocks = lie.runs === lie.series && lie.falls === 0;
    const isFull = all.rows >= lie.series * all.times * shareOfTimes;
    return all.repeats > all.rows * shareOfOne ? isFull || risesInBlocks : risesInBlocks;
  });
  return told.sort((one, other) => one.lie.series - other.lie.series)[0]?.name ?? null;
}

/** The category, with the most values, of which each stands in rows that follow each other; null where there is none. */
function findBlocks(categories: readonly Category[], rows: Int32Array): string | null {
  const blocks = liesWithin(Float64Array.from(rows), categories, 0).filter(({ lie }) => lie.runs === lie.series);
  return blocks.sort((one, other) => other.lie.series - one.lie.series)[0]?.name ?? null;
}

/** The values of some rows; null where one has none: such rows have no place in a series. */
function valuesOf(column: Column, rows: Int32Array): Float64Array | null {
  if (column.kind === 'text') return null;
  const values = new Float64Array(rows.length);
  column.values.gather(rows, values);
  const isNone = column.kind === 'categorical' ? (value: number) => value < 0 : Number.isNaN;
  return values.some(isNone) ? null : values;
}

/** How rows lie within each value of a column, or all together; null where more repeat or fall than may. */
function lieOf(times: Float64Array, values: Float64Array | null, most: Pick<Lie, 'repeats' | 'falls'>): Lie | null {
  const known = new Map<number, { last: number; readonly times: Set<number> }>();
  let [repeats, falls, runs, before] = [0, 0, 0, Number.NaN];
  for (let at = 0; at < times.length; at++) {
    const time = times[at]!;
    const value = values === null ? 0 : values[at]!;
    if (value !== before) runs++;
    before = value;
    const own = known.get(value);
    if (own === undefined) {
      known.set(value, { last: time, times: new Set([time]) });
      continue;
    }
    if (time < own.last && ++falls > most.falls) return null;
    own.last = time;
    if (!own.times.has(time)) own.times.add(time);
    else if (++repeats > most.repeats) return null;
  }
  const different = values === null ? (known.get(0)?.times.size ?? 0) : 0;
  return { rows: times.length, series: known.size, times: different, runs, repeats, falls };
}

/** Whether a row of a series is, in the file, after one of a later time. */
export function* isOutOfOrder(time: TimeColumn, series: CategoricalColumn | undefined): Stretches<boolean> {
  const last = new Map<number, number>();
  let isOut = false;
  yield* inStretches(time.values.length, (from, to) => {
    for (let row = from; row < to && !isOut; row++) {
      const code = series?.values.at(row) ?? 0;
      const moment = time.values.at(row);
      isOut = moment < (last.get(code) ?? moment);
      last.set(code, moment);
    }
  });
  return isOut;
}
