import { setImmediate } from 'node:timers/promises';
import type { ColumnSummary } from '../../../shared/data/dataset.ts';
import { type Association, noStatistics } from '../../../shared/data/statistics.ts';
import { quantileOf } from '../../../shared/data/steps/statistics.ts';
import { doAtOnce } from '../../../shared/data/stretches.ts';
import { countMissing, countRows, type TablePlan } from '../plan-table.ts';
import type { Reading } from '../reading.ts';
import type { ColumnSetting } from '../tables/columns.ts';
import { type Column, type ColumnProfile, sampledRows } from '../tables/table.ts';
import { associate, type Series } from './associations.ts';
import { histogramOf } from './histogram.ts';
import { passCategories, passNumbers } from './passes.ts';
import { tokenStatistics } from './token-statistics.ts';

interface Summarized {
  /** All columns of the table, with the setting and the first look of each. */
  readonly columns: readonly Column[];
  readonly settings: readonly ColumnSetting[];
  readonly profiles: readonly ColumnProfile[];
  /** Null while nothing can be trained on them: nothing is said then of training rows. */
  readonly plan: TablePlan | null;
}

/** What a column is, and its values in evenly spaced rows. */
interface Found {
  readonly summary: ColumnSummary;
  /** Null for texts. */
  readonly series: Series | null;
}

/** What is known of each column. Of limits, means and counts all rows are looked at, for the rest `sampledRows` at most, evenly spaced. */
export async function summarizeColumns(
  { columns, settings, profiles, plan }: Summarized,
  { signal }: Reading,
): Promise<ColumnSummary[]> {
  const rows = columns.length === 0 ? 0 : countRows(columns[0]!);
  const step = Math.max(1, Math.ceil(rows / sampledRows));
  const training = plan === null ? null : sampledTraining(plan.rows.train, rows, step);
  const find = (at: number) => findColumn(columns[at]!, settings[at]!, profiles[at]!, plan, step);
  const targets = new Map<number, Found>();
  for (const [at, { role }] of settings.entries()) if (role === 'target') targets.set(at, find(at));
  const series = [...targets.values()].flatMap(({ summary: { name }, series }): [string, Series][] =>
    training === null || series === null ? [] : [[name, pickSeries(series, training)]],
  );
  const summaries: ColumnSummary[] = [];
  for (const at of columns.keys()) {
    // A window may ask how far this is, or end it, between two columns.
    await setImmediate();
    signal.throwIfAborted();
    const found = targets.get(at) ?? find(at);
    summaries.push(training === null ? found.summary : withAssociations(found, training, series));
  }
  return summaries;
}

/** Which of the rows that are looked at, by their place among them, are in the training part. */
function sampledTraining(train: Int32Array, rows: number, step: number): Int32Array {
  const isTraining = new Uint8Array(Math.ceil(rows / step));
  for (const row of train) if (row % step === 0) isTraining[row / step] = 1;
  const places = new Int32Array(isTraining.reduce((sum, is) => sum + is, 0));
  let taken = 0;
  for (let place = 0; place < isTraining.length; place++) if (isTraining[place] === 1) places[taken++] = place;
  return places;
}

function pickSeries(series: Series, places: Int32Array): Series {
  if (series.kind === 'classes') return { kind: 'classes', codes: places.map((place) => series.codes[place]!) };
  const values = new Float64Array(places.length);
  for (let at = 0; at < places.length; at++) values[at] = series.values[places[at]!]!;
  return { kind: 'numbers', values };
}

function withAssociations(
  { summary, series }: Found,
  training: Int32Array,
  targets: readonly (readonly [name: string, series: Series])[],
): ColumnSummary {
  const others = targets.filter(([name]) => name !== summary.name);
  if (series === null || others.length === 0) return summary;
  const picked = pickSeries(series, training);
  const associations = others.flatMap(([target, values]) =>
    associate(picked, values).map(([measure, value]): Association => ({ target, measure, value })),
  );
  return { ...summary, statistics: { ...summary.statistics, associations } };
}

function findColumn(
  column: Column,
  { role }: ColumnSetting,
  profile: ColumnProfile,
  plan: TablePlan | null,
  step: number,
): Found {
  const { name, kind } = column;
  const rows = countRows(column);
  const common = { name, kind, role, minimum: null, maximum: null, mean: null };
  const sampled = step === 1 ? null : Math.ceil(rows / step);
  switch (column.kind) {
    case 'text': {
      const feature = Object.values(plan?.preparation.features ?? {}).find(
        (feature) => feature.kind === 'tokens' && feature.column === name,
      );
      const tokens = plan !== null && feature?.kind === 'tokens' ? tokenStatistics(column, feature, plan.rows) : null;
      const missing = doAtOnce(countMissing(column));
      const statistics = { ...noStatistics, present: rows - missing, tokens };
      return { summary: { ...common, missing, distinct: profile.distinct, statistics }, series: null };
    }
    case 'categorical': {
      const { present, counts, sampled: codes } = passCategories(column, step);
      const summary = { ...common, missing: rows - present, distinct: column.categories.length };
      return {
        summary: { ...summary, statistics: { ...noStatistics, sampled, present, categories: counts } },
        series: { kind: 'classes', codes },
      };
    }
    case 'numeric':
    case 'date': {
      const found = passNumbers(column, step);
      const { count, minimum, maximum, mean, deviation, sampled: values } = found;
      // All of a short table was looked at already, cell by cell.
      const distinct = rows <= sampledRows ? profile.distinct : found.distinct;
      const summary = { ...common, missing: rows - count, distinct };
      const series = { kind: 'numbers', values } as const;
      if (count === 0) return { summary: { ...summary, statistics: { ...noStatistics, sampled } }, series };
      const present = values.filter((value) => !Number.isNaN(value)).sort();
      // Every sampled cell may be empty where nearly all are.
      const isKnown = present.length > 0;
      const statistics = {
        ...noStatistics,
        sampled,
        present: count,
        deviation: kind === 'numeric' ? deviation : null,
        median: isKnown ? quantileOf(present, 0.5) : null,
        histogram: isKnown ? histogramOf(present, { minimum, maximum }, column.kind) : null,
      };
      return { summary: { ...summary, minimum, maximum, mean, statistics }, series };
    }
  }
}
