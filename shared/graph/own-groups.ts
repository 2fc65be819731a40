import { group } from '../blocks/group.ts';
import type { Block, Graph, ModelDocument } from './document.ts';
import { heldGraphs } from './edits.ts';
import { portsOfGraph } from './expand.ts';

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
