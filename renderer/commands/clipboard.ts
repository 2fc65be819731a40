import { z } from 'zod';
import {
  type Annotation,
  type AnnotationId,
  type Annotations,
  annotationSchema,
} from '../../shared/graph/annotations.ts';
import {
  type BlockId,
  type Graph,
  graphSchema,
  type LayoutDocument,
  type ModelDocument,
  placesOfGraphsSchema,
} from '../../shared/graph/document.ts';
import { freshId, heldGraphs } from '../../shared/graph/edits.ts';
import { holding } from '../../shared/graph/own-groups.ts';
import { serialize } from '../../shared/graph/serialize.ts';
import { cardBox } from '../arranging/arrange.ts';
import { boundsOf } from '../arranging/boxes.ts';
import type { ProjectDocument } from '../store/document-slice.ts';
import { annotationBox, annotationsOf, type Things, wholePlace, withAnnotations } from './annotations.ts';
import { type Place, type Places, placesOf, withPlaces } from './places.ts';

const version = 1;

/** Blocks on the clipboard, as text that says what it is. */
const piecesSchema = z.strictObject({
  app: z.literal('layerloom'),
  version: z.literal(version),
  pieces: graphSchema,
  positions: z.record(z.string(), z.tuple([z.number(), z.number()])),
  graphs: z.record(z.string(), graphSchema).default({}),
  layout: placesOfGraphsSchema.default({}),
  annotations: z.record(z.string().min(1), annotationSchema).default({}),
});

type Graphs = ModelDocument['graphs'];

/** Blocks with the wires between them and their places. */
export interface Pieces {
  readonly graph: Graph;
  readonly places: Places;
  /** What groups among them hold, by its id, with the places in it. */
  readonly graphs: Graphs;
  readonly layout: LayoutDocument['graphs'];
  /** Frames and notes beside them. */
  readonly annotations: Annotations;
}

/** Some blocks of a graph of a project, with the wires that run between them, and some of its frames and notes. */
export function piecesOf(
  project: ProjectDocument,
  ids: readonly BlockId[],
  at = 'main',
  annotationIds: readonly AnnotationId[] = [],
): Pieces {
  const annotations = annotationsOf(project, at);
  const graph = project.model.graphs[at]!;
  const chosen = new Set(ids.filter((id) => id in graph.blocks));
  const places = placesOf(project, at);
  const pieces: Graph = {
    blocks: Object.fromEntries([...chosen].map((id) => [id, graph.blocks[id]!])),
    wires: Object.fromEntries(
      Object.entries(graph.wires).filter(([, { from, to }]) => chosen.has(from.block) && chosen.has(to.block)),
    ),
  };
  const { main: _pieces, ...graphs } = heldGraphs({ ...project.model.graphs, main: pieces });
  return {
    graph: pieces,
    places: Object.fromEntries([...chosen].map((id) => [id, places[id]!])),
    graphs,
    layout: Object.fromEntries(Object.entries(project.layout.graphs).filter(([id]) => id in graphs)),
    annotations: Object.fromEntries(annotationIds.flatMap((id) => (annotations[id] ? [[id, annotations[id]]] : []))),
  };
}

/** Blocks as text for the clipboard. */
export function writePieces({ graph, places, graphs, layout, annotations }: Pieces): string {
  const held = Object.keys(graphs).length > 0 ? { graphs, layout } : {};
  // Written only where there are some, so that what has none can be pasted in programs that know nothing of them.
  const noted = Object.keys(annotations).length > 0 ? { annotations } : {};
  return serialize({ app: 'layerloom', version, pieces: graph, positions: places, ...held, ...noted }, 3);
}

/** Blocks from the clipboard's text; null if it holds none of ours. */
export function readPieces(text: string): Pieces | null {
  try {
    const read = piecesSchema.safeParse(JSON.parse(text));
    if (!read.success) return null;
    const { pieces, positions, graphs, layout, annotations } = read.data;
    if (Object.keys(pieces.blocks).length + Object.keys(annotations).length === 0) return null;
    return { graph: pieces, places: positions, graphs, layout, annotations };
  } catch {
    return null;
  }
}

/** The same with its upper left corner at a place. */
export function withCorner(pieces: Pieces, [x, y]: Place): Pieces {
  const boxes = [...Object.values(pieces.places).map(cardBox), ...Object.values(pieces.annotations).map(annotationBox)];
  const bounds = boundsOf(boxes);
  if (!bounds) return pieces;
  const moved = ([left, top]: Place): Place => wholePlace([left + x - bounds.x, top + y - bounds.y]);
  return {
    ...pieces,
    places: Object.fromEntries(Object.entries(pieces.places).map(([id, place]) => [id, moved(place)])),
    annotations: Object.fromEntries(
      Object.entries(pieces.annotations).map(([id, each]) => [id, { ...each, place: moved(each.place) }]),
    ),
  };
}

/** The project with copies of blocks in one of its graphs, at an offset; copies get ids and names of their own. */
export function withPieces(
  project: ProjectDocument,
  { graph: pieces, places, graphs: held, layout, annotations }: Pieces,
  offset: Place,
  at = 'main',
): { readonly project: ProjectDocument; readonly added: Things } {
  const graph = project.model.graphs[at]!;
  const blocks = { ...graph.blocks };
  const wires = { ...graph.wires };
  const placed: Record<BlockId, Place> = { ...placesOf(project, at) };
  const names = new Set(Object.values(graph.blocks).map(({ name }) => name));
  const renamed = newIds(project.model.graphs, held, at);
  const copies = new Map<BlockId, BlockId>();
  for (const [id, block] of Object.entries(holding(pieces, renamed).blocks)) {
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
  const added = Object.entries(held).map(([id, each]) => [renamed.get(id)!, holding(each, renamed)] as const);
  const placesOfAdded = Object.entries(layout).flatMap(([id, each]) => (id in held ? [[renamed.get(id)!, each]] : []));
  const model = {
    ...project.model,
    graphs: { ...Object.fromEntries(added), ...project.model.graphs, [at]: { blocks, wires } },
  };
  const grown = {
    ...project,
    model,
    layout: {
      ...project.layout,
      graphs: { ...(Object.fromEntries(placesOfAdded) as LayoutDocument['graphs']), ...project.layout.graphs },
    },
  };
  const placedHere = withPlaces(grown, placed, at);
  const noted: Record<AnnotationId, Annotation> = { ...annotationsOf(project, at) };
  const addedNotes: AnnotationId[] = [];
  for (const annotation of Object.values(annotations)) {
    const [x, y] = annotation.place;
    const id = freshId(noted, annotation.kind);
    noted[id] = { ...annotation, place: wholePlace([x + offset[0], y + offset[1]]) };
    addedNotes.push(id);
  }
  return {
    project: addedNotes.length === 0 ? placedHere : withAnnotations(placedHere, noted, at),
    added: { blocks: [...copies.values()], annotations: addedNotes },
  };
}

/**
 * What graphs that come with pieces are called in a project: as they are where it has the very same ones already, which copies then
 * share; else as nothing is called yet. A graph is never put into itself: there it is another one.
 */
function newIds(own: Graphs, held: Graphs, at: string): ReadonlyMap<string, string> {
  const ids = Object.keys(held);
  const same = ids.every((id) => id !== at && JSON.stringify(own[id]) === JSON.stringify(held[id]));
  const taken: Record<string, unknown> = { ...own };
  return new Map(
    ids.map((id) => {
      const free = same || !(id in taken) ? id : freshId(taken, 'graph');
      taken[free] = true;
      return [id, free];
    }),
  );
}

function freshName(taken: ReadonlySet<string>, name: string): string {
  if (name === '' || !taken.has(name)) return name;
  const stem = name.replace(/_\d+$/, '');
  for (let number = 2; ; number++) {
    if (!taken.has(`${stem}_${number}`)) return `${stem}_${number}`;
  }
}
