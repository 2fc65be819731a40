import { group } from '../../shared/blocks/group.ts';
import { findBlock } from '../../shared/blocks/index.ts';
import type { BlockId, Graph, ModelDocument, WireId } from '../../shared/graph/document.ts';
import { applyEdit, applyEdits, connect, type Edit, freshId, newBlock, reaches } from '../../shared/graph/edits.ts';
import { expand, outputPorts } from '../../shared/graph/expand.ts';
import { outputAt } from '../../shared/graph/infer.ts';
import { inferenceAt } from '../../shared/graph/level.ts';
import { findProblems } from '../../shared/graph/problems.ts';
import { findReadyMade } from '../../shared/graph/ready-made.ts';
import { insertOnWire } from '../../shared/graph/repairs.ts';
import { sentence } from '../messages/text.ts';
import { type EditCommand, editCommand } from './command.ts';
import { arranged, freePlace, type Place, type Places, placesOf, rowHeight, withPlaces } from './places.ts';
import { freeInput } from './ports.ts';

/** Where a new block goes: at a place, after a block (and wired to it), or into a wire. */
export type Whereabouts =
  | { readonly at: 'place'; readonly place: Place }
  | { readonly at: 'after'; readonly block: BlockId }
  | { readonly at: 'wire'; readonly wire: WireId; readonly place?: Place }
  | { readonly at: 'end' };

/** Adds a block of a type; all its params have their defaults. */
export const addBlock: EditCommand<{ readonly type: string; readonly where: Whereabouts }> = editCommand({
  id: 'block:add',
  label: 'command.addBlock',
  step: (_project, { type }) => sentence('command.addBlockOf', { type: findReadyMade(type)?.title ?? type }),
  run(project, { type, where }, at) {
    const { graphs } = project.model;
    const graph = graphs[at]!;
    const places = placesOf(project, at);
    const made = findReadyMade(type);
    const id = freshId(graph.blocks, made ? group.type : type);
    const held = freshId(graphs, 'graph');
    const block = made ? newBlock(group.type, { graph: held }, freeTitle(graph, made.title)) : newBlock(type);
    const add: Edit = { edit: 'add-block', id, block };
    const inner = made?.make(featuresAt(project.model, at, where) ?? usualFeatures);
    const grownGraphs = inner ? { ...graphs, [held]: inner } : graphs;
    const done = (edits: readonly Edit[], placed: Places) => {
      const model = applyEdits({ ...project.model, graphs: grownGraphs }, edits, at);
      const placedHere = withPlaces({ ...project, model }, placed, at);
      const withInner = inner ? withPlaces(placedHere, arranged(inner), held) : placedHere;
      return { project: withInner, select: { blocks: [id] } };
    };
    switch (where.at) {
      case 'place':
        return done([add], { ...places, [id]: where.place });
      case 'end': {
        const bottom = Math.max(-rowHeight, ...Object.values(places).map(([, y]) => y));
        const x = Object.values(places).find(([, y]) => y === bottom)?.[0] ?? 0;
        return done([add], { ...places, [id]: freePlace(places, [x, bottom + rowHeight]) });
      }
      case 'wire': {
        const wire = graph.wires[where.wire];
        if (!wire || !canInsert(type)) return { project };
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
        if (leaving.length === 1 && canInsert(type)) {
          return addBlock.run(project, { type, where: { at: 'wire', wire: leaving[0]! } }, at);
        }
        const [x, y] = places[where.block]!;
        const grown = applyEdit(graph, add);
        const port = freeInput(grownGraphs, grown, id);
        const [output] = outputPorts(graphs, source);
        const wiring =
          port === null || output === undefined
            ? null
            : connect(grown, where.block, id, port, { graphs: grownGraphs, output });
        const place = freePlace(places, [x, y + rowHeight]);
        return done([add, ...(wiring ?? [])], { ...places, [id]: place });
      }
    }
  },
});

/** Whether a block of a type can stand in a wire: something goes in and something comes out. */
export function canInsert(type: string): boolean {
  const definition = findBlock(type);
  return findReadyMade(type) !== undefined || (definition?.inputs === 'one' && definition.output);
}

/** How many features a ready-made group is for where what comes in is not known. */
const usualFeatures = 32;

/** How many features come in where a block is to go; undefined where that is not known. */
function featuresAt(model: ModelDocument, at: string, where: Whereabouts): number | undefined {
  const level = [...expand(model).levels.values()].find(({ graphId }) => graphId === at);
  if (!level || (where.at !== 'after' && where.at !== 'wire')) return undefined;
  const { facts } = inferenceAt(model, findProblems(model, null).inference, level);
  const from = where.at === 'after' ? { block: where.block, port: 'output' } : level.graph.wires[where.wire]?.from;
  return from && outputAt(facts.get(from.block), from.port)?.shape.at(-1);
}

/** A title that no block of a graph has as its name. */
function freeTitle({ blocks }: Graph, title: string): string {
  const names = new Set(Object.values(blocks).map(({ name }) => name));
  if (!names.has(title)) return title;
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
