import { parts } from '../../shared/data/dataset.ts';
import type { DataDocument, Windows } from '../../shared/data/document.ts';
import { concerns } from '../../shared/data/steps/index.ts';
import { UserError } from '../../shared/ipc/port.ts';
import { copyMessages } from '../../shared/messages/copies.ts';
import { dataMessages } from '../../shared/messages/data.ts';
import { phrases } from '../../shared/messages/phrases.ts';
import { say } from '../../shared/messages/sentence.ts';
import type { Fold } from '../../shared/training/cross-validation.ts';
import { type ExcludedRows, findExcluded, withoutRows } from './excluded.ts';
import { fitPreparation } from './fit.ts';
import type { Guides } from './guides.ts';
import { columnTargets, type Preparation } from './preparation.ts';
import { rowNumbers } from './rows.ts';
import { type PartRows, splitRows } from './split.ts';
import { numbersIn } from './store/numbers.ts';
import type { ColumnSetting } from './tables/columns.ts';
import type { Column } from './tables/table.ts';
import { type OrderedRows, orderRows } from './windows/ordered-rows.ts';
import { planRowWindows } from './windows/plan-windows.ts';

/** Which rows of a table go where, and how they are prepared. */
export interface TablePlan {
  /** Of a time series those that its windows tell of. */
  readonly rows: PartRows;
  readonly preparation: Preparation;
  /** The rows of time series in their order; null where each row is a sample. */
  readonly ordered: OrderedRows | null;
  /** The rows that a person leaves out. */
  readonly excluded: ExcludedRows;
}

/** What a plan is made of. */
export interface PlanParts {
  /** Those with the roles input and target. */
  readonly columns: readonly Column[];
  readonly settings: readonly ColumnSetting[];
  readonly data: DataDocument;
  readonly guides: Guides;
  /** Whether a row can be learned from, whatever its cells are. */
  readonly isUsable?: (row: number) => boolean;
  /** The files that the rows are, from their folder on; null where rows have numbers alone. */
  readonly paths?: readonly string[] | null;
  /** The preparation of an earlier run in place of a new one. */
  readonly earlier?: Preparation | null;
  /** The fold of a cross-validation that the rows are for; null without one. */
  readonly fold?: Fold | null;
}

/**
 * Splits the rows that have all targets, and all cells that a step wants, and fits the preparation on the training part unless there
 * is one already. Throws UserError for targets that cannot be learned, and for a split without training rows.
 */
export function planTable({
  columns,
  settings,
  data,
  guides,
  isUsable = () => true,
  paths = null,
  earlier = null,
  fold = null,
}: PlanParts): TablePlan {
  const isTarget = ({ name }: Column) => settings.some((setting) => setting.name === name && setting.role === 'target');
  const targets = columns.filter(isTarget);
  const rowCount = columns.length === 0 ? 0 : countRows(columns[0]!);
  for (const target of targets) checkTarget(target, rowCount);
  const dropping = data.preparation.filter((step) => step.step === 'impute' && step.strategy === 'drop');
  const wanted = columns.filter((column) => isTarget(column) || dropping.some((step) => concerns(step, column)));
  if (data.windows !== null)
    return planSeries({ columns, settings, data, guides, earlier, fold }, data.windows, rowCount);
  const { splitBy } = guides;
  const usable = rowNumbers(rowCount).filter(
    (row) => isUsable(row) && !wanted.some((column) => isMissing(column, row)),
  );
  const classTarget = targets.find((column) => column.kind === 'categorical');
  const classes = classTarget === undefined ? null : usable.map((row) => classTarget.values.at(row));
  const excluded = findExcluded(data, rowCount, paths);
  const split = splitRows({ rows: usable, classes, ...(splitBy && { by: splitBy }) }, data.split, fold);
  const rows = withoutRows(split, excluded);
  if (rows.train.length === 0) {
    const { validation, test } = data.split;
    throw new UserError(say(dataMessages['no-training-rows'], { rows: usable.length, validation, test }));
  }
  const preparation = earlier ?? fitPreparation(columns, settings, rows.train, data.preparation);
  checkPrepared(columns, targets, preparation, rows);
  return { rows, preparation, ordered: null, excluded };
}

/**
 * Lays windows over the rows of a table. Rows fall into parts one by one, as without windows, and what is learned is learned from all
 * rows of the training part; then each window is of the part of the row it tells of. A row without a target is in windows all the same.
 */
function planSeries(
  { columns, settings, data, guides, earlier = null, fold = null }: PlanParts,
  windows: Windows,
  rowCount: number,
): TablePlan {
  if (data.excluded.length > 0)
    throw new UserError(say(copyMessages['excluded-windows'], { received: data.excluded.length }));
  const { method, validation, test } = data.split;
  if (method === 'stratified' || method === 'random') {
    const received = say(phrases[`split-${method}`]);
    throw new UserError(say(dataMessages['windows-split'], { expected: say(phrases['splits-of-windows']), received }));
  }
  const isTarget = ({ name }: Column) => settings.some((setting) => setting.name === name && setting.role === 'target');
  const targets = columns.filter(isTarget);
  const dropping = data.preparation.filter((step) => step.step === 'impute' && step.strategy === 'drop');
  const wanted = columns.filter((column) => dropping.some((step) => concerns(step, column)));
  const has = (some: readonly Column[], row: number) => !some.some((column) => isMissing(column, row));
  const ordered = orderRows(rowCount, guides);
  // Where the order of the file is the time, so it is for the split.
  const { splitBy = windows.time === null && method === 'time' ? fileOrder(rowCount) : undefined } = guides;
  const all = splitRows(
    { rows: rowNumbers(rowCount), classes: null, ...(splitBy && { by: splitBy }) },
    data.split,
    fold,
  );
  if (all.train.length === 0)
    throw new UserError(say(dataMessages['no-training-rows'], { rows: rowCount, validation, test }));
  const whole = (rows: Int32Array) => (wanted.length === 0 ? rows : rows.filter((row) => has(wanted, row)));
  const used = { train: whole(all.train), validation: whole(all.validation), test: whole(all.test) };
  const { length, horizon, stride } = windows;
  const { time, series } = guides;
  const preparation = earlier ?? {
    ...fitPreparation(columns, settings, used.train, data.preparation, { isSeries: true }),
    windows: {
      length,
      horizon,
      time: time === undefined ? null : { column: time.name, kind: time.kind },
      series: series?.name ?? null,
    },
  };
  checkPrepared(columns, targets, preparation, used);
  const rows = planRowWindows({
    ordered,
    windows: {
      length: preparation.windows?.length ?? length,
      horizon: preparation.windows?.horizon ?? horizon,
      stride,
    },
    rows: all,
    isKnown: (row) => has(targets, row),
    isWhole: (row) => has(wanted, row),
  });
  return { rows, preparation, ordered, excluded: findExcluded(data, rowCount) };
}

/** The numbers of rows as a column. */
function fileOrder(rowCount: number): Column {
  const values = numbersIn(Float64Array.from(rowNumbers(rowCount)));
  return { name: '', kind: 'numeric', values, invalid: null };
}

function checkPrepared(
  columns: readonly Column[],
  targets: readonly Column[],
  preparation: Preparation,
  rows: PartRows,
): void {
  for (const target of targets)
    if (target.kind === 'categorical') checkClasses(target.name, target.categories, preparation);
  checkFilled(columns, preparation, rows);
}

/** A number that is none would make all of a model's numbers none: some step has to fill it. */
function checkFilled(columns: readonly Column[], { features }: Preparation, rows: PartRows): void {
  for (const feature of Object.values(features)) {
    if (feature.kind !== 'numbers') continue;
    for (const { column: name, kind, steps } of feature.columns) {
      const column = columns.find((column) => column.name === name);
      if (column === undefined || kind === 'categorical' || steps.some((step) => step.step === 'impute')) continue;
      const empty = parts.reduce(
        (sum, part) => sum + rows[part].reduce((count, row) => count + (isMissing(column, row) ? 1 : 0), 0),
        0,
      );
      if (empty === 0) continue;
      throw new UserError(
        say(dataMessages['step-impute-wanted'], {
          column: name,
          expected: say(phrases['step-impute']),
          received: empty,
        }),
      );
    }
  }
}

/** How many rows the column's table has. */
export function countRows(column: Column): number {
  return column.values.length;
}

/** Whether the column's cell in a row is empty, or is no number where numbers are. */
export function isMissing(column: Column, row: number): boolean {
  switch (column.kind) {
    case 'numeric':
    case 'date':
      return Number.isNaN(column.values.at(row));
    case 'categorical':
      return column.values.at(row) < 0;
    case 'text':
      return column.values.at(row) === '';
  }
}

/** Rows in which the column has no value. */
export function countMissing(column: Column): number {
  let count = 0;
  for (let row = countRows(column) - 1; row >= 0; row--) if (isMissing(column, row)) count++;
  return count;
}

function checkTarget(target: Column, rowCount: number): void {
  const { name } = target;
  if (target.kind === 'categorical' && target.categories.length === 1) {
    throw new UserError(say(dataMessages['target-one-class'], { column: name, received: target.categories[0]! }));
  }
  for (let row = 0; row < rowCount; row++) if (!isMissing(target, row)) return;
  const received =
    target.kind === 'numeric' && target.invalid !== null ? `"${target.invalid.example}"` : say(phrases['empty-cells']);
  throw new UserError(say(dataMessages['target-empty'], { column: name, received }));
}

/** An earlier run's classes are all there are: its model has no place for another. */
function checkClasses(name: string, categories: readonly string[], preparation: Preparation): void {
  const [, target] = columnTargets(preparation).find(([, { column }]) => column === name) ?? [];
  if (target?.kind !== 'classes') return;
  const unknown = categories.find((category) => !target.classes.includes(category));
  if (unknown === undefined) return;
  throw new UserError(
    say(dataMessages['class-unknown'], { column: name, expected: target.classes.join(', '), received: unknown }),
  );
}
