import { type Block, type Graph, type ModelDocument, mainGraph } from '../../shared/graph/document.ts';
import { expand, graphOf } from '../../shared/graph/expand.ts';
import { whereOf } from '../../shared/graph/level.ts';

/** A graph of a model that is not the same in another state of it. */
export interface ChangedGraph {
  readonly graphId: string;
  /** The groups around what is in it, for people; empty for the main graph. */
  readonly where: string;
}

/**
 * The graphs of groups that both states have and whose own blocks or wires differ, where they first stand. A group that only one of them
 * has is a block that came or went.
 */
export function changedGroups(model: ModelDocument, other: ModelDocument): readonly ChangedGraph[] {
  const found = new Map<string, ChangedGraph>();
  for (const { graphId, graph, path } of expand(model).levels.values()) {
    const before = other.graphs[graphId];
    if (path.length === 0 || !before || found.has(graphId) || isSame(graph, before)) continue;
    found.set(graphId, { graphId, where: whereOf(model, { path }) });
  }
  return [...found.values()];
}

/** Whether a block is a group in which anything differs, however deep, from a block in another state of the model. */
export function isChangedInside(model: ModelDocument, block: Block, otherModel: ModelDocument, other: Block): boolean {
  const [inner, otherInner] = [graphOf(model.graphs, block), graphOf(otherModel.graphs, other)];
  if (!inner || !otherInner) return inner !== otherInner;
  // A group that holds itself is a problem of the model, and not gone into again.
  const within = (graph: Graph, seen: ReadonlySet<Graph>, otherGraph: Graph): boolean => {
    if (seen.has(graph)) return false;
    if (!isSame(graph, otherGraph)) return true;
    const around = new Set(seen).add(graph);
    return Object.entries(graph.blocks).some(([id, each]) => {
      const deeper = graphOf(model.graphs, each);
      const otherDeeper = graphOf(otherModel.graphs, otherGraph.blocks[id]!);
      if (!deeper || !otherDeeper) return deeper !== otherDeeper;
      return within(deeper, around, otherDeeper);
    });
  };
  return within(inner, new Set([mainGraph(model)]), otherInner);
}

function isSame(one: Graph, other: Graph): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
