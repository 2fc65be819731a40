// Which lines of source belong to what is selected on the canvas, and what a line selects there.
import type { BlockId, ModelDocument } from '../../shared/graph/document.ts';
import { type Expansion, expand } from '../../shared/graph/expand.ts';
import { levelOf } from '../../shared/graph/level.ts';
import type { Selection } from '../store/view-slice.ts';

/** A block where it stands: in the graph inside these groups, from the outermost in. */
export interface BlockPlace {
  readonly path: readonly BlockId[];
  readonly block: BlockId;
}

/** Where a block of the written-out model stands in the document. */
export function placeOf(model: ModelDocument, written: BlockId): BlockPlace {
  return placeIn(expand(model), written);
}

function placeIn({ places }: Expansion, written: BlockId): BlockPlace {
  return places.get(written) ?? { path: [], block: written };
}

/** The block of a level that a place is in: itself, or the group around it; null where it is elsewhere. */
export function seenFrom(level: readonly BlockId[], { path, block }: BlockPlace): BlockId | null {
  if (!level.every((id, depth) => path[depth] === id)) return null;
  return path[level.length] ?? block;
}

/**
 * The blocks of the written-out model that what is selected stands for: a selected block itself, in all copies, all that a selected group
 * holds, and the readers of a selected wire.
 */
export function marked(
  model: ModelDocument,
  level: readonly BlockId[],
  { blocks, wires }: Selection,
): ReadonlySet<BlockId> {
  const found = new Set<BlockId>();
  if (blocks.length === 0 && wires.length === 0) return found;
  const expansion = expand(model);
  const seen = (written: BlockId) => seenFrom(level, placeIn(expansion, written));
  const chosen = new Set(blocks);
  if (chosen.size > 0) {
    for (const written of Object.keys(expansion.graph.blocks)) {
      const block = seen(written);
      if (block !== null && chosen.has(block)) found.add(written);
    }
  }
  const here = levelOf(model, level)?.graph;
  const ends = wires.flatMap((id) => here?.wires[id] ?? []);
  if (ends.length === 0) return found;
  for (const { from, to } of Object.values(expansion.graph.wires)) {
    const [source, reader] = [seen(from.block), seen(to.block)];
    // A port of the group that is looked into is no block of the written-out model: what reads it, or feeds it, is outside.
    const isOf = ends.some(
      (end) =>
        (source === end.from.block || (source === null && isPort(end.from.block))) &&
        (reader === end.to.block || (reader === null && isPort(end.to.block))),
    );
    if (isOf) found.add(to.block);
  }
  return found;

  function isPort(id: BlockId): boolean {
    const type = here?.blocks[id]?.type;
    return type === 'GroupInput' || type === 'GroupOutput';
  }
}
