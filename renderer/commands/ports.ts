import { findBlock } from '../../shared/blocks/index.ts';
import type { BlockId, Graph, ModelDocument } from '../../shared/graph/document.ts';
import { graphOf, portsOfGraph } from '../../shared/graph/expand.ts';
import { flowOf } from '../../shared/graph/flow.ts';
import { allPorts } from '../../shared/graph/infer.ts';

type Graphs = ModelDocument['graphs'];

/** The names of a block's input ports as drawn: all those of its type, or of the graph that a group holds, with one more for a block that takes any number. */
export function shownInputs(graphs: Graphs, graph: Graph, id: BlockId): readonly string[] {
  const block = graph.blocks[id];
  const inner = block && graphOf(graphs, block);
  if (inner) return portsOfGraph(inner).inputs;
  const definition = findBlock(block?.type ?? '');
  const used = usedInputs(graph, id);
  if (!definition) return [...new Set(used)].sort();
  const ports = allPorts(definition, used);
  return definition.inputs === 'many' && used.length > 0 ? [...ports, String(Number(ports.at(-1)) + 1)] : ports;
}

/** The first input port of a block without a wire; null if all are taken. */
export function freeInput(graphs: Graphs, graph: Graph, id: BlockId): string | null {
  const used = usedInputs(graph, id);
  return shownInputs(graphs, graph, id).find((port) => !used.includes(port)) ?? null;
}

function usedInputs(graph: Graph, id: BlockId): readonly string[] {
  return (flowOf(graph).incoming.get(id) ?? []).map(({ wire }) => wire.to.port);
}
