import { findBlock } from '../../shared/blocks/index.ts';
import type { BlockId, Graph, WireId } from '../../shared/graph/document.ts';
import { applyEdit, applyEdits, connect, type Edit, freshId, newBlock, reaches } from '../../shared/graph/edits.ts';
import { outputPorts } from '../../shared/graph/expand.ts';
import { insertOnWire } from '../../shared/graph/repairs.ts';
import { type EditCommand, editCommand } from './command.ts';
import { freePlace, type Place, type Places, placesOf, rowHeight, withPlaces } from './places.ts';
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
  run(project, { type, where }, at) {
    const { graphs } = project.model;
    const graph = graphs[at]!;
    const places = placesOf(project, at);
    const id = freshId(graph.blocks, type);
    const add: Edit = { edit: 'add-block', id, block: newBlock(type) };
    const done = (edits: readonly Edit[], placed: Places) => ({
      project: withPlaces({ ...project, model: applyEdits(project.model, edits, at) }, placed, at),
      select: { blocks: [id] },
    });
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
        const inserted = insertOnWire(graph, where.wire, type);
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
        const port = freeInput(graphs, grown, id);
        const [output] = outputPorts(graphs, source);
        const wiring =
          port === null || output === undefined ? null : connect(grown, where.block, id, port, { graphs, output });
        const place = freePlace(places, [x, y + rowHeight]);
        return done([add, ...(wiring ?? [])], { ...places, [id]: place });
      }
    }
  },
});

/** Whether a block of a type can stand in a wire: something goes in and something comes out. */
export function canInsert(type: string): boolean {
  const definition = findBlock(type);
  return definition?.inputs === 'one' && definition.output;
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
