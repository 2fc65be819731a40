import { expect, test } from 'vitest';
import { TestEditor } from '../store/test-editor.ts';
import { allCommands } from './all-commands.ts';
import { copiedText } from './copy-paste.ts';

/** Commands that work on what is selected on the canvas. */
const onSelection = [
  'selection:duplicate',
  'selection:delete',
  'selection:copy',
  'selection:cut',
  'selection:none',
  'wire:start',
  'block:move-left',
  'block:move-right',
  'block:move-up',
  'block:move-down',
];

test('commands on the selection are offered only where it is in sight', () => {
  const editor = new TestEditor().chain('Input', 'Dense', 'Output').select('dense-1');
  const enabled = () =>
    allCommands
      .filter(({ id, isEnabled }) => onSelection.includes(id) && isEnabled(editor.editor.get()))
      .map(({ id }) => id);
  expect(enabled().toSorted()).toEqual(onSelection.toSorted());
  for (const page of ['start', 'data', 'train', 'results', 'export'] as const) {
    editor.editor.goTo(page);
    expect(enabled()).toEqual([]);
    expect(copiedText(editor.editor)).toBeNull();
  }
});
