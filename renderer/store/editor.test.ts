import { describe, expect, test } from 'vitest';
import { piecesOf, readPieces, writePieces } from '../commands/clipboard.ts';
import { run } from '../commands/command.ts';
import { pastePieces } from '../commands/copy-paste.ts';
import { deleteSelection } from '../commands/delete-selection.ts';
import { duplicate } from '../commands/duplicate.ts';
import { repairAll } from '../commands/repair.ts';
import { selectAll } from '../commands/select-all.ts';
import { inWords } from '../messages/text.ts';
import { findingsOf, isUnsaved } from './derived.ts';
import { TestEditor } from './test-editor.ts';

describe('a block that is added', () => {
  test('after another is wired to it and selected', () => {
    const editor = new TestEditor().chain('Input', 'Dense', 'Output');
    expect(editor.wires).toEqual(['input-1 → dense-1.input', 'dense-1 → output-1.input']);
    expect(editor.selected).toEqual(['output-1']);
  });

  test('after one that feeds another goes in between', () => {
    const editor = new TestEditor().chain('Input', 'Output').addAfter('input-1', 'Dense');
    expect(editor.wires.toSorted()).toEqual(['dense-1 → output-1.input', 'input-1 → dense-1.input']);
  });

  test('on a wire splits it', () => {
    const editor = new TestEditor().chain('Input', 'Dense', 'Output').insert('wire-2', 'Dropout');
    expect(editor.wires.toSorted()).toEqual([
      'dense-1 → dropout-1.input',
      'dropout-1 → output-1.input',
      'input-1 → dense-1.input',
    ]);
  });

  test('never covers another card', () => {
    const editor = new TestEditor().chain('Input', 'Dense').addAfter('input-1', 'Output');
    const places = Object.keys(editor.graph.blocks).map((id) => editor.placeOf(id));
    for (const [index, [x, y]] of places.entries()) {
      for (const [otherX, otherY] of places.slice(index + 1)) {
        expect(Math.abs(x - otherX) >= 216 || Math.abs(y - otherY) >= 78).toBe(true);
      }
    }
  });
});

describe('a wire', () => {
  test('cannot lead back into an earlier block', () => {
    const editor = new TestEditor().chain('Input', 'Dense', 'Dense');
    const before = editor.project;
    expect(editor.wire('dense-2', 'dense-1').project).toBe(before);
  });

  test('takes the place of the one that was at its port', () => {
    const editor = new TestEditor().chain('Input', 'Dense', 'Output').add('Input').wire('input-2', 'dense-1');
    expect(editor.wires.toSorted()).toEqual(['dense-1 → output-1.input', 'input-2 → dense-1.input']);
  });

  test('cannot outlive its block', () => {
    const editor = new TestEditor().chain('Input', 'Dense', 'Output').delete('input-1');
    expect(editor.wires).toEqual(['dense-1 → output-1.input']);
  });
});

describe('deleting', () => {
  test('keeps a chain a chain', () => {
    const editor = new TestEditor().chain('Input', 'Dense', 'Dropout', 'Output').delete('dense-1', 'dropout-1');
    expect(editor.wires).toEqual(['input-1 → output-1.input']);
  });

  test('takes what is deleted out of the selection and the layout', () => {
    const editor = new TestEditor().chain('Input', 'Dense').select('input-1', 'dense-1').press(deleteSelection);
    expect([editor.selected, editor.project.layout.graphs.main?.positions]).toEqual([[], {}]);
  });
});

describe('undo', () => {
  test('gives back the very document, redo the one after', () => {
    const editor = new TestEditor().chain('Input', 'Dense');
    const before = editor.project;
    const after = editor.type('dense-1', 'units', 8).project;
    expect(editor.undo().project).toBe(before);
    expect(editor.redo().project).toBe(after);
  });

  test('takes a whole drag back at once, and the next drag alone', () => {
    const editor = new TestEditor()
      .add('Dense', [0, 0])
      .drag('dense-1', [4, 0], [8, 0], [40, 0])
      .drag('dense-1', [40, 80]);
    expect([editor.undo().placeOf('dense-1'), editor.undo().placeOf('dense-1')]).toEqual([
      [40, 0],
      [0, 0],
    ]);
  });

  test('takes what was typed into one field back at once, and other fields alone', () => {
    const editor = new TestEditor().add('Dense').type('dense-1', 'units', 1, 12, 128).type('dense-1', 'useBias', false);
    expect(editor.undo().graph.blocks['dense-1']!.params.units).toBe(128);
    expect(editor.undo().graph.blocks['dense-1']!.params.units).toBe(32);
  });

  test('knows what it takes back', () => {
    const editor = new TestEditor()
      .add('Dense')
      .rename('dense-1', 'logits')
      .type('dense-1', 'units', 1, 12, 128)
      .add('Output')
      .wire('dense-1', 'output-1')
      .drag('output-1', [4, 0], [8, 0])
      .delete('dense-1', 'output-1');
    expect(editor.editor.get().document.past.map(({ label }) => inWords(label))).toEqual([
      'Add Dense',
      'Rename Dense to logits',
      'logits: units = 128',
      'Add Output',
      'Connect logits to Output',
      'Move Output',
      'Delete 2 blocks',
    ]);
  });

  test('does not touch the selection of blocks that are still there', () => {
    const editor = new TestEditor().chain('Input', 'Dense').select('input-1').type('dense-1', 'units', 5).undo();
    expect(editor.selected).toEqual(['input-1']);
  });

  test('back to what was saved leaves nothing unsaved', () => {
    const editor = new TestEditor().add('Dense');
    editor.editor.markSaved(editor.project, { name: 'a', directory: '/home/ada/a.loom', revision: '1' }, 0);
    expect(isUnsaved(editor.rename('dense-1', 'x').editor.get())).toBe(true);
    expect(isUnsaved(editor.undo().editor.get())).toBe(false);
  });

  test('leads to any step at once, back and forth', () => {
    const editor = new TestEditor().add('Input').add('Dense').add('Output');
    const seen = [editor.project, editor.undo().project, editor.undo().project, editor.undo().project].reverse();
    editor.redo(3);
    for (const step of [1, 3, 0, 2]) {
      editor.editor.goToStep(step);
      expect(editor.project).toBe(seen[step]);
    }
    expect([editor.editor.get().document.past.length, editor.editor.get().document.future.length]).toEqual([2, 1]);
  });

  test('has no end', () => {
    const editor = new TestEditor().add('Dense');
    const start = editor.project;
    for (let step = 0; step < 2000; step++) editor.rename('dense-1', `name ${step}`);
    expect(editor.undo(2000).project).toBe(start);
  });

  test('after a new edit forgets what was undone', () => {
    const editor = new TestEditor().add('Dense').undo().add('Input');
    expect(Object.keys(editor.redo().graph.blocks)).toEqual(['input-1']);
  });
});

describe('copies', () => {
  test('have ids and names of their own, the wires between them, and a place beside', () => {
    const editor = new TestEditor().chain('Input', 'Dense').rename('dense-1', 'features').press(selectAll);
    editor.press(duplicate);
    expect(editor.selected).toEqual(['input-2', 'dense-2']);
    expect(editor.graph.blocks['dense-2']!.name).toBe('features_2');
    expect(editor.wires).toContain('input-2 → dense-2.input');
    const [x, y] = editor.placeOf('input-1');
    expect(editor.placeOf('input-2')).toEqual([x + 40, y + 40]);
  });

  test('survive the clipboard as text', () => {
    const editor = new TestEditor().chain('Input', 'Dense').type('dense-1', 'units', 7);
    const pieces = readPieces(writePieces(piecesOf(editor.project, ['input-1', 'dense-1'])))!;
    run(editor.editor, pastePieces, pieces);
    expect(editor.graph.blocks['dense-2']!.params).toEqual(editor.graph.blocks['dense-1']!.params);
    run(editor.editor, pastePieces, pieces);
    expect(new Set(Object.keys(editor.graph.blocks).map((id) => editor.placeOf(id).join())).size).toBe(6);
  });

  test('are not made of a text that is something else', () => {
    expect(['', 'hello', '{}', '[1]', '{"app":"layerloom"}'].map(readPieces)).toEqual([null, null, null, null, null]);
  });
});

test('Repair all leaves no problem that has a repair', () => {
  const editor = new TestEditor().chain('Input', 'Conv2D', 'Dense', 'Output').type('input-1', 'shape', [5, 5, 1]);
  const data = {
    features: [
      { name: 'image', kind: 'image' as const, shape: [28, 28, 1], dtype: 'float32' as const, vocabularySize: null },
    ],
    targets: [{ name: 'digit', kind: 'classes' as const, shape: [], classes: ['a', 'b', 'c'] }],
  };
  run(editor.editor, repairAll, { data });
  expect(findingsOf(editor.project.model, data).problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  const repaired = editor.project;
  run(editor.editor, repairAll, { data });
  expect(editor.project).toBe(repaired);
});
