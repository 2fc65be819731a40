import { z } from 'zod';
import { type BlockId, type Graph, graphSchema, mainGraph } from '../../shared/graph/document.ts';
import { freshId } from '../../shared/graph/edits.ts';
import { serialize } from '../../shared/graph/serialize.ts';
import type { ProjectDocument } from '../store/state.ts';
import { type Place, type Places, placesOf, withPlaces } from './places.ts';

const version = 1;

/** Blocks on the clipboard, as text that says what it is. */
const piecesSchema = z.strictObject({
  app: z.literal('layerloom'),
  version: z.literal(version),
  pieces: graphSchema,
  positions: z.record(z.string(), z.tuple([z.number(), z.number()])),
});

/** Blocks with the wires between them and their places. */
export interface Pieces {
  readonly graph: Graph;
  readonly places: Places;
}

/** Some blocks of a project, with the wires that run between them. */
export function piecesOf(project: ProjectDocument, ids: readonly BlockId[]): Pieces {
  const graph = mainGraph(project.model);
  const chosen = new Set(ids.filter((id) => id in graph.blocks));
  const places = placesOf(project);
  return {
    graph: {
      blocks: Object.fromEntries([...chosen].map((id) => [id, graph.blocks[id]!])),
      wires: Object.fromEntries(
        Object.entries(graph.wires).filter(([, { from, to }]) => chosen.has(from.block) && chosen.has(to.block)),
      ),
    },
    places: Object.fromEntries([...chosen].map((id) => [id, places[id]!])),
  };
}

/** Blocks as text for the clipboard. */
export function writePieces({ graph, places }: Pieces): string {
  return serialize({ app: 'layerloom', version, pieces: graph, positions: places }, 3);
}

/** Blocks from the clipboard's text; null if it holds none of ours. */
export function readPieces(text: string): Pieces | null {
  try {
    const read = piecesSchema.safeParse(JSON.parse(text));
    return read.success && Object.keys(read.data.pieces.blocks).length > 0
      ? { graph: read.data.pieces, places: read.data.positions }
      : null;
  } catch {
    return null;
  }
}

/** The project with copies of blocks at an offset; copies get ids and names of their own. */
export function withPieces(
  project: ProjectDocument,
  { graph: pieces, places }: Pieces,
  offset: Place,
): { readonly project: ProjectDocument; readonly added: readonly BlockId[] } {
  const graph = mainGraph(project.model);
  const blocks = { ...graph.blocks };
  const wires = { ...graph.wires };
  const placed: Record<BlockId, Place> = { ...placesOf(project) };
  const names = new Set(Object.values(graph.blocks).map(({ name }) => name));
  const copies = new Map<BlockId, BlockId>();
  for (const [id, block] of Object.entries(pieces.blocks)) {
    const copy = freshId(blocks, block.type);
    const name = freshName(names, block.name);
    names.add(name);
    blocks[copy] = { ...block, name };
    const [x, y] = places[id] ?? [0, 0];
    placed[copy] = [x + offset[0], y + offset[1]];
    copies.set(id, copy);
  }
  for (const { from, to } of Object.values(pieces.wires)) {
    const [source, target] = [copies.get(from.block), copies.get(to.block)];
    if (source === undefined || target === undefined) continue;
    wires[freshId(wires, 'wire')] = { from: { ...from, block: source }, to: { ...to, block: target } };
  }
  const model = { ...project.model, graphs: { ...project.model.graphs, main: { blocks, wires } } };
  return { project: withPlaces({ ...project, model }, placed), added: [...copies.values()] };
}

function freshName(taken: ReadonlySet<string>, name: string): string {
  if (name === '' || !taken.has(name)) return name;
  const stem = name.replace(/_\d+$/, '');
  for (let number = 2; ; number++) {
    if (!taken.has(`${stem}_${number}`)) return `${stem}_${number}`;
  }
}
