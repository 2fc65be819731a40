import { parts } from '../../shared/data/dataset.ts';
import type { DataDocument, Windows } from '../../shared/data/document.ts';
import { concerns } from '../../shared/data/steps/index.ts';
import { inStretches, type Stretches } from '../../shared/data/stretches.ts';
import { UserError } from '../../shared/ipc/port.ts';
import { copyMessages } from '../../shared/messages/copies.ts';
import { cut } from '../../shared/messages/cut.ts';
import { dataMessages } from '../../shared/messages/data.ts';
import { phrases } from '../../shared/messages/phrases.ts';
import { say } from '../../shared/messages/sentence.ts';
import type { Fold } from '../../shared/training/cross-validation.ts';
import { fitPreparation } from './preparation/fit.ts';
import { columnTargets, type Preparation } from './preparation/preparation.ts';
import { doSteadily, type Reading, unwatchedReading } from './reading.ts';
import { rowNumbers } from './rows.ts';
import { type ExcludedRows, findExcluded, withoutRows } from './split/excluded.ts';
import type { Guides } from './split/guides.ts';
import { type PartRows, splitting } from './split/split.ts';
import { blockLength, numbersIn } from './store/numbers.ts';
import { type ColumnSetting, namesOfTargets } from './tables/columns.ts';
import type { CategoricalColumn, Column } from './tables/table.ts';
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
 * is one already; others have their turn between. Throws UserError for targets that cannot be learned, and for a split without training rows.
 */
export function planTable(parts: PlanParts, reading: Reading = unwatchedReading()): Promise<TablePlan> {
  return doSteadily(planning(parts), 'prepare', reading);
}

function* planning(plan: PlanParts): Stretches<TablePlan> {
  const { columns, settings, data, guides, isUsable = () => true, paths = null, earlier = null, fold = null } = plan;
  const names = namesOfTargets(settings);
  const isTarget = ({ name }: Column) => names.has(name);
  const targets = columns.filter(isTarget);
  const rowCount = columns.length === 0 ? 0 : countRows(columns[0]!);
  for (const target of targets) yield* checkTarget(target);
  const dropping = data.preparation.filter((step) => step.step === 'impute' && step.strategy === 'drop');
  const wanted = columns.filter((column) => isTarget(column) || dropping.some((step) => concerns(step, column)));
  if (data.windows !== null) return yield* planSeries(plan, data.windows, rowCount);
  const { splitBy } = guides;
  const lacking = yield* markMissing(wanted, rowCount);
  const usable = yield* pickWhere(rowNumbers(rowCount), (row) => lacking[row] === 0 && isUsable(row));
  const classTarget = targets.find((column) => column.kind === 'categorical');
  const classes = classTarget === undefined ? null : yield* codesOf(classTarget, usable);
  const excluded = findExcluded(data, rowCount, paths);
  const split = yield* splitting({ rows: usable, classes, ...(splitBy && { by: splitBy }) }, data.split, fold);
  const rows = withoutRows(split, excluded);
  if (rows.train.length === 0) {
    const { validation, test } = data.split;
    throw new UserError(say(dataMessages['no-training-rows'], { rows: usable.length, validation, test }));
  }
  const preparation = earlier ?? (yield* fitPreparation(columns, settings, rows.train, data.preparation));
  yield* checkPrepared(columns, targets, preparation, rows);
  return { rows, preparation, ordered: null, excluded };
}

/**
 * Lays windows over the rows of a table. Rows fall into parts one by one, as without windows, and what is learned is learned from all
 * rows of the training part; then each window is of the part of the row it tells of. A row without a target is in windows all the same.
 */
function* planSeries(
  { columns, settings, data, guides, earlier = null, fold = null }: PlanParts,
  windows: Windows,
  rowCount: number,
): Stretches<TablePlan> {
  if (data.excluded.length > 0)
    throw new UserError(say(copyMessages['excluded-windows'], { received: data.excluded.length }));
  const { method, validation, test } = data.split;
  if (method === 'stratified' || method === 'random') {
    const received = say(phrases[`split-${method}`]);
    throw new UserError(say(dataMessages['windows-split'], { expected: say(phrases['splits-of-windows']), received }));
  }
  const names = namesOfTargets(settings);
  const targets = columns.filter(({ name }) => names.has(name));
  const dropping = data.preparation.filter((step) => step.step === 'impute' && step.strategy === 'drop');
  const wanted = columns.filter((column) => dropping.some((step) => concerns(step, column)));
  const [unknown, lacking] = [yield* markMissing(targets, rowCount), yield* markMissing(wanted, rowCount)];
  const ordered = yield* orderRows(rowCount, guides);
  // Where the order of the file is the time, so it is for the split.
  const { splitBy = windows.time === null && method === 'time' ? fileOrder(rowCount) : undefined } = guides;
  const all = yield* splitting(
    { rows: rowNumbers(rowCount), classes: null, ...(splitBy && { by: splitBy }) },
    data.split,
    fold,
  );
  if (all.train.length === 0)
    throw new UserError(say(dataMessages['no-training-rows'], { rows: rowCount, validation, test }));
  const used = {
    train: yield* pickWhere(all.train, (row) => lacking[row] === 0),
    validation: yield* pickWhere(all.validation, (row) => lacking[row] === 0),
    test: yield* pickWhere(all.test, (row) => lacking[row] === 0),
  };
  const { length, horizon, stride } = windows;
  const { time, series } = guides;
  const preparation = earlier ?? {
    ...(yield* fitPreparation(columns, settings, used.train, data.preparation, { isSeries: true })),
    windows: {
      length,
      horizon,
      time: time === undefined ? null : { column: time.name, kind: time.kind },
      series: series?.name ?? null,
    },
  };
  yield* checkPrepared(columns, targets, preparation, used);
  const rows = yield* planRowWindows({
    ordered,
    windows: {
      length: preparation.windows?.length ?? length,
      horizon: preparation.windows?.horizon ?? horizon,
      stride,
    },
    rows: all,
    isKnown: (row) => unknown[row] === 0,
    isWhole: (row) => lacking[row] === 0,
  });
  return { rows, preparation, ordered, excluded: findExcluded(data, rowCount) };
}

/** The numbers of rows as a column. */
function fileOrder(rowCount: number): Column {
  const values = numbersIn(Float64Array.from(rowNumbers(rowCount)));
  return { name: '', kind: 'numeric', values, invalid: null };
}

function* checkPrepared(
  columns: readonly Column[],
  targets: readonly Column[],
  preparation: Preparation,
  rows: PartRows,
): Stretches<void> {
  for (const target of targets)
    if (target.kind === 'categorical') checkClasses(target.name, target.categories, preparation);
  yield* checkFilled(columns, preparation, rows);
}

/** A number that is none would make all of a model's numbers none: some step has to fill it. */
function* checkFilled(columns: readonly Column[], { features }: Preparation, rows: PartRows): Stretches<void> {
  const columnOf = new Map(columns.map((column) => [column.name, column]));
  for (const feature of Object.values(features)) {
    if (feature.kind !== 'numbers') continue;
    for (const { column: name, kind, steps } of feature.columns) {
      const column = columnOf.get(name);
      if (column === undefined || kind === 'categorical' || steps.some((step) => step.step === 'impute')) continue;
      if ((yield* countMissing(column)) === 0) continue;
      const lacking = yield* markMissing([column], countRows(column));
      let empty = 0;
      for (const part of parts) empty += (yield* pickWhere(rows[part], (row) => lacking[row] === 1)).length;
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

/** Goes over a column, some rows at a time: tells which of them have no value. */
function* findMissing(column: Column, tell: (row: number) => void): Stretches<void> {
  if (column.kind === 'text') {
    let row = 0;
    for (const text of column.values) {
      if (text === '') tell(row);
      if (++row % blockLength === 0) yield;
    }
    return;
  }
  const isCode = column.kind === 'categorical';
  for (const { first, values } of column.values.blocks()) {
    for (let at = 0; at < values.length; at++)
      if (isCode ? values[at]! < 0 : Number.isNaN(values[at]!)) tell(first + at);
    yield;
  }
}

/** For each row 1 where one of the columns has no value: an empty cell, or no number where numbers are. */
function* markMissing(columns: readonly Column[], rowCount: number): Stretches<Uint8Array> {
  const marks = new Uint8Array(rowCount);
  for (const column of columns)
    yield* findMissing(column, (row) => {
      marks[row] = 1;
    });
  return marks;
}

/** Rows in which the column has no value. */
export function* countMissing(column: Column): Stretches<number> {
  let count = 0;
  yield* findMissing(column, () => {
    count++;
  });
  return count;
}

/** Some of the rows, in their order. */
function* pickWhere(rows: Int32Array, isWanted: (row: number) => boolean): Stretches<Int32Array> {
  const picked = new Int32Array(rows.length);
  let count = 0;
  yield* inStretches(rows.length, (from, to) => {
    for (let at = from; at < to; at++) if (isWanted(rows[at]!)) picked[count++] = rows[at]!;
  });
  return picked.subarray(0, count);
}

/** The classes of some rows. */
function* codesOf({ values }: CategoricalColumn, rows: Int32Array): Stretches<Int32Array> {
  const codes = new Int32Array(rows.length);
  yield* inStretches(rows.length, (from, to) => values.gather(rows.subarray(from, to), codes.subarray(from, to)));
  return codes;
}

function* checkTarget(target: Column): Stretches<void> {
  const { name } = target;
  if (target.kind === 'categorical' && target.categories.length === 1) {
    throw new UserError(
      say(dataMessages['target-one-class'], { column: name, received: cut(target.categories[0]!, 80) }),
    );
  }
  if ((yield* countMissing(target)) < countRows(target)) return;
  const received =
    target.kind === 'numeric' && target.invalid !== null
      ? `"${cut(target.invalid.example, 80)}"`
      : say(phrases['empty-cells']);
  throw new UserError(say(dataMessages['target-empty'], { column: name, received }));
}

/** An earlier run's classes are all there are: its model has no place for another. */
function checkClasses(name: string, categories: readonly string[], preparation: Preparation): void {
  const [, target] = columnTargets(preparation).find(([, { column }]) => column === name) ?? [];
  if (target?.kind !== 'classes') return;
  const unknown = categories.find((category) => !target.classes.includes(category));
  if (unknown === undefined) return;
  throw new UserError(
    say(dataMessages['class-unknown'], {
      column: name,
      expected: target.classes.join(', '),
      received: cut(unknown, 80),
    }),
  );
}
