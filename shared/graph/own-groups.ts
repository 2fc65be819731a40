import { group } from '../blocks/group.ts';
import type { Block, BlockId, Graph, ModelDocument } from './document.ts';
import { freshId, heldGraphs } from './edits.ts';
import { graphOf, portsOfGraph } from './expand.ts';

/** A graph of a project that groups hold, as something that can be placed once more. */
export interface OwnGroup {
  readonly graphId: string;
  /** The name of the first group that holds it and has one; else empty. */
  readonly name: string;
  /** How many blocks it holds, without its ports. */
  readonly inside: number;
  /** How many groups hold it. */
  readonly places: number;
}

type Graphs = ModelDocument['graphs'];

const prefix = `${group.type}:`;

/** What a graph of the project goes by where block types are listed, dragged and placed. */
export function ownGroupType(graphId: string): string {
  return prefix + graphId;
}

/** The graph that such a type stands for; undefined for a type of block. */
export function graphOfType(type: string): string | undefined {
  return type.startsWith(prefix) ? type.slice(prefix.length) : undefined;
}

/** The groups of a project that may be placed in one of its graphs. */
export function ownGroups({ graphs }: ModelDocument, at: string): readonly OwnGroup[] {
  return Object.keys(graphs)
    .filter((graphId) => graphId !== 'main' && mayHold(graphs, at, graphId))
    .map((graphId) => {
      const holders = holdersOf(graphs, graphId);
      return {
        graphId,
        name: holders.find(({ name }) => name !== '')?.name ?? '',
        inside: blocksInside(graphs[graphId]!),
        places: holders.length,
      };
    });
}

/** All groups that hold a graph, wherever they stand. */
export function holdersOf(graphs: Graphs, graphId: string): readonly Block[] {
  return Object.values(graphs).flatMap(({ blocks }) =>
    Object.values(blocks).filter(({ type, params }) => type === group.type && params.graph === graphId),
  );
}

/** Whether a group in one graph may hold another: not where that is the same, or leads back to it. */
export function mayHold(graphs: Graphs, at: string, graphId: string): boolean {
  const inner = graphs[graphId];
  return inner !== undefined && graphId !== at && !(at in heldGraphs({ ...graphs, main: inner }) && at !== 'main');
}

/** How many blocks a group with this graph holds, without its ports. */
export function blocksInside(graph: Graph): number {
  const { inputs, outputs } = portsOfGraph(graph);
  return Object.keys(graph.blocks).length - inputs.length - outputs.length;
}

/** A graph whose groups hold other graphs, by the ids of those before and now; groups of no such graph stay as they are. */
export function holding(graph: Graph, ids: ReadonlyMap<string, string>): Graph {
  const blocks = Object.entries(graph.blocks).map(([id, block]) => {
    const now = block.type === group.type ? ids.get(String(block.params.graph)) : undefined;
    return [id, now === undefined ? block : { ...block, params: { ...block.params, graph: now } }] as const;
  });
  return { ...graph, blocks: Object.fromEntries(blocks) };
}

/** A model in which a group has a graph of its own, with the ids of the graphs that were copied for it by those they are copies of. */
export interface Independent {
  readonly model: ModelDocument;
  readonly copies: ReadonlyMap<string, string>;
}

/**
 * Gives one of several groups that hold the same graph a copy of it, and of all that is held in there, so that what is edited in it
 * changes no other. Null where it holds no graph, or no other holds it.
 */
export function independent(model: ModelDocument, at: string, id: BlockId): Independent | null {
  const { graphs } = model;
  const block = graphs[at]?.blocks[id];
  const inner = block && graphOf(graphs, block, new Set([at]));
  if (!inner || holdersOf(graphs, String(block.params.graph)).length < 2) return null;
  const inside = Object.keys(heldGraphs({ ...graphs, main: inner })).filter((each) => each !== 'main');
  const taken: Record<string, Graph> = { ...graphs };
  const copies = new Map<string, string>();
  for (const each of [String(block.params.graph), ...inside]) {
    const copy = freshId(taken, 'graph');
    taken[copy] = graphs[each]!;
    copies.set(each, copy);
  }
  for (const [each, copy] of copies) taken[copy] = holding(graphs[each]!, copies);
  const changed = { ...block, params: { ...block.params, graph: copies.get(String(block.params.graph))! } };
  const outside = graphs[at]!;
  taken[at] = { ...outside, blocks: { ...outside.blocks, [id]: changed } };
  return { model: { ...model, graphs: heldGraphs(taken) }, copies };
}
