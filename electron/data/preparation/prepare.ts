import { applySteps } from '../../../shared/data/steps/index.ts';
import type { Values } from '../../../shared/data/steps/values.ts';
import type { Stretches } from '../../../shared/data/stretches.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { say } from '../../../shared/messages/sentence.ts';
import type { Room } from '../store/room.ts';
import type { Column, WantedColumn } from '../tables/table.ts';
import { encodingSequences, padSequences } from '../text/sequences.ts';
import { openTokenizer } from '../text/tokenizers/tokenizer.ts';
import type { Gather, PreparedRows } from './gather.ts';
import {
  type ColumnPreparation,
  type ColumnTarget,
  columnTargets,
  countNumbers,
  type FeaturePreparation,
  type IndexPreparation,
  type NumbersPreparation,
  type Preparation,
  type TokensPreparation,
  unfitPreparation,
} from './preparation.ts';
import { valuesOf } from './values.ts';

/** The columns a preparation takes its features from, and the kinds they must be read as. */
export function listInputColumns({ features }: Preparation): WantedColumn[] {
  return Object.entries(features).flatMap(([name, feature]) => listColumnsOf(name, feature));
}

function listColumnsOf(name: string, feature: FeaturePreparation): WantedColumn[] {
  switch (feature.kind) {
    case 'numbers':
      return feature.columns.map(({ column, kind }) => ({ name: column, kind }));
    case 'index':
      return [{ name: feature.column, kind: 'categorical' }];
    case 'tokens':
      return [{ name: feature.column, kind: 'text' }];
    case 'array':
    case 'image':
      throw unfitPreparation(`features.${name}`, say(phrases['numbers-or-tokens']), say(phrases['an-image']));
  }
}

/** The columns a preparation takes its targets from. */
export function listTargetColumns(preparation: Preparation): WantedColumn[] {
  return columnTargets(preparation).map(([, { column, kind }]) => ({
    name: column,
    kind: kind === 'number' ? 'numeric' : 'categorical',
  }));
}

/**
 * Prepares whole columns of a table; the tokens of texts are kept in the room. A target whose column is not among them is left out; an
 * unknown class is -1.
 */
export function* preparingRows(
  columns: readonly Column[],
  preparation: Preparation,
  room: Room,
): Stretches<PreparedRows> {
  const found = new Map(columns.map((column) => [column.name, column]));
  const inputs = new Map<string, Gather>();
  for (const [name, feature] of Object.entries(preparation.features)) {
    switch (feature.kind) {
      case 'numbers':
        inputs.set(name, prepareNumbers(feature, found));
        break;
      case 'index':
        inputs.set(name, prepareIndex(feature, found));
        break;
      case 'tokens':
        inputs.set(name, yield* prepareTokens(feature, found, room));
        break;
      case 'array':
      case 'image':
        throw unfitPreparation(`features.${name}`, say(phrases['numbers-or-tokens']), say(phrases['an-image']));
    }
  }
  const targets = new Map<string, Gather>();
  for (const [name, target] of columnTargets(preparation)) {
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

function prepareTarget(column: Column, target: ColumnTarget): Gather {
  if (column.kind !== 'categorical' || target.kind === 'number') {
    const numbers = columnOf(new Map([[target.column, column]]), target.column, 'numeric');
    const steps = target.kind === 'number' ? target.steps : [];
    return (rows, allocate) => {
      const data = allocate(rows.length);
      writeNumbers(column.name, applySteps(steps, valuesOf(numbers, rows)), data, 1, { offset: 0, width: 1 });
      return { data, shape: [rows.length] };
    };
  }
  const { values, categories } = column;
  const places = new Map(target.classes.map((category, place) => [category, place]));
  const classOf = Int32Array.from(categories, (category) => places.get(category) ?? -1);
  return (rows) => {
    const data = new Int32Array(rows.length);
    values.gather(rows, data);
    for (let at = 0; at < data.length; at++) data[at] = data[at]! < 0 ? -1 : classOf[data[at]!]!;
    return { data, shape: [rows.length] };
  };
}

function prepareNumbers(feature: NumbersPreparation, found: ReadonlyMap<string, Column>): Gather {
  const parts: {
    readonly column: Column;
    readonly prepared: ColumnPreparation;
    readonly offset: number;
    readonly width: number;
  }[] = [];
  let width = 0;
  for (const prepared of feature.columns) {
    const column = columnOf(found, prepared.column, prepared.kind);
    parts.push({ column, prepared, offset: width, width: countNumbers(prepared) });
    width += countNumbers(prepared);
  }
  return (rows, allocate) => {
    // Of one-hot values only the ones are written.
    const data = allocate(rows.length * width).fill(0);
    for (const { column, prepared, ...place } of parts)
      writeNumbers(column.name, applySteps(prepared.steps, valuesOf(column, rows)), data, width, place);
    return { data, shape: [rows.length, width] };
  };
}

/** Writes a column's numbers into rows of `rowWidth` numbers: `width` of each from `offset`. */
function writeNumbers(
  column: string,
  values: Values,
  data: Float32Array,
  rowWidth: number,
  { offset, width }: { readonly offset: number; readonly width: number },
): void {
  if (values.kind !== 'numbers' && values.kind !== 'one-hot')
    throw new Error(`The steps of the column "${column}" were to give numbers. Received: ${values.kind}.`);
  if (values.kind === 'one-hot') {
    const { codes } = values;
    for (let i = 0; i < codes.length; i++) if (codes[i]! >= 0) data[i * rowWidth + offset + codes[i]!] = 1;
  } else {
    const { data: numbers, width: own } = values;
    for (let place = 0; place < own; place++)
      for (let from = place, to = offset + place; from < numbers.length; from += own, to += rowWidth)
        data[to] = numbers[from]!;
  }
  const { missing } = values;
  if (missing === null) return;
  for (let i = 0, to = offset + width - 1; i < missing.length; i++, to += rowWidth) data[to] = missing[i]!;
}

function prepareIndex({ column, steps }: IndexPreparation, found: ReadonlyMap<string, Column>): Gather {
  const read = columnOf(found, column, 'categorical');
  return (rows) => {
    const values = applySteps(steps, valuesOf(read, rows));
    if (values.kind !== 'index')
      throw new Error(`The steps of the column "${column}" were to give an index. Received: ${values.kind}.`);
    return { data: values.codes, shape: [rows.length, 1] };
  };
}

function* prepareTokens(
  { column, tokenizer, sequenceLength: length, padding, truncating }: TokensPreparation,
  found: ReadonlyMap<string, Column>,
  room: Room,
): Stretches<Gather> {
  const form = { length, padding, truncating };
  const { values } = columnOf(found, column, 'text');
  const encoded = yield* encodingSequences(values, openTokenizer(tokenizer), form, room);
  return (rows) => ({ data: padSequences(encoded, rows, form), shape: [rows.length, length] });
}
