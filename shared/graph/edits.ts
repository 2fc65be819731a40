import { group } from '../blocks/group.ts';
import { findBlock } from '../blocks/index.ts';
import { defaultParams, type Json } from '../blocks/params.ts';
import type { Block, BlockId, Graph, ModelDocument, Wire, WireId } from './document.ts';
import { inputPortsAt, outputPorts } from './expand.ts';

/** A change of a graph as a value: applied by `applyEdit`, listed by repairs, run by commands. */
export type Edit =
  | { readonly edit: 'add-block'; readonly id: BlockId; readonly block: Block }
  | { readonly edit: 'remove-block'; readonly id: BlockId }
  | { readonly edit: 'add-wire'; readonly id: WireId; readonly wire: Wire }
  | { readonly edit: 'remove-wire'; readonly id: WireId }
  | { readonly edit: 'set-param'; readonly id: BlockId; readonly param: string; readonly value: Json }
  | { readonly edit: 'set-name'; readonly id: BlockId; readonly name: string };

/** The graph after an edit; the same object if it changes nothing. Removing a block removes its wires. */
export function applyEdit(graph: Graph, edit: Edit): Graph {
  switch (edit.edit) {
    case 'add-block':
      return { ...graph, blocks: { ...graph.blocks, [edit.id]: edit.block } };
    case 'remove-block': {
      if (!graph.blocks[edit.id]) return graph;
      const wires = Object.entries(graph.wires).filter(
        ([, { from, to }]) => from.block !== edit.id && to.block !== edit.id,
      );
      return { blocks: without(graph.blocks, edit.id), wires: Object.fromEntries(wires) };
    }
    case 'add-wire':
      return { ...graph, wires: { ...graph.wires, [edit.id]: edit.wire } };
    case 'remove-wire':
      return graph.wires[edit.id] ? { ...graph, wires: without(graph.wires, edit.id) } : graph;
    case 'set-param': {
      const block = graph.blocks[edit.id];
      if (!block) return graph;
      return withBlock(graph, edit.id, { ...block, params: { ...block.params, [edit.param]: edit.value } });
    }
    case 'set-name': {
      const block = graph.blocks[edit.id];
      if (!block || block.name === edit.name) return graph;
      return withBlock(graph, edit.id, { ...block, name: edit.name });
    }
  }
}

/** The model with one of its graphs, else the main one, after all edits, in order. A graph that no group holds any more goes. */
export function applyEdits(model: ModelDocument, edits: readonly Edit[], graphId = 'main'): ModelDocument {
  const before = model.graphs[graphId];
  const after = before && edits.reduce(applyEdit, before);
  if (after === before) return model;
  return { ...model, graphs: heldGraphs({ ...model.graphs, [graphId]: after! }) };
}

/** The graphs that can be reached from the main one through groups; the same object if all can. */
export function heldGraphs(graphs: ModelDocument['graphs']): ModelDocument['graphs'] {
  const held = new Set(['main']);
  for (const id of held) {
    for (const { type, params } of Object.values(graphs[id]?.blocks ?? {})) {
      if (type === group.type && String(params.graph) in graphs) held.add(String(params.graph));
    }
  }
  if (held.size === Object.keys(graphs).length) return graphs;
  return Object.fromEntries(Object.entries(graphs).filter(([id]) => held.has(id)));
}

/** A new block of a type with every param at its default, as given where given. Throws for a type there is not. */
export function newBlock(type: string, params: Readonly<Record<string, Json>> = {}, name = ''): Block {
  const definition = findBlock(type);
  if (!definition) throw new Error(`No block has this type. Received: ${type}.`);
  return { type, name, params: { ...defaultParams(definition.params), ...params } } as Block;
}

/** An id no block or wire of the graph has: `conv2d-1`, `wire-12`. */
export function freshId(taken: Readonly<Record<string, unknown>>, stem: string): string {
  const base = stem.toLowerCase();
  for (let number = 1; ; number++) {
    const id = `${base}-${number}`;
    if (!(id in taken)) return id;
  }
}

/** What `connect` must know of groups: the model's graphs, and which of a group's outputs is meant. */
export interface ConnectOptions {
  readonly graphs?: ModelDocument['graphs'];
  readonly output?: string;
}

/**
 * The edits that wire one block's output into another's input port, replacing what was wired there; null where no wire can be: the
 * same block, no output, no such port, or a way back into an earlier block.
 */
export function connect(
  graph: Graph,
  from: BlockId,
  to: BlockId,
  port = 'input',
  { graphs = {}, output = 'output' }: ConnectOptions = {},
): readonly Edit[] | null {
  const [source, target] = [graph.blocks[from], graph.blocks[to]];
  if (!source || !target || reaches(graph, to, from)) return null;
  if (!outputPorts(graphs, source).includes(output) || !inputPortsAt(graphs, target, [port]).includes(port))
    return null;
  const wired = Object.entries(graph.wires).filter(([, wire]) => wire.to.block === to && wire.to.port === port);
  if (wired.some(([, wire]) => wire.from.block === from && wire.from.port === output)) return [];
  const wire: Wire = { from: { block: from, port: output }, to: { block: to, port } };
  return [
    ...wired.map(([id]): Edit => ({ edit: 'remove-wire', id })),
    { edit: 'add-wire', id: freshId(graph.wires, 'wire'), wire },
  ];
}

/** Whether a way along the wires leads from one block to another, or they are the same. */
export function reaches(graph: Graph, from: BlockId, to: BlockId): boolean {
  const next = new Map<BlockId, BlockId[]>();
  for (const wire of Object.values(graph.wires)) {
    const list = next.get(wire.from.block);
    if (list) list.push(wire.to.block);
    else next.set(wire.from.block, [wire.to.block]);
  }
  const seen = new Set([from]);
  const queue = [from];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (id === to) return true;
    for (const target of next.get(id) ?? []) {
      if (!seen.has(target)) {
        seen.add(target);
        queue.push(target);
      }
    }
  }
  return false;
}

function withBlock(graph: Graph, id: BlockId, block: Block): Graph {
  return { ...graph, blocks: { ...graph.blocks, [id]: block } };
}

function without<T>(record: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> {
  const { [key]: _removed, ...rest } = record;
  return rest;
}
