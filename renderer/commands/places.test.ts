import { expect, test } from 'vitest';
import { mainGraph } from '../../shared/graph/document.ts';
import { TestEditor } from '../store/test-editor.ts';
import { arranged, card, freePlace, placesOf } from './places.ts';

const covers = ([x, y]: readonly [number, number], [otherX, otherY]: readonly [number, number]) =>
  Math.abs(x - otherX) < card.width && Math.abs(y - otherY) < card.height;

test('a chain goes down in one column, and a deep one on beside it', () => {
  const short = new TestEditor().chain('Input', 'Dense', 'Output');
  expect(Object.values(arranged(short.graph))).toEqual([
    [0, 0],
    [0, 116],
    [0, 232],
  ]);
  const deep = new TestEditor().chain('Input', ...Array.from({ length: 8 }, () => 'Dense'), 'Output');
  expect(new Set(Object.values(arranged(deep.graph)).map(([x]) => x))).toEqual(new Set([0, 332]));
});

test('branches spread sideways and no cards cover each other', () => {
  const editor = new TestEditor().chain('Input', 'Dense');
  for (let branch = 0; branch < 3; branch++) editor.add('Dense').wire('input-1', `dense-${branch + 2}`);
  const places = Object.values(arranged(editor.graph));
  const pairs = places.flatMap((a, index) => places.slice(index + 1).map((b) => [a, b] as const));
  expect(pairs.filter(([a, b]) => covers(a, b))).toEqual([]);
});

test('blocks in a cycle have a place as well', () => {
  const editor = new TestEditor().chain('Input', 'Dense', 'Dense');
  const graph = mainGraph(editor.project.model);
  const wires = {
    ...graph.wires,
    back: { from: { block: 'dense-2', port: 'output' }, to: { block: 'dense-1', port: 'input' } },
  };
  expect(Object.keys(arranged({ ...graph, wires })).sort()).toEqual(['dense-1', 'dense-2', 'input-1']);
});

test('a block without a saved place stands below what feeds it', () => {
  const { project } = new TestEditor().chain('Input', 'Dense');
  const positions = { 'input-1': [50, 60] as const };
  const layout = { ...project.layout, graphs: { main: { positions } } };
  expect(placesOf({ ...project, layout })).toEqual({ 'input-1': [50, 60], 'dense-1': [50, 176] });
});

test('a place that is taken gives way downwards', () => {
  expect(freePlace({ a: [0, 0], b: [0, 116] }, [20, 10])).toEqual([20, 232]);
});

test('no place is -0, which a file would not give back', () => {
  const editor = new TestEditor().add('Dense', [-0, 0]).drag('dense-1', [-0, -0]);
  expect(editor.placeOf('dense-1').map((value) => Object.is(value, -0))).toEqual([false, false]);
});
