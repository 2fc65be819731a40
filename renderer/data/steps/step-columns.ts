import type { ColumnSummary } from '../../../shared/data/dataset.ts';
import type { ColumnKind } from '../../../shared/data/document.ts';
import { concerns, isForTargets, type Step, takes } from '../../../shared/data/steps/index.ts';
import type { Values } from '../../../shared/data/steps/values.ts';

type KnownColumn = Pick<ColumnSummary, 'name' | 'kind' | 'role'>;

const kindsOfValues: Readonly<Record<ColumnKind, Values['kind']>> = {
  numeric: 'numbers',
  date: 'dates',
  categorical: 'categories',
  text: 'texts',
};

/** The names of the columns that a step does something for at its place in the list: inputs, and targets that it names. */
export function columnsOf(steps: readonly Step[], at: number, columns: readonly KnownColumn[]): readonly string[] {
  const step = steps[at]!;
  return columns
    .filter((column) =>
      column.role === 'target'
        ? step.columns?.includes(column.name) === true && canBeForTarget(step, column)
        : column.role === 'input' && isFor(step, column, kindBefore(steps, at, column)),
    )
    .map(({ name }) => name);
}

/** The columns that a step can be for at its place in the list: inputs, which it is for unless some are named, and targets. */
export function columnsFor(
  steps: readonly Step[],
  at: number,
  columns: readonly KnownColumn[],
): { readonly inputs: readonly string[]; readonly targets: readonly string[] } {
  const step = steps[at]!;
  const targets = columns.filter((column) => column.role === 'target' && canBeForTarget(step, column));
  return {
    inputs: columnsOf(steps.with(at, { ...step, columns: null }), at, columns),
    targets: targets.map(({ name }) => name),
  };
}

function canBeForTarget(step: Step, { kind }: KnownColumn): boolean {
  return kind === 'numeric' && isForTargets(step);
}

function isFor(step: Step, column: KnownColumn, values: Values['kind']): boolean {
  if (!concerns(step, column)) return false;
  if (step.step === 'image') return false;
  return step.step === 'tokenize' ? values === 'texts' : takes(step, values);
}

/** What the values of a column are when they come to a place in the list. */
function kindBefore(steps: readonly Step[], at: number, column: KnownColumn): Values['kind'] {
  return steps
    .slice(0, at)
    .reduce<Values['kind']>(
      (values, step) => (isFor(step, column, values) ? kindAfter(step, values) : values),
      kindsOfValues[column.kind],
    );
}

function kindAfter(step: Step, values: Values['kind']): Values['kind'] {
  switch (step.step) {
    case 'date-parts':
      return 'numbers';
    case 'encode':
      return step.method;
    default:
      return values;
  }
}
