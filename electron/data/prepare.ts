import { phrases } from '../../shared/messages/phrases.ts';
import { say } from '../../shared/messages/sentence.ts';
import { type Gather, gatherValues, type PreparedRows } from './gather.ts';
import type {
  FeaturePreparation,
  NumbersPreparation,
  NumericInput,
  Preparation,
  TargetPreparation,
  TokensPreparation,
} from './preparation.ts';
import { countNumbers, unfitPreparation } from './preparation.ts';
import type { CategoricalColumn, Column, NumericColumn, TextColumn } from './table.ts';
import { encodeTexts, paddingToken } from './text/tokens.ts';

/** The column of a preparation, and the kind it must be read as. */
export interface NeededColumn {
  readonly name: string;
  readonly kind: Column['kind'];
}

/** The columns a preparation takes its features from. */
export function listInputColumns({ features }: Preparation): NeededColumn[] {
  return Object.entries(features).flatMap(([name, feature]) => listColumnsOf(name, feature));
}

function listColumnsOf(name: string, feature: FeaturePreparation): NeededColumn[] {
  switch (feature.kind) {
    case 'numbers':
      return feature.columns.map(({ column, kind }) => ({ name: column, kind }));
    case 'tokens':
      return [{ name: feature.column, kind: 'text' }];
    case 'image':
      throw unfitPreparation(`features.${name}`, say(phrases['numbers-or-tokens']), say(phrases['an-image']));
  }
}

/** The columns a preparation takes its targets from. */
export function listTargetColumns({ targets }: Preparation): NeededColumn[] {
  return Object.values(targets).map(({ column, kind }) => ({
    name: column,
    kind: kind === 'number' ? 'numeric' : 'categorical',
  }));
}

/** Prepares whole columns of a table. A target whose column is not among them is left out; an unknown class is -1. */
export function prepareRows(columns: readonly Column[], preparation: Preparation): PreparedRows {
  const found = new Map(columns.map((column) => [column.name, column]));
  const inputs = new Map<string, Gather>();
  for (const [name, feature] of Object.entries(preparation.features)) {
    if (feature.kind === 'numbers') inputs.set(name, prepareNumbers(feature, found));
    else if (feature.kind === 'tokens') inputs.set(name, prepareTokens(feature, found));
    else throw unfitPreparation(`features.${name}`, say(phrases['numbers-or-tokens']), say(phrases['an-image']));
  }
  const targets = new Map<string, Gather>();
  for (const [name, target] of Object.entries(preparation.targets)) {
    const column = found.get(target.column);
    if (column !== undefined) targets.set(name, prepareTarget(column, target));
  }
  return { inputs, targets };
}

function columnOf<Kind extends Column['kind']>(
  found: ReadonlyMap<string, Column>,
  name: string,
  kind: Kind,
): Extract<Column, { kind: Kind }> {
  const column = found.get(name);
  if (column?.kind !== kind) {
    throw new Error(`The column "${name}" was to be read as ${kind}. Received: ${column?.kind ?? 'no such column'}.`);
  }
  return column as Extract<Column, { kind: Kind }>;
}

function prepareTarget(column: Column, target: TargetPreparation): Gather {
  if (target.kind === 'number') {
    const { values } = column as NumericColumn;
    return gatherValues(new Float32Array(values));
  }
  const { codes, categories } = column as CategoricalColumn;
  return gatherValues(translateCodes(codes, categories, target.classes));
}

/** Codes as places in another list of categories; -1 for those it lacks. */
function translateCodes(codes: Int32Array, from: readonly string[], to: readonly string[]): Int32Array {
  const places = new Map(to.map((category, place) => [category, place]));
  const translated = from.map((category) => places.get(category) ?? -1);
  return codes.map((code) => (code < 0 ? -1 : translated[code]!));
}

/** Writes one column's numbers for the given rows into a batch: `width` numbers a row, the column's own from `offset`. */
type WriteColumn = (rows: Int32Array, data: Float32Array, width: number, offset: number) => void;

function prepareNumbers(feature: NumbersPreparation, found: ReadonlyMap<string, Column>): Gather {
  const width = countNumbers(feature);
  const writers: { readonly write: WriteColumn; readonly offset: number }[] = [];
  let offset = 0;
  for (const input of feature.columns) {
    if (input.kind === 'numeric') {
      writers.push({ write: writeNumbers(columnOf(found, input.column, 'numeric'), input), offset });
      offset += 1;
    } else {
      const { codes, categories } = columnOf(found, input.column, 'categorical');
      writers.push({ write: writeCategories(translateCodes(codes, categories, input.categories)), offset });
      offset += input.categories.length;
    }
  }
  return (rows) => {
    const data = new Float32Array(rows.length * width);
    for (const { write, offset } of writers) write(rows, data, width, offset);
    return { data, shape: [rows.length, width] };
  };
}

function writeNumbers({ values }: NumericColumn, { fill, center, scale }: NumericInput): WriteColumn {
  const scaled = new Float32Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    scaled[row] = ((Number.isNaN(value) ? fill : value) - center) / scale;
  }
  return (rows, data, width, offset) => {
    for (let i = 0; i < rows.length; i++) data[i * width + offset] = scaled[rows[i]!]!;
  };
}

function writeCategories(codes: Int32Array): WriteColumn {
  return (rows, data, width, offset) => {
    for (let i = 0; i < rows.length; i++) {
      const code = codes[rows[i]!]!;
      if (code >= 0) data[i * width + offset + code] = 1;
    }
  };
}

function prepareTokens(
  { column, vocabulary, sequenceLength }: TokensPreparation,
  found: ReadonlyMap<string, Column>,
): Gather {
  const { values }: TextColumn = columnOf(found, column, 'text');
  const { tokens, starts } = encodeTexts(values, vocabulary, sequenceLength);
  return (rows) => {
    const data = new Int32Array(rows.length * sequenceLength).fill(paddingToken);
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      data.set(tokens.subarray(starts[row]!, starts[row + 1]!), i * sequenceLength);
    }
    return { data, shape: [rows.length, sequenceLength] };
  };
}
