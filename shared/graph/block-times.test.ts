import { expect, test } from 'vitest';
import { blockCases } from '../../testing/block-cases.ts';
import { chainOf, networks } from '../../testing/networks.ts';
import { isSameNetwork, slowestBlocks, timesByPlace, timesThatStand } from './block-times.ts';
import type { Block, ModelDocument } from './document.ts';
import { expand } from './expand.ts';
import { levelOf } from './level.ts';

const { cnn } = networks;

/** The same model with some blocks of its main graph changed, or taken out. */
function changed(model: ModelDocument, blocks: Readonly<Record<string, Partial<Block> | null>>): ModelDocument {
  const main = model.graphs.main!;
  const kept = Object.entries(main.blocks).filter(([id]) => blocks[id] !== null);
  const after = Object.fromEntries(kept.map(([id, block]) => [id, { ...block, ...blocks[id] }]));
  return { ...model, graphs: { ...model.graphs, main: { ...main, blocks: after } } };
}

const timed = (...ids: readonly string[]) => ({
  blocks: ids.map((block, index) => ({ block, forward: index + 1, forwardBackward: 10 * (index + 1) })),
});

test('a group takes as long as all that its copies hold, and a block in it as long as all its copies', () => {
  const model = blockCases['a residual block as a group, three times']!;
  const group = Object.keys(levelOf(model, [])!.graph.blocks).find((id) => expand(model).levels.has(id))!;
  const ids = Object.keys(expand(model).graph.blocks).filter((id) => id.startsWith(`${group}/`));
  const profile = { blocks: ids.map((block) => ({ block, forward: 1, forwardBackward: 2 })) };
  const places = timesByPlace(model, timesThatStand(model, profile));
  expect(places.get(group)).toEqual({
    path: [],
    block: group,
    isGroup: true,
    times: { forward: ids.length, forwardBackward: 2 * ids.length },
  });
  expect(places.get(`${group}/first`)).toEqual({
    path: [group],
    block: 'first',
    isGroup: false,
    times: { forward: 3, forwardBackward: 6 },
  });
  expect(slowestBlocks(places, 2).map(({ isGroup }) => isGroup)).toEqual([false, false]);
});

test('the slowest come first; what is measured of a block goes with it', () => {
  const times = timesThatStand(cnn, timed('b01', 'b02', 'b03'));
  expect(slowestBlocks(timesByPlace(cnn, times), 2).map(({ block }) => block)).toEqual(['b03', 'b02']);
  const after = changed(cnn, { b03: null });
  expect([...timesThatStand(after, timed('b01', 'b02', 'b03')).keys()]).toEqual(['b01', 'b02']);
});

test('a network is another with another param, type, block or wire, and the same under other names and ids of wires', () => {
  const params = cnn.graphs.main!.blocks.b01!.params;
  const main = cnn.graphs.main!;
  const wires = Object.entries(main.wires);
  const wired = (kept: typeof wires) => ({ ...cnn, graphs: { main: { ...main, wires: Object.fromEntries(kept) } } });
  const others = {
    param: changed(cnn, { b01: { params: { ...params, filters: 33 } } }),
    type: changed(cnn, { b02: { type: 'AveragePooling2D' } }),
    block: changed(cnn, { b07: null }),
    wire: wired(wires.slice(1)),
    more: chainOf(['Input', { shape: [28, 28, 1] }]),
  };
  expect(Object.entries(others).filter(([, other]) => isSameNetwork(cnn, other))).toEqual([]);
  const reversed = Object.fromEntries(Object.entries(params).reverse()) as typeof params;
  const same = {
    name: changed(cnn, { b01: { name: 'edges' } }),
    metrics: changed(cnn, { b09: { params: {} } }),
    order: changed(cnn, { b01: { params: reversed } }),
    wire: wired(wires.map(([id, wire]) => [`${id}-again`, wire])),
  };
  expect(Object.entries(same).filter(([, other]) => !isSameNetwork(cnn, other))).toEqual([]);
});
