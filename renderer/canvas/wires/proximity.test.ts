import { expect, test } from 'vitest';
import type { BlockId } from '../../../shared/graph/document.ts';
import { run } from '../../commands/command.ts';
import { connectAll } from '../../commands/connect-blocks.ts';
import { card, placesOf } from '../../commands/places.ts';
import { TestEditor } from '../../store/test-editor.ts';
import { cardsOf } from '../cards/cards.ts';
import { nodeOf } from '../cards/node-list.ts';
import { endsOf, type FreePort, freePorts, indexed, meetings, nearBy, oneWay } from './proximity.ts';

/** What the canvas library is given for the blocks of an editor. */
function nodesOf(editor: TestEditor) {
  const places = placesOf(editor.project, editor.scene.level.graphId);
  return cardsOf(editor.scene, null).map((each) => nodeOf(undefined, each, places[each.id]!, false));
}

/** The wires that would be made if some blocks were dropped where they are, as `from → to.port`. */
function met(
  editor: TestEditor,
  moving: readonly BlockId[],
  fits: (moved: FreePort, other: FreePort) => boolean = () => true,
): readonly string[] {
  const nodes = nodesOf(editor);
  const isMoving = ({ id }: { readonly id: string }) => moving.includes(id);
  const index = indexed(
    freePorts(
      editor.scene,
      nodes.filter((node) => !isMoving(node)),
    ),
  );
  const found = oneWay(editor.scene, meetings(index, freePorts(editor.scene, nodes.filter(isMoving)), fits));
  return found.map(endsOf).map(({ from, to, port }) => `${from} → ${to}.${port}`);
}

const below = card.height + card.below;

test('a block meets the one above it by its input and the one below it by its output', () => {
  const editor = new TestEditor()
    .add('Input', [0, 0])
    .add('Dense', [12, below])
    .add('Output', [0, 2 * below]);
  expect(met(editor, ['dense-1'])).toEqual(['input-1 → dense-1.input', 'dense-1 → output-1.input']);
  expect(met(editor, ['input-1'])).toEqual(['input-1 → dense-1.input']);
});

test('not one that is further away, nor a port that has a wire', () => {
  const far = new TestEditor().add('Input', [0, 0]).add('Dense', [0, card.height + nearBy + 1]);
  expect(met(far, ['dense-1'])).toEqual([]);
  const wired = new TestEditor().add('Input', [0, 0]).add('Dense', [0, below]).add('Dropout', [300, below]);
  wired.wire('input-1', 'dense-1').drag('dropout-1', [20, below]);
  expect(met(wired, ['dropout-1'])).toEqual([]);
});

test('of several that are near the nearest that fits', () => {
  const editor = new TestEditor().add('Input', [0, 0]).add('Input', [20, 0]).add('Dense', [4, below]);
  expect(met(editor, ['dense-1'])).toEqual(['input-1 → dense-1.input']);
  expect(met(editor, ['dense-1'], (_moved, other) => other.block !== 'input-1')).toEqual(['input-2 → dense-1.input']);
});

test('what is moved together meets others, not itself; and no ring is closed', () => {
  const editor = new TestEditor()
    .add('Dense', [0, 0])
    .add('Dropout', [0, below])
    .add('Dense', [0, 2 * below]);
  expect(met(editor, ['dense-1', 'dropout-1'])).toEqual(['dropout-1 → dense-2.input']);
  // The block below leads to the one above already.
  editor.wire('dense-2', 'dense-1');
  editor.delete('dense-1').add('Dense', [0, 0]).wire('dense-2', 'dense-1', 'input');
  const ring = new TestEditor()
    .add('Dense', [0, 0])
    .add('Dropout', [0, below])
    .add('Dense', [0, 2 * below]);
  ring.add('Add', [600, 0]).wire('dense-2', 'add-1', '1').wire('add-1', 'dense-1');
  ring.delete('add-1');
  expect(ring.wires).toEqual(['dense-2 → dense-1.input']);
  expect(met(ring, ['dropout-1'])).toEqual(['dense-1 → dropout-1.input']);
});

test('the wires are one step with the move that brought the ports together', () => {
  const editor = new TestEditor().add('Input', [0, 0]).add('Dense', [400, 400]);
  const before = editor.project;
  editor.editor.endGesture();
  const { editor: window } = editor;
  editor.drag('dense-1', [200, 200]);
  editor.undo();
  expect(editor.project).toBe(before);
  // As the canvas does at the end of a drag.
  const wires = [{ from: 'input-1', output: 'output', to: 'dense-1', port: 'input' }];
  for (const place of [
    [100, 200],
    [0, below],
  ] as const)
    editor.hold('dense-1', place);
  run(window, connectAll, { wires }, 'drag');
  window.endGesture();
  expect(editor.wires).toEqual(['input-1 → dense-1.input']);
  expect(editor.undo().project).toBe(before);
});
