import { expect, test } from 'vitest';
import { type Augmentation, type AugmentationName, augmentationOf } from '../../shared/data/augmentation/index.ts';
import { inWords } from '../messages/text.ts';
import { TestEditor } from '../store/test-editor.ts';
import { addAugmentation, moveAugmentation, removeAugmentation, setAugmentation } from './augmentation-commands.ts';
import { run } from './command.ts';

const newStep = (step: AugmentationName) => augmentationOf({ step }).defaults as Augmentation;

test('each change of the list is a step of the history with the name of what it changed, and undo takes it back', () => {
  const { editor } = new TestEditor();
  const steps = () => editor.get().document.project.data.augmentation;
  const before = editor.get().document.project.data;
  run(editor, addAugmentation, { step: newStep('random-rotation') });
  run(editor, addAugmentation, { step: newStep('cutout') });
  run(editor, moveAugmentation, { from: 1, to: 0 });
  run(editor, setAugmentation, { at: 0, step: { step: 'cutout', size: 0.2, fillValue: 0 } });
  run(editor, removeAugmentation, { at: 1 });
  expect(steps()).toEqual([{ step: 'cutout', size: 0.2, fillValue: 0 }]);
  expect(editor.get().document.past.map(({ label }) => inWords(label))).toEqual([
    'Add the step “Rotation”',
    'Add the step “Cutout”',
    'Move the step “Cutout”',
    'Change the step “Cutout”',
    'Remove the step “Rotation”',
  ]);
  // Nowhere to move to, and nothing set: no step of the history.
  run(editor, moveAugmentation, { from: 0, to: 3 });
  run(editor, setAugmentation, { at: 0, step: { ...steps()[0]! } });
  expect(editor.get().document.past.length).toBe(5);
  for (let step = 0; step < 5; step++) editor.undo();
  expect(editor.get().document.project.data).toBe(before);
});
