import type { DataDocument } from '../../shared/data/document.ts';
import { UserError } from '../../shared/ipc/port.ts';
import { dataMessages } from '../../shared/messages/data.ts';
import { phrases } from '../../shared/messages/phrases.ts';
import { say } from '../../shared/messages/sentence.ts';
import type { ColumnSetting } from './columns.ts';
import { fitPreparation } from './fit.ts';
import type { Preparation } from './preparation.ts';
import { rowNumbers } from './rows.ts';
import { type PartRows, splitRows } from './split.ts';
import type { Column } from './table.ts';

/** Which rows of a table go where, and how they are prepared. */
export interface TablePlan {
  readonly rows: PartRows;
  readonly preparation: Preparation;
}

/**
 * Splits the rows that have all targets, alike in the classes of the first class target, and fits the preparation on the training
 * part unless there is one already. Throws UserError for targets that cannot be learned, and for a split without training rows.
 */
export function planTable(
  columns: readonly Column[],
  settings: readonly ColumnSetting[],
  data: DataDocument,
  earlier: Preparation | null = null,
): TablePlan {
  const targets = columns.filter(({ name }) =>
    settings.some((setting) => setting.name === name && setting.role === 'target'),
  );
  const rowCount = columns.length === 0 ? 0 : countRows(columns[0]!);
  for (const target of targets) checkTarget(target, rowCount);
  const usable = rowNumbers(rowCount).filter((row) => !targets.some((target) => isMissing(target, row)));
  const classTarget = targets.find((column) => column.kind === 'categorical');
  const classes = classTarget === undefined ? null : usable.map((row) => classTarget.codes[row]!);
  const rows = splitRows({ rows: usable, classes }, data.split);
  if (rows.train.length === 0) {
    const { validation, test } = data.split;
    throw new UserError(say(dataMessages['no-training-rows'], { rows: usable.length, validation, test }));
  }
  const preparation = earlier ?? fitPreparation(columns, settings, rows.train, data.preparation);
  for (const target of targets)
    if (target.kind === 'categorical') checkClasses(target.name, target.categories, preparation);
  return { rows, preparation };
}

/** How many rows the column's table has. */
export function countRows(column: Column): number {
  return column.kind === 'categorical' ? column.codes.length : column.values.length;
}

/** Whether the column's cell in a row is empty, or is no number where numbers are. */
export function isMissing(column: Column, row: number): boolean {
  switch (column.kind) {
    case 'numeric':
      return Number.isNaN(column.values[row]!);
    case 'categorical':
      return column.codes[row]! < 0;
    case 'text':
      return column.values[row] === '';
  }
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
  const target = Object.values(preparation.targets).find(({ column }) => column === name);
  if (target?.kind !== 'classes') return;
  const unknown = categories.find((category) => !target.classes.includes(category));
  if (unknown === undefined) return;
  throw new UserError(
    say(dataMessages['class-unknown'], { column: name, expected: target.classes.join(', '), received: unknown }),
  );
}
