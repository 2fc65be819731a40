// The model as a table of its layers, as Keras's `model.summary()` has it.

import { type Shape, sizeOf } from '../blocks/define-block.ts';
import { sumOfTimes } from '../graph/block-times.ts';
import { type CostSettings, type Costs, costsOf, noCosts, sumOfCosts, totalMemory } from '../graph/costs.ts';
import type { BlockId, ModelDocument } from '../graph/document.ts';
import { expand, type Place, repeatOf } from '../graph/expand.ts';
import { flowOf } from '../graph/flow.ts';
import { titleOf } from '../graph/infer.ts';
import { inferenceAt, levelOf } from '../graph/level.ts';
import type { PassTimes } from '../ipc/profile.ts';
import { type KerasGraph, type KerasNode, kerasGraph } from './keras-graph.ts';

/** A layer of the model, or a group with the rows of all that it holds. */
export interface SummaryRow {
  /** Its id in the written-out graph; of a group, the ids of the groups around it and its own. No two rows have the same. */
  readonly key: string;
  /** Where it stands in the document: the groups around it, from the outermost in. */
  readonly path: readonly BlockId[];
  readonly block: BlockId;
  /** As Keras has it; of a group and of a block that is not sound, its own name or its type. */
  readonly name: string;
  /** The Keras class, or `Group`. */
  readonly type: string;
  /** Null where it is not known. */
  readonly shape: Shape | null;
  /** Null while a block is not sound. */
  readonly costs: Costs | null;
  /** Null where it was not measured. */
  readonly times: PassTimes | null;
  /** Names of the layers that feed it. */
  readonly connectedTo: readonly string[];
  /** How many copies of a group follow each other; 0 for layers. */
  readonly copies: number;
  /** What a group holds, all copies. */
  readonly rows: readonly SummaryRow[];
}

/** The rows of a model and what they sum up to. */
export interface Summary {
  /** In order of flow. */
  readonly rows: readonly SummaryRow[];
  readonly total: Costs;
  readonly keras: KerasGraph;
}

/** What can be sorted by. */
export const summaryColumns = ['name', 'shape', 'parameters', 'multiplyAdds', 'memory', 'time', 'connectedTo'] as const;
export type SummaryColumn = (typeof summaryColumns)[number];

/**
 * The table of a model, groups with what they hold. An Output is a row only where Keras needs a layer for it. Pure and never throws; blocks
 * that are not sound stand in it without figures. `times` are what was measured, by the ids of the written-out graph.
 */
export function summaryOf(
  model: ModelDocument,
  settings: CostSettings,
  times: ReadonlyMap<BlockId, PassTimes> = new Map(),
): Summary {
  const { graph, places } = expand(model);
  const keras = kerasGraph(model);
  const { inference } = keras;
  const nodes = new Map(keras.nodes.map((node) => [node.block, node]));
  const outputs = new Set(keras.outputs.map(({ block }) => block));
  const rows: SummaryRow[] = [];
  const groups = new Map<string, SummaryRow[]>();

  /** The rows of the groups around a block, made where they are met first. */
  const rowsAt = (path: readonly BlockId[]): SummaryRow[] => {
    const key = path.join('/');
    const known = path.length === 0 ? rows : groups.get(key);
    if (known) return known;
    const held: SummaryRow[] = [];
    groups.set(key, held);
    const [around, block] = [path.slice(0, -1), path.at(-1)!];
    rowsAt(around).push(groupRow(model, keras, around, block, held));
    return held;
  };

  const { ids, cyclic } = flowOf(graph);
  for (const id of [...ids, ...cyclic]) {
    const node = nodes.get(id);
    if (!node && (outputs.has(id) || graph.blocks[id]!.type === 'Output')) continue;
    const { path, block }: Pick<Place, 'path' | 'block'> = places.get(id) ?? { path: [], block: id };
    const facts = inference.facts.get(id);
    rowsAt(path).push({
      key: id,
      path,
      block,
      name: node?.name ?? titleOf(graph.blocks[id]!),
      type: node ? className(node) : graph.blocks[id]!.type,
      shape: node?.output.shape ?? facts?.output?.shape ?? null,
      // A layer that stands for an Output costs nothing.
      costs: facts ? (facts.output ? costsOf(facts, settings) : noCosts) : null,
      times: times.get(id) ?? null,
      connectedTo: node?.inputs.map(({ name }) => name) ?? [],
      copies: 0,
      rows: [],
    });
  }
  const summed = rows.map(withSum);
  return { rows: summed, total: sumOfCosts(summed.map(({ costs }) => costs ?? noCosts)), keras };
}

function groupRow(
  model: ModelDocument,
  { inference }: KerasGraph,
  path: readonly BlockId[],
  block: BlockId,
  rows: readonly SummaryRow[],
): SummaryRow {
  const level = levelOf(model, path)!;
  const own = level.graph.blocks[block]!;
  return {
    key: `group ${[...path, block].join('/')}`,
    path,
    block,
    name: titleOf(own),
    type: own.type,
    shape: inferenceAt(model, inference, level).facts.get(block)?.output?.shape ?? null,
    costs: null,
    times: null,
    connectedTo: [],
    copies: repeatOf(own),
    rows,
  };
}

/** Rows are gathered first: a group's sum is known when all that it holds is. */
function withSum(row: SummaryRow): SummaryRow {
  if (row.copies === 0) return row;
  const rows = row.rows.map(withSum);
  const known = rows.flatMap(({ costs }) => (costs ? [costs] : []));
  const measured = rows.flatMap(({ times }) => (times ? [times] : []));
  return {
    ...row,
    rows,
    costs: known.length === 0 ? null : sumOfCosts(known),
    times: measured.length === 0 ? null : sumOfTimes(measured),
  };
}

function className({ layer }: KerasNode): string {
  return layer?.className ?? 'InputLayer';
}

/** Rows by a column, groups with what they hold; what is not known comes last either way. */
export function sortedRows(
  rows: readonly SummaryRow[],
  column: SummaryColumn,
  direction: 'ascending' | 'descending',
): readonly SummaryRow[] {
  const sign = direction === 'ascending' ? 1 : -1;
  const compare = (a: SummaryRow, b: SummaryRow): number => {
    const [one, other] = [sortValue(a, column), sortValue(b, column)];
    if (one === null || other === null) return one === other ? 0 : one === null ? 1 : -1;
    if (typeof one === 'number' && typeof other === 'number') return sign * (one - other);
    return sign * String(one).localeCompare(String(other), 'en', { numeric: true });
  };
  return rows.toSorted(compare).map((row) => ({ ...row, rows: sortedRows(row.rows, column, direction) }));
}

function sortValue(
  { name, shape, costs, times, connectedTo }: SummaryRow,
  column: SummaryColumn,
): number | string | null {
  switch (column) {
    case 'name':
      return name;
    case 'shape':
      return shape ? sizeOf(shape) : null;
    case 'parameters':
      return costs?.parameters ?? null;
    case 'multiplyAdds':
      return costs?.multiplyAdds ?? null;
    case 'memory':
      return costs ? totalMemory(costs.memory) : null;
    case 'time':
      return times?.forwardBackward ?? null;
    case 'connectedTo':
      return connectedTo.length === 0 ? null : connectedTo.join(', ');
  }
}

/** The rows of all layers, without those of groups. */
export function layerRows(rows: readonly SummaryRow[]): readonly SummaryRow[] {
  return rows.flatMap((row) => (row.copies === 0 ? [row] : layerRows(row.rows)));
}
