import { group, groupInput, groupOutput } from '../blocks/group.ts';
import { findBlock } from '../blocks/index.ts';
import { phrases } from '../messages/phrases.ts';
import { problem } from '../messages/problem.ts';
import { say } from '../messages/sentence.ts';
import type { Block, BlockId, Graph, ModelDocument, Wire, WireId } from './document.ts';
import { mainGraph } from './document.ts';
import { flowOf } from './flow.ts';
import { inputPorts, type Problem } from './infer.ts';

/** Where a block of a written-out graph stands in the document. */
export interface Place {
  /** The groups around it, from the outermost in; none in the main graph. */
  readonly path: readonly BlockId[];
  /** Its id in the graph of the innermost group. */
  readonly block: BlockId;
  /** Whether it is the first of its copies, where a group around it is repeated. */
  readonly first: boolean;
}

/** A graph of the document where it stands: that of a group, or the main one. Of copies it is the first. */
export interface Level {
  /** Its id in the document. */
  readonly graphId: string;
  readonly graph: Graph;
  /** The groups around it, from the outermost in. */
  readonly path: readonly BlockId[];
  /** What the ids of its blocks begin with in the written-out graph. */
  readonly prefix: string;
  /** What its ports begin with among the `ends`. */
  readonly ports: string;
}

/** What gives a value in a written-out graph. */
export type End = Wire['from'];

/** A model as one graph without groups. */
export interface Expansion {
  /** A block of a group has the id `group/block`, or `group/2/block` in its second copy where the group is repeated. */
  readonly graph: Graph;
  /** Of the blocks that come from groups, and of groups; others stand in the main graph under their own id. */
  readonly places: ReadonlyMap<BlockId, Place>;
  /** The graphs that can be looked into, by the groups around them joined with `/`. */
  readonly levels: ReadonlyMap<string, Level>;
  /** What gives the value of each port, by `group/port block`; null where nothing does. Of copies, inputs of the first, outputs of the last. */
  readonly ends: ReadonlyMap<string, End | null>;
  /** What is wrong with wires at groups. */
  readonly problems: readonly Problem[];
}

/** The ports of a group, by the ids of the blocks that stand for them, in order. */
export interface GroupPorts {
  readonly inputs: readonly BlockId[];
  readonly outputs: readonly BlockId[];
}

type Graphs = ModelDocument['graphs'];

const known = new WeakMap<Graphs, Expansion>();

/**
 * Writes a model out without groups: each is replaced by what it holds, as often as it is repeated, and wires lead straight from block to
 * block. Pure and never throws. A model without groups is its own main graph; a group that holds itself, has no graph or stands in a
 * cycle is left as it is. The same blocks and wires in the same surroundings are the same objects each time.
 */
export function expand(model: ModelDocument): Expansion {
  const before = known.get(model.graphs);
  if (before) return before;
  const main = mainGraph(model);
  const isPlain = Object.values(main.blocks).every(({ type }) => type !== group.type);
  const found = isPlain
    ? { graph: main, places: new Map(), levels: new Map([['', mainLevel(main)]]), ends: new Map(), problems: [] }
    : write(model.graphs, main);
  known.set(model.graphs, found);
  return found;
}

const mainLevel = (graph: Graph): Level => ({ graphId: 'main', graph, path: [], prefix: '', ports: '' });

/** Where a graph is written out. */
interface Surroundings {
  readonly path: readonly BlockId[];
  readonly prefix: string;
  /** What names in it begin with. */
  readonly name: string;
  readonly first: boolean;
  /** Graphs around it, which it cannot hold. */
  readonly within: ReadonlySet<string>;
  /** What feeds its ports. */
  readonly feeds: ReadonlyMap<BlockId, End>;
}

function write(graphs: Graphs, main: Graph): Expansion {
  const blocks: Record<BlockId, Block> = {};
  const wires: Record<WireId, Wire> = {};
  const places = new Map<BlockId, Place>();
  const levels = new Map([['', mainLevel(main)]]);
  const ends = new Map<string, End | null>();
  const problems: Problem[] = [];

  /** Writes one graph; answers what gives the values of its output ports. */
  const writeGraph = (graph: Graph, around: Surroundings): ReadonlyMap<BlockId, End> => {
    const { path, prefix, first, feeds } = around;
    const flow = flowOf(graph);
    // What gives a value of a block here, by port.
    const given = new Map<BlockId, (port: string) => End | undefined>();
    const outputs = new Map<BlockId, End>();
    const sourceOf = ({ from }: Wire): End | undefined => given.get(from.block)?.(from.port);

    const writeBlock = (id: BlockId, block: Block) => {
      const written = prefix + id;
      blocks[written] = copyOf(block, around);
      if (prefix !== '') places.set(written, { path, block: id, first });
      given.set(id, (port) => ({ block: written, port }));
    };
    const writeWires = (id: BlockId) => {
      for (const { id: wireId, wire } of flow.incoming.get(id) ?? []) {
        const source = sourceOf(wire) ?? { block: prefix + wire.from.block, port: wire.from.port };
        wires[prefix + wireId] = wireFrom(wire, source, prefix + id);
      }
    };
    /** What each port of a group is fed by; a port that takes no wire, or takes a second, is a problem. */
    const feedsOf = (id: BlockId, ports: GroupPorts): ReadonlyMap<BlockId, End> => {
      const fed = new Map<BlockId, End>();
      const taken = new Set<string>();
      for (const { id: wire, wire: found } of flow.incoming.get(id) ?? []) {
        const { port } = found.to;
        const report = (text: ReturnType<typeof problem>) =>
          problems.push({ ...text, severity: 'error', block: prefix + id, wire: prefix + wire });
        if (!ports.inputs.includes(port)) {
          const expected = ports.inputs.join(', ') || say(phrases['no-wire']);
          report(problem('port-unknown', { type: group.type, port, expected }));
        } else if (taken.has(port)) report(problem('several-wires', { type: group.type, port, received: 2 }));
        taken.add(port);
        const source = sourceOf(found);
        if (source) fed.set(port, source);
      }
      return fed;
    };
    const writeGroup = (id: BlockId, block: Block, inner: Graph, repeat: number) => {
      const ports = portsOfGraph(inner);
      const isRepeated = repeat > 1;
      places.set(prefix + id, { path, block: id, first });
      if (first) {
        const graphId = String(block.params.graph);
        const inside = [...path, id];
        const at = { prefix: `${prefix}${id}/${isRepeated ? '1/' : ''}`, ports: `${prefix}${id}/` };
        levels.set(inside.join('/'), { graphId, graph: inner, path: inside, ...at });
      }
      let fed = feedsOf(id, ports);
      for (const port of ports.inputs) ends.set(`${prefix}${id}/${port}`, fed.get(port) ?? null);
      let gives: ReadonlyMap<BlockId, End> = new Map();
      for (let copy = 1; copy <= repeat; copy++) {
        const number = isRepeated ? `${copy}/` : '';
        const title = block.name || id;
        gives = writeGraph(inner, {
          path: [...path, id],
          prefix: `${prefix}${id}/${number}`,
          name: [around.name, title, ...(isRepeated ? [copy] : [])].filter(Boolean).join(' '),
          first: first && copy === 1,
          within: new Set([...around.within, String(block.params.graph)]),
          feeds: fed,
        });
        fed = nextFeeds(ports, fed, gives);
      }
      for (const port of ports.outputs) ends.set(`${prefix}${id}/${port}`, gives.get(port) ?? null);
      given.set(id, (port) => gives.get(port));
    };

    for (const id of [...flow.ids, ...flow.cyclic]) {
      const block = graph.blocks[id]!;
      const inner = flow.cyclic.includes(id) ? null : graphOf(graphs, block, around.within);
      if (inner) writeGroup(id, block, inner, repeatOf(block));
      else if (block.type === groupInput.type && feeds.has(id)) given.set(id, () => feeds.get(id));
      else if (block.type === groupOutput.type && prefix !== '' && flow.incoming.has(id)) {
        const source = sourceOf(flow.incoming.get(id)![0]!.wire);
        if (source) outputs.set(id, source);
      } else {
        writeBlock(id, block);
        writeWires(id);
        if (block.type === groupOutput.type) outputs.set(id, { block: prefix + id, port: 'output' });
      }
    }
    for (const { id } of flow.dangling) wires[prefix + id] = graph.wires[id]!;
    return outputs;
  };

  writeGraph(main, { path: [], prefix: '', name: '', first: true, within: new Set(['main']), feeds: new Map() });
  return { graph: { blocks, wires }, places, levels, ends, problems };
}

/** What feeds the next copy: the outputs of the one before in their order, and further inputs as before. */
export function nextFeeds(
  { inputs, outputs }: GroupPorts,
  fed: ReadonlyMap<BlockId, End>,
  gives: ReadonlyMap<BlockId, End>,
): ReadonlyMap<BlockId, End> {
  const next = new Map(fed);
  for (const [index, port] of inputs.entries()) {
    const output = outputs[index];
    if (output === undefined) continue;
    const end = gives.get(output);
    if (end) next.set(port, end);
    else next.delete(port);
  }
  return next;
}

/** The graph that a group holds; null for other blocks, and for a group that has none or would hold itself. */
export function graphOf(graphs: Graphs, block: Block, within: ReadonlySet<string> = new Set()): Graph | null {
  if (block.type !== group.type) return null;
  const name = String(block.params.graph);
  return within.has(name) ? null : (graphs[name] ?? null);
}

/** How many copies of a group follow each other; 1 where its param is not sound. */
export function repeatOf({ params: { repeat } }: Block): number {
  return typeof repeat === 'number' && Number.isInteger(repeat) && repeat >= 1 && repeat <= 1000 ? repeat : 1;
}

const portsOfGraphs = new WeakMap<Graph, GroupPorts>();

/** The ports of a group that holds this graph, in the order in which they were made. */
export function portsOfGraph(graph: Graph): GroupPorts {
  const before = portsOfGraphs.get(graph);
  if (before) return before;
  const ofType = (type: string) =>
    Object.keys(graph.blocks)
      .filter((id) => graph.blocks[id]!.type === type)
      .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const ports = { inputs: ofType(groupInput.type), outputs: ofType(groupOutput.type) };
  portsOfGraphs.set(graph, ports);
  return ports;
}

/** The names of a block's output ports: those of the graph that a group holds, else the one that blocks have, or none. */
export function outputPorts(graphs: Graphs, block: Block): readonly string[] {
  const inner = graphOf(graphs, block);
  if (inner) return portsOfGraph(inner).outputs;
  return findBlock(block.type)?.output ? ['output'] : [];
}

/** The names of a block's input ports: those of the graph that a group holds, else of its type, as `inputPorts` has them. */
export function inputPortsAt(graphs: Graphs, block: Block, used: readonly string[] = []): readonly string[] {
  const inner = graphOf(graphs, block);
  if (inner) return portsOfGraph(inner).inputs;
  const definition = findBlock(block.type);
  return definition ? inputPorts(definition, used) : [];
}

/** Copies by what they are copied from, so that the same is the same object each time. */
const copies = new WeakMap<Block, Map<string, Block>>();
const wireCopies = new WeakMap<Wire, Map<string, Wire>>();

/** A block of its own for each place, so that what is found out about it is kept for that place. */
function copyOf(block: Block, { prefix, name }: Surroundings): Block {
  if (prefix === '') return block;
  return kept(copies, block, `${prefix}\n${name}`, () => ({
    ...block,
    name: block.name === '' ? '' : `${name} ${block.name}`,
  }));
}

function wireFrom(wire: Wire, from: End, to: BlockId): Wire {
  if (from.block === wire.from.block && from.port === wire.from.port && to === wire.to.block) return wire;
  const key = `${from.block}\n${from.port}\n${to}`;
  return kept(wireCopies, wire, key, () => ({ from, to: { block: to, port: wire.to.port } }));
}

function kept<Source extends object, T>(
  all: WeakMap<Source, Map<string, T>>,
  of: Source,
  key: string,
  make: () => T,
): T {
  const own = all.get(of) ?? new Map<string, T>();
  all.set(of, own);
  const found = own.get(key) ?? make();
  own.set(key, found);
  return found;
}
