import { expect, test } from 'vitest';
import { ownEntries } from '../palette/palette-list.ts';
import { TestEditor } from '../store/test-editor.ts';
import { addBlock } from './add-block.ts';
import { run } from './command.ts';
import { enterGroup, groupSelection, leaveGroup } from './group-commands.ts';
import { makeIndependent, placesBeside } from './independent-group.ts';
import { placesOf } from './places.ts';

/** A group with a group in it, `tower`, which is `group-2`, and once more, which is `group-1`. */
function twice(): TestEditor {
  const editor = new TestEditor().chain('Input', 'Dense', 'Dense', 'Output');
  editor.select('dense-1').press(groupSelection).rename('group-1', 'inner');
  editor.select('group-1', 'dense-2').press(groupSelection).rename('group-2', 'tower');
  const where = {
    at: 'place',
    place: [600, 0],
    wires: [{ block: 'input-1', port: 'output', from: 'output' }],
  } as const;
  run(editor.editor, addBlock, { type: `Group:${graphOf(editor, 'group-2')}`, where });
  return editor;
}

const graphOf = (editor: TestEditor, id: string) => String(editor.graph.blocks[id]!.params.graph);
const units = (editor: TestEditor, group: string) =>
  Object.values(editor.project.model.graphs[graphOf(editor, group)]!.blocks).flatMap(({ params }) =>
    typeof params.units === 'number' ? [params.units] : [],
  );

test('groups that share a graph are edited together until one is made independent', () => {
  const editor = twice();
  const at = () => editor.editor.get();
  expect([placesBeside(at(), 'group-2'), placesBeside(at(), 'group-1')]).toEqual([1, 1]);
  editor.select('group-1').press(enterGroup).type('dense-2', 'units', 5);
  editor.editor.endGesture();
  editor.press(leaveGroup);
  expect([units(editor, 'group-2'), units(editor, 'group-1')]).toEqual([[5], [5]]);

  const shared = editor.project;
  editor.select('group-1').press(makeIndependent);
  const made = editor.project;
  expect([placesBeside(at(), 'group-2'), placesBeside(at(), 'group-1')]).toEqual([0, 0]);
  // What it holds stands where it stood.
  expect(placesOf(made, graphOf(editor, 'group-1'))).toEqual(placesOf(made, graphOf(editor, 'group-2')));
  editor.select('group-1').press(enterGroup).type('dense-2', 'units', 7);
  editor.editor.endGesture();
  editor.press(leaveGroup);
  expect([units(editor, 'group-2'), units(editor, 'group-1')]).toEqual([[5], [7]]);
  expect(editor.undo(2).project).toBe(shared);
  expect(editor.redo().project).toBe(made);
});

test('what is held inside is independent, too', () => {
  const editor = twice();
  editor.select('group-1').press(makeIndependent).press(enterGroup);
  const [inner] = Object.keys(editor.graph.blocks).filter((id) => id.startsWith('group-'));
  expect(placesBeside(editor.editor.get(), inner!)).toBe(0);
  expect(Object.keys(editor.project.model.graphs)).toHaveLength(5);
});

test('it is offered for no group that stands once, and changes none', () => {
  const editor = new TestEditor().chain('Input', 'Dense', 'Output');
  editor.select('dense-1').press(groupSelection);
  const before = editor.project;
  expect(editor.press(makeIndependent).project).toBe(before);
  run(editor.editor, makeIndependent, 'group-1');
  expect(editor.project).toBe(before);
});

test('a group that no block holds any more is offered no more', () => {
  const editor = twice();
  const titles = () => ownEntries(editor.project.model, 'main').map(({ title }) => title);
  expect(titles().sort()).toEqual(['inner', 'tower']);
  editor.delete('group-2');
  // The one that is left has its own name.
  expect(titles().sort()).toEqual(['inner', 'tower 2']);
  editor.delete('group-1');
  expect(titles()).toEqual([]);
  expect(editor.undo().project.model.graphs).not.toEqual({});
});
