import { group, groupInput, groupOutput } from '../blocks/group.ts';
import type { Block, BlockId, Graph, ModelDocument, Wire, WireId } from './document.ts';
import { freshId, heldGraphs, newBlock } from './edits.ts';
import { type End, graphOf, nextFeeds, outputPorts, portsOfGraph, repeatOf } from './expand.ts';
import { flowOf } from './flow.ts';

/** A model after blocks were put into a group. */
export interface Grouped {
  readonly model: ModelDocument;
  /** The group's block. */
  readonly id: BlockId;
  /** The graph that it holds. */
  readonly graphId: string;
  /** The blocks that went into it; they have the same ids there. */
  readonly blocks: readonly BlockId[];
}

/** Why blocks cannot be grouped: there is none that may be in a group, or a way leads out of them and back into them. */
export type GroupRefusal = 'nothing' | 'loop';

/** What stays where it is: the model's ends, which data is matched to, and the ports of a graph. */
const staysOutside: ReadonlySet<string> = new Set(['Input', 'Output', groupInput.type, groupOutput.type]);

/**
 * Puts some blocks of a graph into a group, which takes their place. It has an input port for everything that is wired into them from
 * outside, and an output port for everything that they give to others or to nobody. Shapes, weights and results stay the same.
 */
export function groupBlocks(
  model: ModelDocument,
  graphId: string,
  ids: readonly BlockId[],
  name = '',
): Grouped | GroupRefusal {
  const graph = model.graphs[graphId]!;
  const chosen = new Set(ids.filter((id) => graph.blocks[id] && !staysOutside.has(graph.blocks[id].type)));
  if (chosen.size === 0) return 'nothing';
  if (leadsBack(graph, chosen)) return 'loop';
  const id = freshId(graph.blocks, group.type);
  const innerId = freshId(model.graphs, 'graph');
  const inside: Record<BlockId, Block> = {};
  for (const each of chosen) inside[each] = graph.blocks[each]!;
  const insideWires: Record<WireId, Wire> = {};
  const outsideWires: Record<WireId, Wire> = {};
  const ports = new Map<string, BlockId>();
  const portFor = (type: string, end: End): { readonly port: BlockId; readonly isNew: boolean } => {
    const key = `${type}\n${end.block}\n${end.port}`;
    const known = ports.get(key);
    if (known !== undefined) return { port: known, isNew: false };
    const port = freshId(inside, type);
    inside[port] = newBlock(type);
    ports.set(key, port);
    return { port, isNew: true };
  };
  const giveOut = (end: End): BlockId => {
    const { port, isNew } = portFor(groupOutput.type, end);
    if (isNew) {
      const wire = freshId({ ...graph.wires, ...insideWires }, 'wire');
      insideWires[wire] = { from: end, to: { block: port, port: 'input' } };
    }
    return port;
  };
  for (const [wireId, wire] of Object.entries(graph.wires)) {
    const [fromInside, toInside] = [chosen.has(wire.from.block), chosen.has(wire.to.block)];
    if (fromInside && toInside) insideWires[wireId] = wire;
    else if (toInside) {
      const { port, isNew } = portFor(groupInput.type, wire.from);
      insideWires[wireId] = { from: { block: port, port: 'output' }, to: wire.to };
      if (isNew) outsideWires[wireId] = { from: wire.from, to: { block: id, port } };
    } else if (fromInside) outsideWires[wireId] = { from: { block: id, port: giveOut(wire.from) }, to: wire.to };
    else outsideWires[wireId] = wire;
  }
  const { outgoing } = flowOf(graph);
  for (const each of chosen) {
    const used = new Set(outgoing.get(each)?.map(({ wire }) => wire.from.port));
    for (const port of outputPorts(model.graphs, graph.blocks[each]!)) {
      if (!used.has(port)) giveOut({ block: each, port });
    }
  }
  const outside = Object.fromEntries(Object.entries(graph.blocks).filter(([each]) => !chosen.has(each)));
  return {
    id,
    graphId: innerId,
    blocks: [...chosen],
    model: {
      ...model,
      graphs: {
        ...model.graphs,
        [graphId]: {
          blocks: { ...outside, [id]: newBlock(group.type, { graph: innerId }, name) },
          wires: outsideWires,
        },
        [innerId]: { blocks: inside, wires: insideWires },
      },
    },
  };
}

/** Whether a way leads from some blocks through others back to them. */
function leadsBack(graph: Graph, chosen: ReadonlySet<BlockId>): boolean {
  const { outgoing } = flowOf(graph);
  const outside = new Set<BlockId>();
  for (const id of chosen) {
    for (const { wire } of outgoing.get(id) ?? []) if (!chosen.has(wire.to.block)) outside.add(wire.to.block);
  }
  for (const id of outside) {
    for (const { wire } of outgoing.get(id) ?? []) {
      if (chosen.has(wire.to.block)) return true;
      outside.add(wire.to.block);
    }
  }
  return false;
}

/** A model after a group was taken apart. */
export interface Ungrouped {
  readonly model: ModelDocument;
  /** The blocks that came out of it, one list for each copy: first the id inside, then the one outside. */
  readonly copies: readonly (readonly (readonly [BlockId, BlockId])[])[];
}

/**
 * Takes a group apart: what it holds takes its place, as often as it is repeated. Null where the block is no group, or holds no graph.
 * Shapes and results stay the same; blocks keep their ids and names where those are free.
 */
export function ungroup(model: ModelDocument, graphId: string, id: BlockId): Ungrouped | null {
  const graph = model.graphs[graphId]!;
  const block = graph.blocks[id];
  const inner = block && graphOf(model.graphs, block, new Set([graphId]));
  if (!inner) return null;
  const { [id]: _group, ...others } = graph.blocks;
  const blocks: Record<BlockId, Block> = others;
  const wires: Record<WireId, Wire> = {};
  const ports = portsOfGraph(inner);
  let fed = new Map<BlockId, End>();
  for (const [wireId, wire] of Object.entries(graph.wires)) {
    if (wire.to.block === id) fed.set(wire.to.port, wire.from);
    else if (wire.from.block !== id) wires[wireId] = wire;
  }
  const addWire = (wireId: WireId, from: End | undefined, to: Wire['to']) => {
    if (from) wires[wireId in wires ? freshId({ ...graph.wires, ...wires }, 'wire') : wireId] = { from, to };
  };
  const names = new Set(Object.values(blocks).map(({ name }) => name));
  const copies: (readonly [BlockId, BlockId])[][] = [];
  let gives: ReadonlyMap<BlockId, End> = new Map();
  for (let copy = 1; copy <= repeatOf(block); copy++) {
    const outside = new Map<BlockId, BlockId>();
    for (const [innerId, each] of Object.entries(inner.blocks)) {
      if (each.type === groupInput.type || each.type === groupOutput.type) continue;
      const free = innerId in blocks || innerId === id ? freshId({ ...blocks, [id]: block }, each.type) : innerId;
      const name = freeName(each.name, names);
      names.add(name);
      blocks[free] = name === each.name ? each : { ...each, name };
      outside.set(innerId, free);
    }
    const sourceOf = ({ from }: Wire): End | undefined => {
      const written = outside.get(from.block);
      return written === undefined ? fed.get(from.block) : { block: written, port: from.port };
    };
    const given = new Map<BlockId, End>();
    for (const [wireId, wire] of Object.entries(inner.wires)) {
      const to = outside.get(wire.to.block);
      const source = sourceOf(wire);
      if (to !== undefined) addWire(wireId, source, { block: to, port: wire.to.port });
      else if (source) given.set(wire.to.block, source);
    }
    copies.push([...outside]);
    gives = given;
    fed = new Map(nextFeeds(ports, fed, gives));
  }
  for (const [wireId, wire] of Object.entries(graph.wires)) {
    if (wire.from.block === id) addWire(wireId, gives.get(wire.from.port), wire.to);
  }
  return { model: { ...model, graphs: heldGraphs({ ...model.graphs, [graphId]: { blocks, wires } }) }, copies };
}

/** A name that no other block has, a number added where it must be. */
function freeName(name: string, taken: ReadonlySet<string>): string {
  if (name === '' || !taken.has(name)) return name;
  for (let number = 2; ; number++) if (!taken.has(`${name} ${number}`)) return `${name} ${number}`;
}
