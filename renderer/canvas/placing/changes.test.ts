import type { NodeChange } from '@xyflow/react';
import { expect, test } from 'vitest';
import { frameSelection, putNote } from '../../commands/annotation-commands.ts';
import { annotationsOf } from '../../commands/annotations.ts';
import { run } from '../../commands/command.ts';
import { TestEditor } from '../../store/test-editor.ts';
import type { CanvasNode } from '../annotations/annotation-nodes.ts';
import { type Dragging, takeNodeChanges } from './changes.ts';
import { snap, snapLines } from './snapping.ts';

/** Drags that snap within so many pixels. */
function dragsWithin(reach: number): Dragging {
  return {
    current: null,
    linesOf: snapLines,
    snapped: (lines, box) => (reach === 0 ? [0, 0] : snap(lines, box, reach).shift),
    ended: () => {},
  };
}

const moved = (id: string, x: number, y: number, dragging = true): NodeChange<CanvasNode> => ({
  type: 'position',
  id,
  position: { x, y },
  dragging,
});

/** Two blocks in a frame and one right of it. */
function framed(): TestEditor {
  const editor = new TestEditor().add('Input', [0, 0]).add('Dense', [0, 116]).add('Output', [600, 0]);
  return editor.select('input-1', 'dense-1').press(frameSelection);
}

const places = (editor: TestEditor) => ['input-1', 'dense-1', 'output-1'].map((id) => editor.placeOf(id));
const frameOf = ({ project }: TestEditor) => annotationsOf(project, 'main')['frame-1']!;

test('a dragged frame takes along what lay in it as the drag began, and nothing that it passes, as one step', () => {
  const editor = framed();
  const { project } = editor;
  const drag = dragsWithin(0);
  const [x, y] = frameOf(editor).place;
  // Over the Output and on, so that this lies in the frame for a moment.
  for (const by of [300, 590, 900]) takeNodeChanges(editor.editor, [moved('annotation:frame-1', x + by, y)], drag);
  takeNodeChanges(editor.editor, [moved('annotation:frame-1', x + 900, y, false)], drag);
  expect(places(editor)).toEqual([
    [900, 0],
    [900, 116],
    [600, 0],
  ]);
  expect(frameOf(editor).place).toEqual([x + 900, y]);
  expect(drag.current).toBe(null);
  expect(editor.undo().project).toBe(project);
});

test('a block that is dragged with the frame that holds it moves once', () => {
  const editor = framed();
  const [x, y] = frameOf(editor).place;
  const changes = [moved('annotation:frame-1', x + 50, y), moved('input-1', 50, 0)];
  takeNodeChanges(editor.editor, changes, dragsWithin(0));
  expect(places(editor)[0]).toEqual([50, 0]);
});

test('all that is dragged snaps as one, and not to itself', () => {
  const editor = framed();
  const [x, y] = frameOf(editor).place;
  takeNodeChanges(editor.editor, [moved('output-1', 3, 300)], dragsWithin(5));
  expect(editor.placeOf('output-1')).toEqual([0, 300]);
  // Where it came from is no line either.
  takeNodeChanges(editor.editor, [moved('output-1', 3000, 3000)], dragsWithin(0));
  takeNodeChanges(editor.editor, [moved('output-1', 3003, 5000)], dragsWithin(5));
  expect(editor.placeOf('output-1')).toEqual([3003, 5000]);
  editor.drag('output-1', [0, 300]);
  const drag = dragsWithin(5);
  takeNodeChanges(editor.editor, [moved('annotation:frame-1', x + 2, y)], drag);
  takeNodeChanges(editor.editor, [moved('annotation:frame-1', x + 2, y, false)], drag);
  // By its middle to that of the Output; its own blocks are no lines.
  expect([frameOf(editor).place, editor.placeOf('input-1')]).toEqual([
    [x, y],
    [0, 0],
  ]);
});

test('to resize a frame moves nothing in it, also from its left edge, and is one step', () => {
  const editor = framed();
  const { project } = editor;
  const before = places(editor);
  const [x, y] = frameOf(editor).place;
  const size = (width: number, resizing: boolean): NodeChange<CanvasNode>[] => [
    { type: 'position', id: 'annotation:frame-1', position: { x: x + 248 - width, y } },
    { type: 'dimensions', id: 'annotation:frame-1', resizing, setAttributes: true, dimensions: { width, height: 400 } },
  ];
  const drag = dragsWithin(5);
  takeNodeChanges(editor.editor, size(280, true), drag);
  takeNodeChanges(editor.editor, size(288, true), drag);
  takeNodeChanges(editor.editor, size(288, false).slice(1), drag);
  expect(frameOf(editor)).toMatchObject({ place: [x - 40, y], size: [288, 400] });
  expect(places(editor)).toEqual(before);
  expect(editor.undo().project).toBe(project);
});

test('what the canvas library measures is no resizing, and its selection is taken', () => {
  const editor = framed();
  run(editor.editor, putNote, { middle: [2000, 0] });
  editor.editor.select({});
  const { project } = editor;
  takeNodeChanges(
    editor.editor,
    [
      { type: 'dimensions', id: 'annotation:note-1', dimensions: { width: 1, height: 1 } },
      { type: 'select', id: 'annotation:note-1', selected: true },
      { type: 'select', id: 'input-1', selected: true },
    ],
    dragsWithin(0),
  );
  expect(editor.project).toBe(project);
  expect(editor.editor.get().view.selection).toEqual({ blocks: ['input-1'], wires: [], annotations: ['note-1'] });
});
