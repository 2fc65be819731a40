import { expect, test } from 'vitest';
import { TestEditor } from '../store/test-editor.ts';
import { alignCommands, distributeCommands } from './align-blocks.ts';
import { isEnabled } from './command.ts';

const three = () => new TestEditor().add('Dense', [0, 0]).add('Dense', [300, 40]).add('Dense', [900, 80]);
const ids = ['dense-1', 'dense-2', 'dense-3'] as const;
const places = (editor: TestEditor) => ids.map((id) => editor.placeOf(id));

test('selected blocks are aligned as one step, and the others stay', () => {
  const editor = three().select('dense-2', 'dense-3');
  const { project } = editor;
  expect(places(editor.press(alignCommands.left))).toEqual([
    [0, 0],
    [300, 40],
    [300, 80],
  ]);
  expect(editor.undo().project).toBe(project);
  expect(places(editor.press(alignCommands.middle))).toEqual([
    [0, 0],
    [300, 60],
    [900, 60],
  ]);
});

test('to align what is aligned is no step', () => {
  const editor = three()
    .select(...ids)
    .press(alignCommands.top);
  const { project } = editor;
  expect(editor.press(alignCommands.top).project).toBe(project);
});

test('gaps become equal as one step', () => {
  const editor = three().select(...ids);
  const { project } = editor;
  expect(places(editor.press(distributeCommands.horizontal))).toEqual([
    [0, 0],
    [450, 40],
    [900, 80],
  ]);
  expect(editor.undo().project).toBe(project);
});

test('two blocks can be aligned, and three distributed', () => {
  const enabled = (...chosen: readonly string[]) => {
    const state = three()
      .select(...chosen)
      .editor.get();
    return [isEnabled(alignCommands.left, state), isEnabled(distributeCommands.vertical, state)];
  };
  expect([enabled('dense-1'), enabled('dense-1', 'dense-2'), enabled(...ids)]).toEqual([
    [false, false],
    [true, false],
    [true, true],
  ]);
});
