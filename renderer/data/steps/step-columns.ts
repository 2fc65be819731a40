import type { ColumnSummary } from '../../../shared/data/dataset.ts';
import type { ColumnKind } from '../../../shared/data/document.ts';
import { concerns, type Step, takes } from '../../../shared/data/steps/index.ts';
import type { Values } from '../../../shared/data/steps/values.ts';

type KnownColumn = Pick<ColumnSummary, 'name' | 'kind' | 'role'>;

const kindsOfValues: Readonly<Record<ColumnKind, Values['kind']>> = {
  numeric: 'numbers',
  date: 'dates',
  categorical: 'categories',
  text: 'texts',
};

/** The names of the input columns that a step does something for at its place in the list. */
export function columnsOf(steps: readonly Step[], at: number, columns: readonly KnownColumn[]): readonly string[] {
  return inputs(columns)
    .filter((column) => isFor(steps[at]!, column, kindBefore(steps, at, column)))
    .map(({ name }) => name);
}

/** The names of the input columns that a step can be for at its place in the list. */
export function columnsFor(steps: readonly Step[], at: number, columns: readonly KnownColumn[]): readonly string[] {
  return columnsOf(steps.with(at, { ...steps[at]!, columns: null }), at, columns);
}

function inputs(columns: readonly KnownColumn[]): readonly KnownColumn[] {
  return columns.filter(({ role }) => role === 'input');
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
