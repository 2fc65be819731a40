// What was measured of a model, on the model as it is now.

import { findBlock } from '../blocks/index.ts';
import type { PassTimes, Profile } from '../ipc/profile.ts';
import type { BlockId, Graph, ModelDocument } from './document.ts';
import { expand } from './expand.ts';
import { serialize } from './serialize.ts';

/** How long a block of the document takes in all its copies; of a group, the sum of all that it holds. */
export interface PlacedTimes {
  /** The groups around it, from the outermost in. */
  readonly path: readonly BlockId[];
  readonly block: BlockId;
  readonly isGroup: boolean;
  readonly times: PassTimes;
}

/** Times by the ids of the written-out graph, without those of blocks that are gone since. */
export function timesThatStand(
  model: ModelDocument,
  { blocks }: Pick<Profile, 'blocks'>,
): ReadonlyMap<BlockId, PassTimes> {
  const { graph } = expand(model);
  return new Map(blocks.filter(({ block }) => block in graph.blocks).map(({ block, ...times }) => [block, times]));
}

/** How long each block of the document takes, and each group, by the ids of the groups around it and its own, joined with `/`. */
export function timesByPlace(
  model: ModelDocument,
  times: ReadonlyMap<BlockId, PassTimes>,
): ReadonlyMap<string, PlacedTimes> {
  const { places } = expand(model);
  const found = new Map<string, PlacedTimes>();
  const add = (path: readonly BlockId[], block: BlockId, isGroup: boolean, own: PassTimes) => {
    const key = [...path, block].join('/');
    const before = found.get(key);
    found.set(key, { path, block, isGroup, times: sumOfTimes(before ? [before.times, own] : [own]) });
  };
  for (const [written, own] of times) {
    const { path, block } = places.get(written) ?? { path: [], block: written };
    add(path, block, false, own);
    for (const [depth, group] of path.entries()) add(path.slice(0, depth), group, true, own);
  }
  return found;
}

/** Times of several together. */
export function sumOfTimes(all: Iterable<PassTimes>): PassTimes {
  let [forward, forwardBackward] = [0, 0];
  for (const each of all) {
    forward += each.forward;
    forwardBackward += each.forwardBackward;
  }
  return { forward, forwardBackward };
}

/** The blocks that take longest, forward and back, the slowest first; groups are none of them. */
export function slowestBlocks(places: ReadonlyMap<string, PlacedTimes>, count: number): readonly PlacedTimes[] {
  return [...places.values()]
    .filter(({ isGroup }) => !isGroup)
    .sort((one, other) => other.times.forwardBackward - one.times.forwardBackward)
    .slice(0, count);
}

/** Whether two models compute the same, and so take as long: the same blocks with the same params and wires, whatever their names. */
export function isSameNetwork(one: ModelDocument, other: ModelDocument): boolean {
  const [a, b] = [expand(one).graph, expand(other).graph];
  return a === b || (sameBlocks(a, b) && sameWires(a, b));
}

function sameBlocks({ blocks: some }: Graph, { blocks: others }: Graph): boolean {
  const ids = Object.keys(some);
  return (
    ids.length === Object.keys(others).length &&
    ids.every((id) => {
      const [block, other] = [some[id]!, others[id]];
      if (!other || block.type !== other.type) return false;
      // What an Output is judged by is not timed.
      if (findBlock(block.type)?.output === false) return true;
      return block.params === other.params || serialize(block.params, 0) === serialize(other.params, 0);
    })
  );
}

function sameWires(one: Graph, other: Graph): boolean {
  const written = ({ wires }: Graph) =>
    Object.values(wires)
      .map(({ from, to }) => `${from.block} ${from.port} ${to.block} ${to.port}`)
      .sort()
      .join('\n');
  return one.wires === other.wires || written(one) === written(other);
}
