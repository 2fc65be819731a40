import { describe, expect, test } from 'vitest';
import type { Annotation, Frame } from '../../shared/graph/annotations.ts';
import { inWords } from '../messages/text.ts';
import { TestEditor } from '../store/test-editor.ts';
import { alignCommands } from './align-blocks.ts';
import { changeAnnotation, frameSelection, putNote } from './annotation-commands.ts';
import { annotationsOf, withHeld } from './annotations.ts';
import { piecesOf, readPieces, writePieces } from './clipboard.ts';
import { isEnabled, run } from './command.ts';
import { copiedText, deleteCopied, pastePieces } from './copy-paste.ts';
import { deleteSelection } from './delete-selection.ts';
import { duplicate } from './duplicate.ts';
import { enterGroup, groupSelection, leaveGroup, ungroupSelection } from './group-commands.ts';
import { moveBlocks, moveCommands, shifted } from './move-blocks.ts';
import { selectAll, selectNone } from './select-all.ts';

const all = (editor: TestEditor) => annotationsOf(editor.project, editor.scene.level.graphId);
const chosen = ({ editor }: TestEditor) => editor.get().view.selection;

/** Three blocks in a column, a frame around the first two, a note in it and one far away. */
function framed(): TestEditor {
  const editor = new TestEditor().add('Input', [0, 0]).add('Dense', [0, 116]).add('Output', [0, 400]);
  editor.select('input-1', 'dense-1').press(frameSelection);
  run(editor.editor, putNote, { middle: [2000, 0] });
  return editor;
}

describe('a frame', () => {
  test('is drawn around the selection with room for its name, and is selected then', () => {
    const editor = new TestEditor().add('Input', [0, 0]).add('Dense', [300, 116]);
    const { project } = editor;
    editor.select('input-1', 'dense-1').press(frameSelection);
    const expected: Frame = { kind: 'frame', name: '', colour: 'io', place: [-16, -60], size: [548, 290] };
    expect(all(editor)).toEqual({ 'frame-1': expected });
    expect(chosen(editor)).toEqual({ blocks: [], wires: [], annotations: ['frame-1'] });
    expect(editor.undo().project).toBe(project);
    expect(chosen(editor).annotations).toEqual([]);
  });

  test('has its name below the card above it, as far as there is room for one', () => {
    const topOf = (gap: number) => {
      const editor = new TestEditor()
        .add('Input', [0, 0])
        .add('Dense', [0, 78 + gap])
        .add('Output', [600, 20]);
      editor.select('dense-1').press(frameSelection);
      return 78 + gap - all(editor)['frame-1']!.place[1];
    };
    expect([topOf(200), topOf(62), topOf(38), topOf(10)]).toEqual([60, 60, 36, 34]);
  });

  test('changes nothing of the model', () => {
    const editor = new TestEditor().chain('Input', 'Dense');
    const { model } = editor.project;
    expect(editor.press(frameSelection).project.model).toBe(model);
  });

  test('holds what lies wholly within it: that moves, is copied and is cut with it', () => {
    const editor = framed();
    const held = withHeld(editor.project, { blocks: [], annotations: ['frame-1'] }, 'main');
    expect(held).toEqual({ blocks: ['input-1', 'dense-1'], annotations: ['frame-1'] });
    run(editor.editor, moveBlocks, shifted(editor.project, held, [100, 20], 'main'));
    expect(['input-1', 'dense-1', 'output-1'].map((id) => editor.placeOf(id))).toEqual([
      [100, 20],
      [100, 136],
      [0, 400],
    ]);
    expect(all(editor)['frame-1']!.place).toEqual([84, -40]);
    // A block that leaves it in part is not held.
    editor.drag('dense-1', [200, 136]);
    expect(withHeld(editor.project, { blocks: [], annotations: ['frame-1'] }, 'main').blocks).toEqual(['input-1']);
  });

  test('moves by keys with what it holds', () => {
    const editor = framed();
    editor.editor.select({ annotations: ['frame-1'] });
    editor.press(moveCommands[1]);
    expect([editor.placeOf('dense-1'), all(editor)['frame-1']!.place]).toEqual([
      [20, 116],
      [4, -60],
    ]);
  });

  test('is deleted without what it holds', () => {
    const editor = framed();
    editor.editor.select({ annotations: ['frame-1'] });
    editor.press(deleteSelection);
    expect([Object.keys(all(editor)), Object.keys(editor.graph.blocks).length]).toEqual([['note-1'], 3]);
  });

  test('is duplicated with what it holds, and the copies are selected', () => {
    const editor = framed();
    editor.editor.select({ annotations: ['frame-1'] });
    editor.press(duplicate);
    expect(chosen(editor)).toEqual({ blocks: ['input-2', 'dense-2'], wires: [], annotations: ['frame-2'] });
    expect([editor.placeOf('input-2'), all(editor)['frame-2']!.place]).toEqual([
      [40, 40],
      [24, -20],
    ]);
  });

  test('that is cut takes what it holds along, as one step, and a paste brings it back', () => {
    const editor = framed();
    editor.editor.select({ annotations: ['frame-1'] });
    const text = copiedText(editor.editor)!;
    const steps = editor.editor.get().document.past.length;
    deleteCopied(editor.editor);
    expect(editor.editor.get().document.past.length).toBe(steps + 1);
    expect([Object.keys(editor.graph.blocks), Object.keys(all(editor))]).toEqual([['output-1'], ['note-1']]);
    run(editor.editor, pastePieces, readPieces(text)!);
    expect(all(editor)['frame-1']!.place).toEqual([-16, -60]);
    expect(Object.keys(editor.graph.blocks).sort()).toEqual(['dense-1', 'input-1', 'output-1']);
  });

  test('has a name and a colour, and no size below what can be taken hold of', () => {
    const editor = framed();
    const change = (values: Parameters<typeof changeAnnotation.run>[1]['change']) =>
      run(editor.editor, changeAnnotation, { id: 'frame-1', change: values });
    change({ name: 'Encoder', colour: 'conv' });
    change({ size: [3, 500.4] });
    expect(all(editor)['frame-1']).toMatchObject({ name: 'Encoder', colour: 'conv', size: [120, 500] });
    const { project } = editor;
    change({ name: 'Encoder' });
    run(editor.editor, changeAnnotation, { id: 'gone', change: { name: 'x' } });
    expect(editor.project).toBe(project);
  });
});

describe('a note', () => {
  test('is put where it covers nothing, empty and selected', () => {
    const editor = new TestEditor().add('Dense', [0, 0]);
    run(editor.editor, putNote, { middle: [108, 39] });
    run(editor.editor, putNote, { middle: [108, 39] });
    const places = Object.values(all(editor)).map(({ place }) => place);
    expect(places).toEqual([
      [8, 94],
      [8, 198],
    ]);
    expect(chosen(editor).annotations).toEqual(['note-2']);
  });

  test('alone can be copied, and pastes beside itself', () => {
    const editor = framed();
    editor.editor.select({ annotations: ['note-1'] });
    run(editor.editor, pastePieces, readPieces(copiedText(editor.editor)!)!);
    expect(all(editor)['note-2']!.place).toEqual([1940, -4]);
    expect(chosen(editor)).toEqual({ blocks: [], wires: [], annotations: ['note-2'] });
  });

  test('is written within one step while it is typed', () => {
    const editor = framed();
    const { project } = editor;
    for (const text of ['w', 'wh', 'why'])
      run(editor.editor, changeAnnotation, { id: 'note-1', change: { text } }, 'note note-1');
    expect(all(editor)['note-1']).toMatchObject({ text: 'why' });
    expect(editor.undo().project).toBe(project);
  });

  test('is aligned with blocks by its own size', () => {
    const editor = framed();
    editor.editor.select({ blocks: ['output-1'], annotations: ['note-1', 'frame-1'] });
    const frame = all(editor)['frame-1'];
    editor.press(alignCommands.right);
    expect([editor.placeOf('output-1')[0] + 216, all(editor)['note-1']!.place[0] + 200]).toEqual([2100, 2100]);
    expect(all(editor)['frame-1']).toEqual(frame);
  });
});

test('frames and notes are selected with everything, and unselected', () => {
  const editor = framed().press(selectAll);
  expect(chosen(editor).annotations).toEqual(['frame-1', 'note-1']);
  expect(chosen(editor.press(selectNone)).annotations).toEqual([]);
  expect(isEnabled(frameSelection, editor.editor.get())).toBe(false);
});

test('each graph has its own, which come out of a group that is taken apart', () => {
  const editor = framed().select('dense-1').press(groupSelection);
  const group = editor.selected[0]!;
  editor.press(enterGroup);
  expect(all(editor)).toEqual({});
  run(editor.editor, putNote, { middle: [5000, 116] });
  const [noteX] = all(editor)['note-1']!.place;
  const [innerX] = editor.placeOf('dense-1');
  editor.press(leaveGroup).select(group).press(ungroupSelection);
  expect(Object.keys(all(editor))).toEqual(['frame-1', 'note-1', 'note-2']);
  expect(all(editor)['note-2']!.place[0] - editor.placeOf('dense-1')[0]).toBe(noteX - innerX);
});

test('blocks without annotations are written to the clipboard as before, for programs that know of none', () => {
  const editor = framed();
  const text = writePieces(piecesOf(editor.project, ['dense-1']));
  expect(Object.keys(JSON.parse(text))).toEqual(['app', 'pieces', 'positions', 'version']);
  expect(readPieces(text)!.annotations).toEqual({});
});

test('the last annotation leaves nothing of its kind in the file', () => {
  const editor = new TestEditor().add('Dense', [0, 0]);
  run(editor.editor, putNote, { middle: [900, 0] });
  run(editor.editor, deleteSelection, { blocks: [], wires: [], annotations: ['note-1'] });
  expect(editor.project.layout.graphs.main).toEqual({ positions: { 'dense-1': [0, 0] } });
});

test.each<[string, Annotation, Parameters<typeof changeAnnotation.run>[1]['change'], string]>([
  ['frame', { kind: 'frame', name: 'a', colour: 'io', place: [0, 0], size: [200, 200] }, { name: 'b' }, 'Name frame b'],
  [
    'frame',
    { kind: 'frame', name: 'a', colour: 'io', place: [0, 0], size: [200, 200] },
    { size: [300, 200] },
    'Resize frame',
  ],
  ['note', { kind: 'note', text: 'a', place: [0, 0], size: [200, 200] }, { text: 'b' }, 'Write note'],
])('a changed %s is told in the history', (_kind, annotation, change, words) => {
  const editor = new TestEditor();
  const layout = { ...editor.project.layout, graphs: { main: { positions: {}, annotations: { x: annotation } } } };
  editor.editor.edit('as it was', (project) => ({ ...project, layout }));
  run(editor.editor, changeAnnotation, { id: 'x', change });
  const label = editor.editor.get().document.past.at(-1)!.label;
  expect(inWords(label)).toBe(words);
});
