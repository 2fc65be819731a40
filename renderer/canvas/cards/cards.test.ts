import { expect, test } from 'vitest';
import { findingsOf } from '../../store/derived.ts';
import { TestEditor } from '../../store/test-editor.ts';
import { cardsOf, keepEqual, shortProblem, wiresOf } from './cards.ts';

const cards = (editor: TestEditor, rows: number | null = null) =>
  new Map(cardsOf(editor.scene, rows).map((card) => [card.id, card]));

test('a card says in words what it shows', () => {
  const editor = new TestEditor()
    .chain('Input', 'Conv2D', 'Flatten', 'Dense', 'Output')
    .type('input-1', 'shape', [28, 28, 1])
    .type('conv2d-1', 'kernelSize', [3, 3])
    .type('conv2d-1', 'filters', 64)
    .rename('conv2d-1', 'strokes');
  const card = cards(editor).get('conv2d-1')!;
  expect(card.shape).toBe('26×26×64');
  expect(card.label).toContain('Conv2D strokes, 64 filters');
  expect(card.label).toContain('output 26 by 26 by 64, 640 params');
});

test('an Input shows the rows that train, once the data is known', () => {
  const editor = new TestEditor().chain('Input', 'Dense', 'Output');
  expect([cards(editor).get('input-1')!.note, cards(editor, 60_000).get('input-1')!.note]).toEqual(['', '60,000 rows']);
});

test('a block that is not wired yet still shows its params', () => {
  expect(cards(new TestEditor().add('Dense')).get('dense-1')).toMatchObject({
    summary: '32 units · linear',
    shape: '',
    state: 'unfinished',
    shortProblem: 'Needs a wire into its input',
  });
});

test('a wire into a block that does not take it is bad, the others are not', () => {
  const editor = new TestEditor().chain('Input', 'Dense').add('Conv2D').wire('dense-1', 'conv2d-1');
  const wires = wiresOf(editor.scene, findingsOf(editor.project.model, null), null);
  expect(wires.map(({ to, isBad }) => [to, isBad])).toEqual([
    ['dense-1', false],
    ['conv2d-1', true],
  ]);
});

test('values that are equal stay the same objects', () => {
  const old = { id: 'a', words: ['x'] };
  const kept = keepEqual(
    [old],
    [
      { id: 'a', words: ['x'] },
      { id: 'b', words: [] },
    ],
  );
  expect(kept[0]).toBe(old);
  const list = [old];
  expect(keepEqual(list, [{ id: 'a', words: ['x'] }])).toBe(list);
});

test('an edit of one block makes new cards and wires only where something shows', () => {
  const editor = new TestEditor().chain('Input', 'Dense', 'Dense', 'Dense', 'Output');
  const shown = () => {
    const found = findingsOf(editor.project.model, null);
    return [...cardsOf(editor.scene, null), ...wiresOf(editor.scene, found, null)];
  };
  const before = new Set<unknown>(shown());
  editor.type('dense-2', 'units', 7);
  const changed = shown().filter((view) => !before.has(view));
  // The block, its wire out, and the parameters of the block after it.
  expect(changed.map(({ id }) => id)).toEqual(['dense-2', 'dense-3', 'wire-3']);
});

test('a card leaves out of a problem what it says already', () => {
  expect(shortProblem('Dense: Units must be 1 or more. Received: 0.', ['Dense'])).toBe('Units must be 1 or more');
  expect(shortProblem('Huber expects numbers. Set the loss. Received: x.', ['Output', 'Huber'])).toBe(
    'Expects numbers',
  );
});
