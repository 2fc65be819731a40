import type { BlockId, Graph } from '../../shared/graph/document.ts';
import { order } from '../../shared/graph/order.ts';
import type { ProjectDocument } from '../store/document-slice.ts';

/** Width and height of a block's card, and the gaps between cards, in canvas pixels. */
export const card = { width: 216, height: 78, below: 38, beside: 116 } as const;

/** From one card's upper edge to that of the next below. */
export const rowHeight = card.height + card.below;

/** The upper left corner of a block. */
export type Place = readonly [x: number, y: number];
export type Places = Readonly<Record<BlockId, Place>>;

/** Most rows in a column before a deep network goes on beside it. */
const mostRows = 6;

/**
 * A place for every block: blocks stand in rows by their longest way from an Input, going down; what shares a row is spread sideways in
 * the order of what feeds it; a deep network is broken into columns of equal height. Depends on the graph alone.
 */
export function arranged(graph: Graph): Places {
  const { ids, cyclic } = order(graph);
  const all = [...ids, ...cyclic];
  const feeding = new Map<BlockId, BlockId[]>();
  for (const { from, to } of Object.values(graph.wires)) {
    feeding.set(to.block, [...(feeding.get(to.block) ?? []), from.block]);
  }
  const depth = new Map<BlockId, number>();
  for (const id of all) {
    const above = (feeding.get(id) ?? []).flatMap((source) => depth.get(source) ?? []);
    depth.set(id, above.length === 0 ? 0 : Math.max(...above) + 1);
  }
  const rows: BlockId[][] = [];
  for (const id of all) {
    const row = depth.get(id)!;
    rows[row] = [...(rows[row] ?? []), id];
  }
  const wide = card.width + card.below;
  const x = new Map<BlockId, number>();
  for (const row of rows) {
    const wish = new Map(
      row.map((id) => {
        const above = (feeding.get(id) ?? []).flatMap((source) => x.get(source) ?? []);
        return [id, above.length === 0 ? 0 : above.reduce((sum, value) => sum + value, 0) / above.length];
      }),
    );
    const sorted = row.toSorted((a, b) => wish.get(a)! - wish.get(b)!);
    const middle = row.reduce((sum, id) => sum + wish.get(id)!, 0) / row.length;
    sorted.forEach((id, index) => {
      x.set(id, middle + (index - (sorted.length - 1) / 2) * wide);
    });
  }
  const columns = Math.max(1, Math.ceil(rows.length / mostRows));
  const height = Math.ceil(rows.length / columns);
  const places: Record<BlockId, Place> = {};
  let left = 0;
  for (let column = 0; column < columns; column++) {
    const inColumn = rows.slice(column * height, (column + 1) * height);
    const edges = inColumn.flat().map((id) => x.get(id)!);
    const start = Math.min(...edges);
    inColumn.forEach((row, index) => {
      for (const id of row) places[id] = [Math.round(left + x.get(id)! - start), index * rowHeight];
    });
    left += Math.max(...edges) - start + card.width + card.beside;
  }
  return places;
}

/** Where every block of a graph stands: as saved, or in a place of its own if nothing is saved for it. */
export function placesOf({ model, layout }: ProjectDocument, at = 'main'): Places {
  const graph = model.graphs[at]!;
  const saved = layout.graphs[at]?.positions ?? {};
  const ids = Object.keys(graph.blocks);
  if (ids.every((id) => id in saved)) return saved;
  const fresh = arranged(graph);
  if (!ids.some((id) => id in saved)) return fresh;
  const bottom = Math.max(...ids.flatMap((id) => saved[id]?.[1] ?? []));
  let row = 0;
  return Object.fromEntries(
    ids.map((id) => {
      const place = saved[id] ?? nearSource(graph, saved, id);
      if (place) return [id, place];
      row += 1;
      return [id, [0, bottom + row * rowHeight]];
    }),
  );
}

/** Below the block that feeds it. */
function nearSource(graph: Graph, saved: Places, id: BlockId): Place | null {
  const source = Object.values(graph.wires).find(({ to }) => to.block === id)?.from.block;
  const place = source === undefined ? undefined : saved[source];
  return place ? [place[0], place[1] + rowHeight] : null;
}

const isNegativeZero = (value: number) => Object.is(value, -0);
const whole = ([x, y]: Place): Place => [x + 0, y + 0];

/** The project with blocks of a graph at new places; places of blocks and graphs that are no more are left out. */
export function withPlaces(project: ProjectDocument, places: Places, at = 'main'): ProjectDocument {
  const { graphs } = project.model;
  const own = Object.entries(places).filter(([id]) => id in graphs[at]!.blocks);
  // Rounding makes -0, which no file can hold: what is read back would not be what was written.
  const positions = Object.fromEntries(
    own.map(([id, place]) => [id, place.some(isNegativeZero) ? whole(place) : place]),
  );
  const placed = { ...project.layout.graphs[at], positions };
  const others = Object.entries(project.layout.graphs).filter(([id]) => id in graphs);
  return { ...project, layout: { ...project.layout, graphs: { ...Object.fromEntries(others), [at]: placed } } };
}

/** The place nearest to a wished one where no card lies under the new card. */
export function freePlace(places: Places, wished: Place): Place {
  const taken = Object.values(places);
  let place = wished;
  for (let step = 0; step < 1000; step++) {
    const [x, y] = place;
    const hit = taken.find(
      ([otherX, otherY]) => Math.abs(otherX - x) < card.width + 8 && Math.abs(otherY - y) < card.height + 8,
    );
    if (!hit) return place;
    place = [x, hit[1] + rowHeight];
  }
  return place;
}
