import type { BlockId, Graph } from './document.ts';

/**
 * Blocks in the order of flow: each after those that feed it, ties by id so that the order depends on the graph alone.
 * `cyclic` lists the blocks that are in a cycle or only reachable through one.
 */
export function order(graph: Graph): { readonly ids: readonly BlockId[]; readonly cyclic: readonly BlockId[] } {
  const waiting = new Map<BlockId, number>();
  const next = new Map<BlockId, BlockId[]>();
  for (const id of Object.keys(graph.blocks)) {
    waiting.set(id, 0);
    next.set(id, []);
  }
  for (const { from, to } of Object.values(graph.wires)) {
    const targets = next.get(from.block);
    if (!targets || !waiting.has(to.block)) continue;
    targets.push(to.block);
    waiting.set(to.block, waiting.get(to.block)! + 1);
  }
  const ready = [...waiting].filter(([, count]) => count === 0).map(([id]) => id);
  ready.sort();
  const ids: BlockId[] = [];
  for (let at = 0; at < ready.length; at++) {
    const id = ready[at]!;
    ids.push(id);
    const freed: BlockId[] = [];
    for (const target of next.get(id)!) {
      const left = waiting.get(target)! - 1;
      waiting.set(target, left);
      if (left === 0) freed.push(target);
    }
    ready.push(...freed.sort());
  }
  const done = new Set(ids);
  return { ids, cyclic: [...waiting.keys()].filter((id) => !done.has(id)).sort() };
}
