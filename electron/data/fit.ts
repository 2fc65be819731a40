import type { DataDocument } from '../../shared/data/document.ts';
import type { ColumnSetting } from './columns.ts';
import type {
  CategoricalInput,
  FeaturePreparation,
  NumericInput,
  Preparation,
  TargetPreparation,
} from './preparation.ts';
import type { CategoricalColumn, Column, NumericColumn } from './table.ts';
import { buildVocabulary } from './text/tokens.ts';

/** The feature of all numeric and categorical input columns; with a number after it if a column has this name. */
const numbersName = 'inputs';

/**
 * Learns the preparation of a table from the rows of its training part alone: scales, fillings, categories, vocabularies. Only the
 * classes of targets are those of all rows: they say what the task is. `columns` are those with the roles input and target.
 */
export function fitPreparation(
  columns: readonly Column[],
  settings: readonly ColumnSetting[],
  trainRows: Int32Array,
  how: DataDocument['preparation'],
): Preparation {
  const inputs = columns.filter(({ name }) => roleOf(settings, name) === 'input');
  const numbers: (NumericInput | CategoricalInput)[] = [];
  const texts: [name: string, feature: FeaturePreparation][] = [];
  for (const column of inputs) {
    switch (column.kind) {
      case 'numeric':
        numbers.push(fitNumeric(column, trainRows, how.scaling));
        break;
      case 'categorical':
        numbers.push(fitCategorical(column, trainRows));
        break;
      case 'text': {
        const trainTexts = Array.from(trainRows, (row) => column.values[row]!);
        const vocabulary = buildVocabulary(trainTexts, how.vocabularySize);
        texts.push([
          column.name,
          { kind: 'tokens', column: column.name, sequenceLength: how.sequenceLength, vocabulary },
        ]);
        break;
      }
    }
  }
  const taken = texts.map(([name]) => name);
  const features: [string, FeaturePreparation][] =
    numbers.length === 0 ? texts : [[freeName(taken), { kind: 'numbers', columns: numbers }], ...texts];
  const targets = Object.fromEntries(
    columns.filter(({ name }) => roleOf(settings, name) === 'target').map((column) => [column.name, fitTarget(column)]),
  );
  return { version: 1, features: Object.fromEntries(features), targets };
}

function roleOf(settings: readonly ColumnSetting[], name: string): ColumnSetting['role'] | undefined {
  return settings.find((setting) => setting.name === name)?.role;
}

function freeName(taken: readonly string[]): string {
  let name = numbersName;
  for (let number = 2; taken.includes(name); number++) name = `${numbersName}_${number}`;
  return name;
}

function fitTarget(column: Column): TargetPreparation {
  switch (column.kind) {
    case 'numeric':
      return { kind: 'number', column: column.name };
    case 'categorical':
      return { kind: 'classes', column: column.name, classes: [...column.categories] };
    case 'text':
      throw new Error(`A target is numeric or categorical. Received: the text column "${column.name}".`);
  }
}

function fitCategorical({ name, codes, categories }: CategoricalColumn, trainRows: Int32Array): CategoricalInput {
  const seen = new Uint8Array(categories.length);
  for (const row of trainRows) if (codes[row]! >= 0) seen[codes[row]!] = 1;
  return { column: name, kind: 'categorical', categories: categories.filter((_, code) => seen[code] === 1) };
}

function fitNumeric(
  { name, values }: NumericColumn,
  trainRows: Int32Array,
  scaling: DataDocument['preparation']['scaling'],
): NumericInput {
  const { mean, deviation, minimum, maximum } = describeNumbers(values, trainRows);
  const column = { column: name, kind: 'numeric', fill: mean } as const;
  switch (scaling) {
    case 'none':
      return { ...column, center: 0, scale: 1 };
    case 'standard':
      return { ...column, center: mean, scale: safeScale(deviation, mean) };
    case 'min-max':
      return { ...column, center: minimum, scale: safeScale(maximum - minimum, minimum) };
  }
}

/** A column without spread keeps its scale; what is left of rounding is no spread. */
function safeScale(spread: number, size: number): number {
  return spread > Math.abs(size) * 1e-12 && Number.isFinite(spread) ? spread : 1;
}

export interface NumbersDescription {
  readonly count: number;
  readonly mean: number;
  /** Of the whole population, divided by the count. */
  readonly deviation: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** Mean, deviation and limits of the rows that have a number; zeros if none has. */
export function describeNumbers(values: Float64Array, rows: Int32Array): NumbersDescription {
  let count = 0;
  let sum = 0;
  let minimum = Number.POSITIVE_INFINITY;
  let maximum = Number.NEGATIVE_INFINITY;
  for (const row of rows) {
    const value = values[row]!;
    if (Number.isNaN(value)) continue;
    count++;
    sum += value;
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
  }
  if (count === 0) return { count, mean: 0, deviation: 0, minimum: 0, maximum: 0 };
  const mean = sum / count;
  let squares = 0;
  // A second pass: the one-pass formula loses all digits where the mean is large beside the spread.
  for (const row of rows) if (!Number.isNaN(values[row]!)) squares += (values[row]! - mean) ** 2;
  return { count, mean, deviation: Math.sqrt(squares / count), minimum, maximum };
}
