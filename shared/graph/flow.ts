import type { BlockId, Graph, Wire, WireId } from './document.ts';
import { order } from './order.ts';

/** A wire with its id. */
export interface Link {
  readonly id: WireId;
  readonly wire: Wire;
}

/** How a graph hangs together, whatever its blocks are set to. */
export interface Flow {
  /** Blocks so that every block comes after those it is fed by; blocks in a cycle are left out. */
  readonly ids: readonly BlockId[];
  /** Blocks in a cycle, or only reachable through one. */
  readonly cyclic: readonly BlockId[];
  /** The wires into a block, in the order of the graph; blocks without one have no entry. */
  readonly incoming: ReadonlyMap<BlockId, readonly Link[]>;
  /** The wires out of a block, likewise. */
  readonly outgoing: ReadonlyMap<BlockId, readonly Link[]>;
  /** Wires that lack a block at an end, and the ids that no block has. */
  readonly dangling: readonly { readonly id: WireId; readonly missing: readonly BlockId[] }[];
}

const flows = new WeakMap<Graph, Flow>();

/** The order and the neighbours of all blocks; the very same value as long as no wire or block comes or goes. */
export function flowOf(graph: Graph): Flow {
  const known = flows.get(graph);
  if (known) return known;
  const flow = flowOfWires(graph);
  flows.set(graph, flow);
  return flow;
}

/** The last flow for each set of wires: most edits leave the wires as they are. */
const flowsOfWires = new WeakMap<Graph['wires'], { readonly blocks: readonly BlockId[]; readonly flow: Flow }>();

function flowOfWires(graph: Graph): Flow {
  const blocks = Object.keys(graph.blocks);
  const known = flowsOfWires.get(graph.wires);
  if (known && known.blocks.length === blocks.length && known.blocks.every((id, index) => id === blocks[index])) {
    return known.flow;
  }
  const incoming = new Map<BlockId, Link[]>();
  const outgoing = new Map<BlockId, Link[]>();
  const dangling: { id: WireId; missing: BlockId[] }[] = [];
  for (const [id, wire] of Object.entries(graph.wires)) {
    const missing = [wire.from.block, wire.to.block].filter((end) => !graph.blocks[end]);
    if (missing.length > 0) {
      dangling.push({ id, missing });
      continue;
    }
    append(incoming, wire.to.block, { id, wire });
    append(outgoing, wire.from.block, { id, wire });
  }
  const flow = { ...order(graph), incoming, outgoing, dangling };
  flowsOfWires.set(graph.wires, { blocks, flow });
  return flow;
}

function append(map: Map<BlockId, Link[]>, block: BlockId, link: Link): void {
  const list = map.get(block);
  if (list) list.push(link);
  else map.set(block, [link]);
}
