import { expect, test } from 'vitest';
import { addBlock } from '../../commands/add-block.ts';
import { run } from '../../commands/command.ts';
import type { OpenEnd } from '../../commands/connect-blocks.ts';
import { groupSelection } from '../../commands/group-commands.ts';
import { ownEntries, placeable, searchBlocks } from '../../palette/palette-list.ts';
import { TestEditor } from '../../store/test-editor.ts';
import { fittingPort } from './inserting.ts';

/** The types that fit a port, of all that can be placed. */
function fitting(editor: TestEditor, end: OpenEnd): readonly string[] {
  const { scene } = editor;
  return fittingPort(scene, [...placeable, ...ownEntries(scene.model, scene.level.graphId)], end).map(
    ({ type }) => type,
  );
}
const after = (block: string, port = 'output'): OpenEnd => ({ block, port, from: 'output' });
const before = (block: string, port = 'input'): OpenEnd => ({ block, port, from: 'input' });

test('after a block come those that take what it gives', () => {
  const editor = new TestEditor().add('Input').type('input-1', 'shape', [28, 28, 1]);
  const fit = fitting(editor, after('input-1'));
  expect(fit).toEqual(expect.arrayContaining(['Conv2D', 'Flatten', 'MaxPooling2D', 'Output', 'Add']));
  for (const type of ['Input', 'LSTM', 'Conv1D', 'Embedding', 'RepeatVector', 'TransformerBlock'])
    expect(fit).not.toContain(type);
});

test('before a block come those that can give what it takes, also where that depends on what they are given', () => {
  const editor = new TestEditor().add('Conv2D').add('LSTM').add('Dense');
  const conv = fitting(editor, before('conv2d-1'));
  expect(conv).toEqual(expect.arrayContaining(['Conv2D', 'MaxPooling2D', 'Dropout', 'UpSampling2D']));
  for (const type of ['Flatten', 'LSTM', 'Output', 'Embedding', 'GlobalAveragePooling2D'])
    expect(conv).not.toContain(type);
  const lstm = fitting(editor, before('lstm-1'));
  expect(lstm).toEqual(expect.arrayContaining(['Embedding', 'Conv1D', 'RepeatVector']));
  expect(lstm).not.toContain('Conv2D');
  expect(fitting(editor, before('dense-1'))).toContain('Input');
});

test('beside what is wired into a block already, the number of dimensions decides', () => {
  const editor = new TestEditor()
    .add('Input')
    .type('input-1', 'shape', [28, 28, 3])
    .add('Add')
    .wire('input-1', 'add-1', '1');
  const fit = fitting(editor, before('add-1', '2'));
  expect(fit).toEqual(expect.arrayContaining(['Conv2D', 'MaxPooling2D', 'BatchNormalization']));
  for (const type of ['Flatten', 'Embedding', 'LSTM', 'Output']) expect(fit).not.toContain(type);
});

test('a group of the project fits where all is well inside of it, and never in itself', () => {
  const editor = new TestEditor().chain('Input', 'Conv2D', 'Flatten').type('input-1', 'shape', [28, 28, 1]);
  editor.select('conv2d-1').press(groupSelection);
  const own = 'Group:graph-1';
  expect(fitting(editor, after('input-1'))).toContain(own);
  expect(fitting(editor, after('flatten-1'))).not.toContain(own);
  editor.editor.enter(['group-1']);
  expect(ownEntries(editor.project.model, editor.scene.level.graphId)).toEqual([]);
  const at = editor.project;
  editor.add(own);
  expect(editor.project).toBe(at);
});

test('a block that is put in at the end of a wire is wired, in one step', () => {
  const editor = new TestEditor().chain('Input', 'Dense').add('Output');
  const put = (type: string, wires: readonly OpenEnd[]) =>
    run(editor.editor, addBlock, { type, where: { at: 'place', place: [400, 120], wires } });
  const empty = editor.project;
  put('Dropout', [after('dense-1')]);
  expect(editor.wires).toContain('dense-1 → dropout-1.input');
  expect(editor.placeOf('dropout-1')).toEqual([400, 120]);
  expect(editor.selected).toEqual(['dropout-1']);
  expect(editor.undo().project).toBe(empty);
  put('Activation', [before('output-1')]);
  expect(editor.wires).toContain('activation-1 → output-1.input');
  // What was wired there before goes.
  put('Dense', [before('dense-1'), after('input-1')]);
  expect(editor.wires).toEqual(expect.arrayContaining(['dense-2 → dense-1.input', 'input-1 → dense-2.input']));
  expect(editor.wires).not.toContain('input-1 → dense-1.input');
});

test('a group of the project that is placed again shares its graph and gets a name of its own', () => {
  const editor = new TestEditor().chain('Input', 'Dense', 'Dense');
  editor.select('dense-1').press(groupSelection).rename('group-1', 'tower');
  expect(ownEntries(editor.project.model, 'main')).toMatchObject([
    { type: 'Group:graph-1', title: 'tower', docs: '1 block' },
  ]);
  run(editor.editor, addBlock, {
    type: 'Group:graph-1',
    where: { at: 'place', place: [0, 0], wires: [after('dense-2')] },
  });
  expect(editor.graph.blocks['group-2']).toMatchObject({ name: 'tower 2', params: { graph: 'graph-1' } });
  expect(editor.wires).toContain('dense-2 → group-2.groupinput-1');
  expect(searchBlocks('tow', ownEntries(editor.project.model, 'main'))[0]).toMatchObject({
    docs: '1 block, in 2 places',
  });
});
