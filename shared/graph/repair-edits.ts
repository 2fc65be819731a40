import type { TensorSpec } from '../blocks/define-block.ts';
import { type AnyBlock, findBlock } from '../blocks/index.ts';
import type { Json } from '../blocks/params.ts';
import { isProblem } from '../messages/problem.ts';
import type { repairs as repairMessages } from '../messages/repairs.ts';
import type { Block, BlockId, Graph, ModelDocument, WireId } from './document.ts';
import { type Edit, freshId, newBlock } from './edits.ts';
import { inputPortsAt, outputPorts } from './expand.ts';
import { flowOf } from './flow.ts';
import { type Inference, inputPorts, outputAt } from './infer.ts';

export type RepairKey = keyof typeof repairMessages;

/** One way out of a problem: its label and the edits that go that way. */
export interface Repair {
  readonly repair: RepairKey;
  readonly values: Readonly<Record<string, string | number>>;
  readonly edits: readonly Edit[];
}

/** A graph, and what is known of its blocks. */
export interface Scene {
  readonly graph: Graph;
  readonly inference: Inference;
}

/** A wire into a block, and what it brings, if that is known. */
export interface Feed {
  readonly wire: WireId;
  readonly source: BlockId;
  readonly port: string;
  readonly spec: TensorSpec | undefined;
}

/** What is wired into a block, in the order of its ports. */
export function feedsOf({ graph, inference }: Scene, block: BlockId): readonly Feed[] {
  const feeds = (flowOf(graph).incoming.get(block) ?? []).map(({ id, wire: { from, to } }) => ({
    wire: id,
    source: from.block,
    port: to.port,
    spec: outputAt(inference.facts.get(from.block), from.port),
  }));
  const definition = findBlock(graph.blocks[block]!.type);
  const ports = definition
    ? inputPorts(
        definition,
        feeds.map(({ port }) => port),
      )
    : [];
  return feeds.toSorted((one, other) => ports.indexOf(one.port) - ports.indexOf(other.port));
}

type Params = Parameters<AnyBlock['infer']>[0];

/** What a block gives for some inputs; null where it does not take them, or has nothing to give. */
export function outcome({ type, params }: Block, inputs: readonly TensorSpec[]): TensorSpec | null {
  const definition = findBlock(type);
  if (!definition) return null;
  try {
    const given = definition.infer(params as Params, inputs);
    return isProblem(given) ? null : given;
  } catch {
    // Params that are not sound are a problem of their own.
    return null;
  }
}

/** Whether a block would take what is wired into it, one wire bringing something else, or with other params. */
export function takes(
  scene: Scene,
  id: BlockId,
  change: { readonly wire?: WireId; readonly spec?: TensorSpec; readonly params?: Readonly<Record<string, Json>> },
): boolean {
  const block = scene.graph.blocks[id]!;
  const specs = feedsOf(scene, id).map(({ wire, spec }) => (wire === change.wire ? change.spec : spec));
  if (specs.length === 0 || specs.some((spec) => spec === undefined)) return false;
  return outcome({ ...block, params: { ...block.params, ...change.params } }, specs as TensorSpec[]) !== null;
}

/** Sets a param of a block. */
export function setParam(
  id: BlockId,
  param: string,
  value: Json,
  repair: RepairKey,
  shown: string | number = String(value),
): Repair {
  return { repair, values: { value: shown }, edits: [{ edit: 'set-param', id, param, value }] };
}

/** The same, if the block then takes what is wired into it. */
export function setParamIfFit(scene: Scene, ...repair: Parameters<typeof setParam>): readonly Repair[] {
  const [id, param, value] = repair;
  return takes(scene, id, { params: { [param]: value } }) ? [setParam(...repair)] : [];
}

/** Puts new blocks into a wire, if the block at its end then takes what comes. */
export function bridge(
  scene: Scene,
  target: BlockId,
  { wire, spec }: Feed,
  blocks: readonly Block[],
  repair: RepairKey,
  value: string | number = '',
): readonly Repair[] {
  let now: TensorSpec | null = spec ?? null;
  for (const block of blocks) now = now && outcome(block, [now]);
  if (!now || !takes(scene, target, { wire, spec: now })) return [];
  return [{ repair, values: value === '' ? {} : { value }, edits: insertChain(scene.graph, wire, blocks) }];
}

/** The blocks wired into another, where that has one input; undefined where nothing is. */
export function sourceOf(graph: Graph, target: BlockId): BlockId | undefined {
  return Object.values(graph.wires).find(({ to }) => to.block === target)?.from.block;
}

/** Whether a block feeds one wire alone, so that what it gives is nobody else's business. */
export function feedsOne(graph: Graph, id: BlockId): boolean {
  return flowOf(graph).outgoing.get(id)?.length === 1;
}

/** New blocks on a wire, one after the other, as edits. */
export function insertChain(graph: Graph, wireId: WireId, blocks: readonly Block[]): readonly Edit[] {
  const wire = graph.wires[wireId];
  if (!wire) return [];
  const taken: Record<string, unknown> = { ...graph.blocks };
  const wires: Record<string, unknown> = { ...graph.wires };
  const added: Edit[] = [];
  const joined: Edit[] = [];
  let { from } = wire;
  const join = (to: typeof wire.to) => {
    const id = freshId(wires, 'wire');
    wires[id] = wire;
    joined.push({ edit: 'add-wire', id, wire: { from, to } });
  };
  for (const block of blocks) {
    const id = freshId(taken, block.type);
    taken[id] = block;
    added.push({ edit: 'add-block', id, block });
    join({ block: id, port: 'input' });
    from = { block: id, port: 'output' };
  }
  join(wire.to);
  return [...added, { edit: 'remove-wire', id: wireId }, ...joined];
}

/** A new block on a wire, as edits; of a group's ports the first are used. */
export function insertOnWire(
  graph: Graph,
  wireId: string,
  id: BlockId,
  block: Block,
  graphs: ModelDocument['graphs'] = {},
): readonly Edit[] {
  const wire = graph.wires[wireId];
  const [input] = inputPortsAt(graphs, block);
  const [output] = outputPorts(graphs, block);
  if (!wire || input === undefined || output === undefined) return [];
  const [first, second] = [
    freshId(graph.wires, 'wire'),
    freshId({ ...graph.wires, [freshId(graph.wires, 'wire')]: wire }, 'wire'),
  ];
  return [
    { edit: 'add-block', id, block },
    { edit: 'remove-wire', id: wireId },
    { edit: 'add-wire', id: first, wire: { from: wire.from, to: { block: id, port: input } } },
    { edit: 'add-wire', id: second, wire: { from: { block: id, port: output }, to: wire.to } },
  ];
}

/** Another block in the place of one, with its wires. */
export function replaceBlock(graph: Graph, id: BlockId, block: Block): readonly Edit[] {
  const { incoming, outgoing } = flowOf(graph);
  const wires = [...(incoming.get(id) ?? []), ...(outgoing.get(id) ?? [])];
  return [
    { edit: 'remove-block', id },
    { edit: 'add-block', id, block: { ...block, name: graph.blocks[id]!.name } },
    ...wires.map((link): Edit => ({ edit: 'add-wire', id: link.id, wire: link.wire })),
  ];
}

/** Takes a block of one input out of its chain. */
export function takeOut(graph: Graph, id: BlockId): readonly Edit[] {
  const { incoming, outgoing } = flowOf(graph);
  const [source] = incoming.get(id) ?? [];
  if (!source) return [];
  return [
    { edit: 'remove-block', id },
    ...(outgoing.get(id) ?? []).map(
      ({ id: wire, wire: { to } }): Edit => ({ edit: 'add-wire', id: wire, wire: { from: source.wire.from, to } }),
    ),
  ];
}

/** A new Dense of so many units. */
export function denseOf(units: number): Block {
  return newBlock('Dense', { units });
}
