import { expect, test } from 'vitest';
import { defaultSteps, type Step } from '../../shared/data/steps/index.ts';
import { newStep } from '../data/steps/step-edits.ts';
import { inWords } from '../messages/text.ts';
import { TestEditor } from '../store/test-editor.ts';
import { run } from './command.ts';
import { addStep, moveStep, removeStep, setSplitMethod, setStep } from './data-commands.ts';

function session() {
  const { editor } = new TestEditor();
  return {
    editor,
    steps: () => editor.get().document.project.data.preparation.map(({ step }) => step),
    split: () => editor.get().document.project.data.split,
    history: () => editor.get().document.past.map(({ label }) => inWords(label)),
  };
}

test('each change of the list is a step of the history with the name of what it changed, and undo takes it back', () => {
  const { editor, steps, history } = session();
  const before = steps();
  run(editor, addStep, { step: newStep('log') });
  run(editor, moveStep, { from: 3, to: 2 });
  run(editor, removeStep, { at: 5 });
  run(editor, setStep, { at: 4, step: { step: 'encode', columns: null, method: 'index', minFrequency: 1 } });
  expect(steps()).toEqual(['impute', 'log', 'scale', 'date-parts', 'encode']);
  expect(history()).toEqual([
    'Add the step “Logarithm”',
    'Move the step “Scale”',
    'Remove the step “Tokenize texts”',
    'Change the step “Encode categories”',
  ]);
  for (let step = 0; step < 4; step++) editor.undo();
  expect(steps()).toEqual(before);
  expect(editor.get().document.project.data.preparation).toBe(defaultSteps);
  for (let step = 0; step < 4; step++) editor.redo();
  expect(steps()).toEqual(['impute', 'log', 'scale', 'date-parts', 'encode']);
});

test('what is typed into a setting is one step until the person is done with it', () => {
  const { editor, history } = session();
  const type = (sequenceLength: number) =>
    run(editor, setStep, { at: 4, step: { ...newStep('tokenize'), sequenceLength } as Step }, 'sequence');
  for (const length of [1, 12, 120]) type(length);
  expect(history()).toHaveLength(1);
  editor.endGesture();
  type(130);
  expect(history()).toHaveLength(2);
});

test('what changes nothing is no step', () => {
  const { editor, history } = session();
  run(editor, moveStep, { from: 0, to: -1 });
  run(editor, removeStep, { at: 9 });
  run(editor, setStep, { at: 2, step: { ...newStep('scale') } });
  run(editor, setSplitMethod, { method: 'stratified', column: null });
  expect(history()).toEqual([]);
});

test('the split says in the history what it goes by', () => {
  const { editor, split, history } = session();
  const { validation, test, seed, folds } = split();
  run(editor, setSplitMethod, { method: 'random', column: null });
  run(editor, setSplitMethod, { method: 'time', column: 'date' });
  expect(split()).toEqual({ method: 'time', column: 'date', validation, test, seed, folds });
  expect(history()).toEqual(['Split: At random', 'Split: By time, date']);
});
