import type { BlockId, Graph } from '../../shared/graph/document.ts';
import { card, type Place, type Places } from '../commands/places.ts';
import { type Box, boundsOf } from './boxes.ts';
import { foldedIntoColumns } from './columns.ts';
import { coveredWires } from './covered-wires.ts';
import { type Arranged, alignments, elkGraph, readArranged, type ToArrange } from './elk-graph.ts';
import type { LayOut } from './layouter.ts';

/**
 * Arranges blocks from top to bottom along their wires. Of the ways in which ELK lines blocks up, the one is taken in which fewest wires
 * run under cards, which depends on where a network has its shortcuts.
 */
export async function arrange(what: ToArrange, layOut: LayOut, signal: AbortSignal): Promise<Arranged> {
  let best: { readonly arranged: Arranged; readonly covered: number } | null = null;
  for (const alignment of alignments) {
    const arranged = readArranged(what, await layOut(elkGraph(what, alignment), signal));
    const covered = coveredWires(what, arranged);
    if (best === null || covered < best.covered) best = { arranged, covered };
    if (covered === 0) break;
  }
  return best!.arranged;
}

/** The same with a deep network in several columns. What lies in a box goes where the outermost one goes. */
export function inColumns(
  { graph, enclosures }: Pick<ToArrange, 'graph' | 'enclosures'>,
  arranged: Arranged,
): Arranged {
  const parents = new Map(enclosures.map(({ id, within }) => [id, within]));
  const outermost = (id: string): string => {
    const up = parents.get(id) ?? null;
    return up === null ? id : outermost(up);
  };
  const holders = new Map(enclosures.flatMap(({ id, blocks }) => blocks.map((block) => [block, outermost(id)])));
  const boxKey = (id: string) => `box ${outermost(id)}`;
  const blockKey = (id: BlockId) => (holders.has(id) ? boxKey(holders.get(id)!) : `block ${id}`);
  const boxes = new Map<string, Box>();
  for (const [id, box] of Object.entries(arranged.blocks)) if (!holders.has(id)) boxes.set(blockKey(id), box);
  for (const [id, box] of Object.entries(arranged.enclosures)) if (outermost(id) === id) boxes.set(boxKey(id), box);
  const shifts = foldedIntoColumns(boxes, wiresBetween(graph, blockKey));
  if (!shifts) return arranged;
  const moved = (box: Box, key: string): Box => {
    const [x, y] = shifts.get(key) ?? [0, 0];
    return { ...box, x: box.x + x, y: box.y + y };
  };
  return {
    blocks: mapped(arranged.blocks, (box, id) => moved(box, blockKey(id))),
    enclosures: mapped(arranged.enclosures, (box, id) => moved(box, boxKey(id))),
  };
}

function wiresBetween({ wires }: Graph, keyOf: (block: BlockId) => string): readonly (readonly [string, string])[] {
  return Object.values(wires).flatMap(({ from, to }) => {
    const ends = [keyOf(from.block), keyOf(to.block)] as const;
    return ends[0] === ends[1] ? [] : [ends];
  });
}

function mapped<T, U>(record: Readonly<Record<string, T>>, change: (value: T, key: string) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}

/** The same at another place: its upper left corner comes to stand at that of where it was. */
export function movedTo(arranged: Arranged, corner: Place): Arranged {
  const bounds = boundsOf([...Object.values(arranged.blocks), ...Object.values(arranged.enclosures)]);
  if (!bounds) return arranged;
  const place = (box: Box): Box => ({
    ...box,
    x: Math.round(box.x - bounds.x + corner[0]),
    y: Math.round(box.y - bounds.y + corner[1]),
  });
  return { blocks: mapped(arranged.blocks, place), enclosures: mapped(arranged.enclosures, place) };
}

/** The rectangle of a block's card. */
export function cardBox([x, y]: Place): Box {
  return { x, y, width: card.width, height: card.height };
}

/** Places as the document has them. */
export function placesIn({ blocks }: Arranged): Places {
  return mapped(blocks, ({ x, y }) => [x, y] as const);
}
