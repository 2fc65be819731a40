import { group } from '../../shared/blocks/group.ts';
import { findBlock } from '../../shared/blocks/index.ts';
import type { Block, BlockId, Graph, ModelDocument, WireId } from '../../shared/graph/document.ts';
import { applyEdit, applyEdits, connect, type Edit, freshId, newBlock, reaches } from '../../shared/graph/edits.ts';
import { type End, expand, outputPorts, portsOfGraph } from '../../shared/graph/expand.ts';
import { outputAt } from '../../shared/graph/infer.ts';
import { inferenceAt } from '../../shared/graph/level.ts';
import { graphOfType, holdersOf, mayHold } from '../../shared/graph/own-groups.ts';
import { findProblems } from '../../shared/graph/problems.ts';
import { findReadyMade } from '../../shared/graph/ready-made.ts';
import { insertOnWire } from '../../shared/graph/repair-edits.ts';
import { sentence } from '../messages/text.ts';
import { type EditCommand, editCommand } from './command.ts';
import type { OpenEnd } from './connect-blocks.ts';
import { arranged, freePlace, type Place, type Places, placesOf, rowHeight, withPlaces } from './places.ts';
import { freeInput } from './ports.ts';

/** Where a new block goes: at a place (and wired to ports that are there), after a block (and wired to it), or into a wire. */
export type Whereabouts =
  | { readonly at: 'place'; readonly place: Place; readonly wires?: readonly OpenEnd[] }
  | { readonly at: 'after'; readonly block: BlockId }
  | { readonly at: 'wire'; readonly wire: WireId; readonly place?: Place }
  | { readonly at: 'end' };

/** Adds a block of a type; all its params have their defaults. */
export const addBlock: EditCommand<{ readonly type: string; readonly where: Whereabouts }> = editCommand({
  id: 'block:add',
  label: 'command.addBlock',
  step: ({ model }, { type }) => sentence('command.addBlockOf', { type: titleToPlace(model, type) }),
  run(project, { type, where }, at) {
    const { graphs } = project.model;
    const graph = graphs[at]!;
    const places = placesOf(project, at);
    const made = findReadyMade(type);
    const own = graphOfType(type);
    if (own !== undefined && !mayHold(graphs, at, own)) return { project };
    const isGroup = made !== undefined || own !== undefined;
    const id = freshId(graph.blocks, isGroup ? group.type : type);
    const held = own ?? freshId(graphs, 'graph');
    const block = isGroup
      ? newBlock(group.type, { graph: held }, freeTitle(graph, nameToPlace(project.model, type)))
      : newBlock(type);
    const add: Edit = { edit: 'add-block', id, block };
    const inner = made?.make(featuresAt(project.model, at, where) ?? usualFeatures);
    const grownGraphs = inner ? { ...graphs, [held]: inner } : graphs;
    const done = (edits: readonly Edit[], placed: Places) => {
      const model = applyEdits({ ...project.model, graphs: grownGraphs }, edits, at);
      const placedHere = withPlaces({ ...project, model }, placed, at);
      const withInner = inner ? withPlaces(placedHere, arranged(inner), held) : placedHere;
      return { project: withInner, select: { blocks: [id] } };
    };
    const wired = (wires: readonly OpenEnd[] = []) => firstWires(grownGraphs, applyEdit(graph, add), id, wires);
    switch (where.at) {
      case 'place':
        return done([add, ...wired(where.wires)], { ...places, [id]: where.place });
      case 'end': {
        const bottom = Math.max(-rowHeight, ...Object.values(places).map(([, y]) => y));
        const x = Object.values(places).find(([, y]) => y === bottom)?.[0] ?? 0;
        return done([add], { ...places, [id]: freePlace(places, [x, bottom + rowHeight]) });
      }
      case 'wire': {
        const wire = graph.wires[where.wire];
        if (!wire || !canInsert(graphs, type)) return { project };
        const [x, y] = places[wire.to.block]!;
        const inserted = insertOnWire(graph, where.wire, id, block, grownGraphs);
        const placed = where.place
          ? { ...places, [id]: where.place }
          : { ...pushedDown(places, wire.to.block, graph), [id]: [x, y] as const };
        return done(inserted, placed);
      }
      case 'after': {
        const source = graph.blocks[where.block];
        if (!source) return { project };
        const leaving = Object.keys(graph.wires).filter((wire) => graph.wires[wire]!.from.block === where.block);
        if (leaving.length === 1 && canInsert(graphs, type)) {
          return addBlock.run(project, { type, where: { at: 'wire', wire: leaving[0]! } }, at);
        }
        const [x, y] = places[where.block]!;
        const [port] = outputPorts(graphs, source);
        const wires: readonly OpenEnd[] = port === undefined ? [] : [{ block: where.block, port, from: 'output' }];
        const place = freePlace(places, [x, y + rowHeight]);
        return done([add, ...wired(wires)], { ...places, [id]: place });
      }
    }
  },
});

/** Whether what can be placed can stand in a wire: something goes in and something comes out. */
export function canInsert(graphs: ModelDocument['graphs'], type: string): boolean {
  if (findReadyMade(type)) return true;
  const own = graphs[graphOfType(type) ?? ''];
  if (own) return portsOfGraph(own).inputs.length > 0 && portsOfGraph(own).outputs.length > 0;
  const definition = findBlock(type);
  return definition?.inputs === 'one' && definition.output;
}

/** A block as it would be placed, without its name, with the graphs it needs; a ready-made group is for the usual number of features. */
export function blockToPlace(
  { graphs }: ModelDocument,
  type: string,
): { block: Block; graphs: ModelDocument['graphs'] } {
  const made = findReadyMade(type);
  const own = graphOfType(type);
  if (!made && own === undefined) return { block: newBlock(type), graphs };
  const held = own ?? freshId(graphs, 'graph');
  return {
    block: newBlock(group.type, { graph: held }),
    graphs: made ? { ...graphs, [held]: made.make(usualFeatures) } : graphs,
  };
}

/** What can be placed, as it is called: a type, or the name of a group. */
export function titleToPlace(model: ModelDocument, type: string): string {
  return nameToPlace(model, type) || (graphOfType(type) === undefined ? type : group.type);
}

/** The name that a group has when it is placed; empty for other blocks, and for groups without name. */
function nameToPlace({ graphs }: ModelDocument, type: string): string {
  const own = graphOfType(type);
  if (own === undefined) return findReadyMade(type)?.title ?? '';
  return holdersOf(graphs, own).find(({ name }) => name !== '')?.name ?? '';
}

/** The edits that wire a new block to ports that are there; a port that nothing of the block can be wired to is left alone. */
function firstWires(
  graphs: ModelDocument['graphs'],
  grown: Graph,
  id: BlockId,
  wires: readonly OpenEnd[],
): readonly Edit[] {
  const all: Edit[] = [];
  let graph = grown;
  for (const { block, port, from } of wires) {
    const output = from === 'output' ? port : outputPorts(graphs, graph.blocks[id]!)[0];
    const input = from === 'output' ? freeInput(graphs, graph, id) : port;
    if (output === undefined || input === null) continue;
    const [source, target] = from === 'output' ? [block, id] : [id, block];
    const edits = connect(graph, source, target, input, { graphs, output }) ?? [];
    all.push(...edits);
    graph = edits.reduce(applyEdit, graph);
  }
  return all;
}

/** How many features a ready-made group is for where what comes in is not known. */
const usualFeatures = 32;

/** How many features come in where a block is to go; undefined where that is not known. */
function featuresAt(model: ModelDocument, at: string, where: Whereabouts): number | undefined {
  const level = [...expand(model).levels.values()].find(({ graphId }) => graphId === at);
  if (!level) return undefined;
  const { facts } = inferenceAt(model, findProblems(model, null).inference, level);
  const from = sourceOf(level.graph, where);
  return from && outputAt(facts.get(from.block), from.port)?.shape.at(-1);
}

/** What feeds a new block, if anything does. */
function sourceOf(graph: Graph, where: Whereabouts): End | undefined {
  switch (where.at) {
    case 'after':
      return { block: where.block, port: 'output' };
    case 'wire':
      return graph.wires[where.wire]?.from;
    case 'place':
      return where.wires?.find(({ from }) => from === 'output');
    case 'end':
      return undefined;
  }
}

/** A title that no block of a graph has as its name. */
function freeTitle({ blocks }: Graph, title: string): string {
  const names = new Set(Object.values(blocks).map(({ name }) => name));
  if (title === '' || !names.has(title)) return title;
  for (let number = 2; ; number++) if (!names.has(`${title} ${number}`)) return `${title} ${number}`;
}

/** The places with a block and what follows it in its column one row further down. */
function pushedDown(places: Places, first: BlockId, graph: Graph): Places {
  const [x, y] = places[first]!;
  return Object.fromEntries(
    Object.entries(places).map(([id, place]) => {
      const follows = reaches(graph, first, id) && place[1] >= y && Math.abs(place[0] - x) < 300;
      return [id, follows ? [place[0], place[1] + rowHeight] : place];
    }),
  );
}
