import type { Annotation, AnnotationId, Annotations } from '../../shared/graph/annotations.ts';
import type { BlockId } from '../../shared/graph/document.ts';
import { annotationBox } from '../commands/annotations.ts';
import type { Place, Places } from '../commands/places.ts';
import { cardBox } from './arrange.ts';
import { type Box, boundsOf, isWithin, overlap } from './boxes.ts';
import type { Arranged, Enclosure } from './elk-graph.ts';

const areaOf = ({ width, height }: Box) => width * height;

/** Frames as the boxes that hold blocks: each block is in the smallest frame that it lies wholly in. Frames without blocks are none. */
export function enclosuresOf(annotations: Annotations, places: Places): readonly Enclosure[] {
  const frames = Object.entries(annotations)
    .filter(([, { kind }]) => kind === 'frame')
    .map(([id, frame]) => ({ id, box: annotationBox(frame) }))
    .sort((a, b) => areaOf(a.box) - areaOf(b.box) || (a.id < b.id ? -1 : 1));
  const smallestAround = (box: Box, from = 0) =>
    frames.slice(from).find((frame) => isWithin(box, frame.box))?.id ?? null;
  const held = new Map<AnnotationId, BlockId[]>(frames.map(({ id }) => [id, []]));
  for (const [block, place] of Object.entries(places)) {
    const frame = smallestAround(cardBox(place));
    if (frame !== null) held.get(frame)!.push(block);
  }
  const parents = new Map(frames.map(({ id, box }, rank) => [id, smallestAround(box, rank + 1)]));
  const filled = new Set<AnnotationId>();
  for (const { id } of frames) {
    if (held.get(id)!.length === 0 && !filled.has(id)) continue;
    filled.add(id);
    const parent = parents.get(id) ?? null;
    if (parent !== null) filled.add(parent);
  }
  return frames
    .filter(({ id }) => filled.has(id))
    .map(({ id }) => ({ id, within: parents.get(id) ?? null, blocks: held.get(id)! }));
}

/**
 * Frames and notes after the blocks were arranged: a frame around what it holds, and anything else beside the block that it was nearest
 * to, where it covers none.
 */
export function annotationsAfter(
  annotations: Annotations,
  before: Places,
  { blocks, enclosures }: Arranged,
): Annotations {
  const taken: Box[] = Object.values(blocks);
  const after = new Map<AnnotationId, Annotation>();
  const frames: { readonly id: AnnotationId; readonly old: Box; box: Box }[] = [];
  for (const [id, box] of Object.entries(enclosures)) {
    const frame = annotations[id];
    if (frame) frames.push({ id, old: annotationBox(frame), box });
  }
  for (const [id, annotation] of Object.entries(annotations)) {
    if (id in enclosures) continue;
    const old = annotationBox(annotation);
    const holders = frames.filter((frame) => isWithin(old, frame.old));
    const near = nearestBlock(old, before, (block) =>
      holders.every((frame) => isWithin(cardBox(before[block]!), frame.old)),
    );
    if (near === null || !blocks[near]) {
      after.set(id, annotation);
      continue;
    }
    const [x, y] = before[near]!;
    let box: Box = { ...old, x: old.x + blocks[near].x - x, y: old.y + blocks[near].y - y };
    for (let hit = cover(taken, box); hit; hit = cover(taken, box)) box = { ...box, x: hit.x + hit.width + 16 };
    taken.push(box);
    for (const frame of holders) frame.box = boundsOf([frame.box, box])!;
    after.set(id, { ...annotation, place: [Math.round(box.x) + 0, Math.round(box.y) + 0] });
  }
  for (const { id, box } of frames) {
    const place: Place = [Math.round(box.x) + 0, Math.round(box.y) + 0];
    after.set(id, { ...annotations[id]!, place, size: [Math.round(box.width), Math.round(box.height)] });
  }
  return Object.fromEntries(Object.keys(annotations).map((id) => [id, after.get(id)!]));
}

const cover = (taken: readonly Box[], box: Box) => taken.find((other) => overlap(other, box));

function nearestBlock(box: Box, places: Places, isMeant: (block: BlockId) => boolean): BlockId | null {
  const middle = (each: Box) => [each.x + each.width / 2, each.y + each.height / 2] as const;
  const [x, y] = middle(box);
  let nearest: BlockId | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const [block, place] of Object.entries(places)) {
    const [otherX, otherY] = middle(cardBox(place));
    const away = Math.hypot(otherX - x, otherY - y);
    if (away < least && isMeant(block)) [nearest, least] = [block, away];
  }
  return nearest;
}
