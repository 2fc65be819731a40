import Elk from 'elkjs/lib/elk.bundled.js';
import { expect, test } from 'vitest';
import { TestEditor } from '../store/test-editor.ts';
import { arrange, cardBox, inColumns, movedTo, placesIn } from './arrange.ts';
import { boundsOf, isWithin, overlap } from './boxes.ts';
import { foldedIntoColumns } from './columns.ts';
import { coveredWires } from './covered-wires.ts';
import { type Enclosure, elkGraph, enclosureRoom, readArranged, type ToArrange } from './elk-graph.ts';
import type { LayOut } from './layouter.ts';

const elk = new Elk();
const layOut: LayOut = (graph) => elk.layout(graph);
const { signal } = new AbortController();

function allOf({ project, graph }: TestEditor, enclosures: readonly Enclosure[] = []): ToArrange {
  return { graphs: project.model.graphs, graph, blocks: Object.keys(graph.blocks), enclosures };
}

const arranged = (what: ToArrange) => arrange(what, layOut, signal);
const placed = async (what: ToArrange) => placesIn(movedTo(await arranged(what), [0, 0]));

/** A chain with a shortcut around each pair of its layers. */
function withShortcuts(pairs: number): TestEditor {
  const editor = new TestEditor().chain('Input', 'Dense');
  let before = 'dense-1';
  for (let pair = 1; pair <= pairs; pair++) {
    editor.select(before).chain('Dense', 'Dense', 'Add').wire(before, `add-${pair}`, '2');
    before = `add-${pair}`;
  }
  return editor;
}

test('a chain stands in one column with room for the labels of its wires', async () => {
  expect(await placed(allOf(new TestEditor().chain('Input', 'Dense', 'Output')))).toEqual({
    'input-1': [0, 0],
    'dense-1': [0, 116],
    'output-1': [0, 232],
  });
});

test('branches stand side by side in the order of the ports that they end at', async () => {
  const editor = new TestEditor().add('Input').add('Add');
  for (let branch = 1; branch <= 3; branch++) {
    editor
      .add('Dense')
      .wire('input-1', `dense-${branch}`)
      .wire(`dense-${branch}`, 'add-1', `${4 - branch}`);
  }
  const what = allOf(editor);
  const found = await arranged(what);
  const [first, second, third] = ['dense-1', 'dense-2', 'dense-3'].map((id) => found.blocks[id]!.x);
  expect(third! < second! && second! < first!).toBe(true);
  const boxes = Object.values(found.blocks);
  const pairs = boxes.flatMap((one, index) => boxes.slice(index + 1).map((other) => [one, other] as const));
  expect(pairs.filter(([one, other]) => overlap(one, other, 37))).toEqual([]);
});

test('no wire runs under a card where one way of lining blocks up keeps them free', async () => {
  const what = allOf(withShortcuts(4));
  const found = await arranged(what);
  expect(coveredWires(what, found)).toBe(0);
  // The count is not always 0: the same blocks in one column have every shortcut under them.
  const column = Object.keys(found.blocks).map((id, row) => [id, cardBox([0, row * 116])] as const);
  expect(coveredWires(what, { blocks: Object.fromEntries(column), enclosures: {} })).toBeGreaterThan(2);
});

test('the way of lining up is taken in which fewest wires run under cards', async () => {
  const what = allOf(withShortcuts(2));
  const tried: string[] = [];
  /** All in one column, but for one way, in which what a shortcut passes stands aside. */
  const columns =
    (better: string): LayOut =>
    async (graph) => {
      const alignment = graph.layoutOptions!['elk.layered.nodePlacement.bk.fixedAlignment']!;
      tried.push(alignment);
      const isAside = (id: string) => alignment === better && /dense-[2-5]/.test(id);
      return {
        ...graph,
        children: graph.children!.map((node, row) => ({ ...node, x: isAside(node.id) ? 300 : 0, y: row * 116 })),
      };
    };
  for (const better of ['LEFTUP', 'LEFTDOWN', 'BALANCED']) {
    const { blocks } = await arrange(what, columns(better), signal);
    expect([better, blocks['dense-2']!.x]).toEqual([better, 300]);
  }
  // One without any such wire is enough.
  expect(tried).toEqual(['LEFTUP', 'LEFTUP', 'LEFTDOWN', 'LEFTUP', 'LEFTDOWN', 'BALANCED']);
});

test('the same graph gives the same places', async () => {
  const [one, other] = [await placed(allOf(withShortcuts(3))), await placed(allOf(withShortcuts(3)))];
  expect(one).toEqual(other);
});

test('some blocks alone are arranged by the wires between them', async () => {
  const editor = new TestEditor().chain('Input', 'Dense', 'Dense', 'Output');
  const found = await placed({ ...allOf(editor), blocks: ['dense-1', 'dense-2'] });
  expect(found).toEqual({ 'dense-1': [0, 0], 'dense-2': [0, 116] });
});

test('blocks in a cycle and wires at ports that are no more do not keep the others from their places', async () => {
  const editor = new TestEditor().chain('Input', 'Dense', 'Dense');
  const end = (block: string, port: string) => ({ block, port });
  const wires = {
    ...editor.graph.wires,
    back: { from: end('dense-2', 'output'), to: end('dense-1', 'input') },
    gone: { from: end('dense-2', 'output'), to: end('dense-1', 'no such port') },
  };
  const found = await placed({ ...allOf(editor), graph: { ...editor.graph, wires } });
  expect(Object.keys(found).sort()).toEqual(['dense-1', 'dense-2', 'input-1']);
});

test('what is enclosed stays in its box, boxes in boxes too, and nothing else comes into it', async () => {
  const editor = new TestEditor().chain('Input', 'Dense', 'Dense', 'Dense', 'Output');
  editor.add('Dense').wire('input-1', 'dense-4');
  const what = allOf(editor, [
    { id: 'outer', within: null, blocks: ['dense-1'] },
    { id: 'inner', within: 'outer', blocks: ['dense-2'] },
  ]);
  const { blocks, enclosures } = await arranged(what);
  const within = (box: string) => Object.keys(blocks).filter((id) => isWithin(blocks[id]!, enclosures[box]!));
  expect([within('outer'), within('inner')]).toEqual([['dense-1', 'dense-2'], ['dense-2']]);
  expect(isWithin(enclosures.inner!, enclosures.outer!)).toBe(true);
  expect(blocks['dense-2']!.y - enclosures.inner!.y).toBe(enclosureRoom.top);
});

test('a deep network stands in columns, and no shortcut is cut', async () => {
  const what = allOf(withShortcuts(6));
  const { blocks } = inColumns(what, await arranged(what));
  const top = Math.min(...Object.values(blocks).map(({ y }) => y));
  const highest = Object.keys(blocks).filter((id) => blocks[id]!.y === top);
  // The first layer after an Add begins each column but the first.
  expect(highest.length).toBeGreaterThan(1);
  for (const id of highest.filter((id) => id !== 'input-1')) {
    const source = Object.values(what.graph.wires).find(({ to }) => to.block === id)!.from.block;
    expect(source).toMatch(/^add-|^dense-1$/);
  }
  const { width, height } = boundsOf(Object.values(blocks))!;
  expect(width / height).toBeGreaterThan(0.8);
});

test('a network that cannot be parted stays in one column', () => {
  const boxes = new Map(Array.from({ length: 12 }, (_, row) => [`${row}`, cardBox([0, row * 116])]));
  const chain = Array.from({ length: 11 }, (_, row) => [`${row}`, `${row + 1}`] as const);
  expect(foldedIntoColumns(boxes, [...chain, ['0', '11']])).toBe(null);
  expect(foldedIntoColumns(boxes, chain)!.get('11')).toEqual([664, -928]);
});

test('ELK has every card at its size with its ports where the canvas draws them', () => {
  const what = allOf(new TestEditor().chain('Input', 'Add').wire('input-1', 'add-1', '1'));
  const node = elkGraph(what, 'LEFTUP').children!.find(({ id }) => id === 'add-1')!;
  expect([node.width, node.height]).toEqual([216, 78]);
  expect(node.ports!.map(({ x, y }) => [x, y])).toEqual([
    [72, 0],
    [144, 0],
    [108, 78],
  ]);
  expect(
    readArranged(what, { id: 'root', children: [{ id: 'add-1', x: 3, y: 4, width: 216, height: 78 }] }).blocks,
  ).toEqual({ 'add-1': { x: 3, y: 4, width: 216, height: 78 } });
});
