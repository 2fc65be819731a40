import type { Augmentation } from '../../shared/data/augmentation/index.ts';
import { augmentationTitle } from '../data/augmentation/augmentation-words.ts';
import { withoutStep, withStepMoved, withStepSet } from '../data/steps/step-edits.ts';
import { sentence } from '../messages/text.ts';
import type { ProjectDocument } from '../store/document-slice.ts';
import { type Edited, editCommand } from './command.ts';

const withSteps = (project: ProjectDocument, augmentation: readonly Augmentation[]): Edited => ({
  project:
    augmentation === project.data.augmentation ? project : { ...project, data: { ...project.data, augmentation } },
});

/** A step of the list for the history: its name. */
const nameOf = (step: Augmentation | undefined) => (step ? augmentationTitle(step.step) : '');

/** Adds a step of augmentation at the end of the list. */
export const addAugmentation = editCommand<{ readonly step: Augmentation }>({
  id: 'data:add-augmentation',
  label: 'augmentation.doChange',
  step: (_project, { step }) => sentence('preparation.doAdd', { step: nameOf(step) }),
  run: (project, { step }) => withSteps(project, [...project.data.augmentation, step]),
});

/** Removes a step of augmentation. */
export const removeAugmentation = editCommand<{ readonly at: number }>({
  id: 'data:remove-augmentation',
  label: 'augmentation.doChange',
  step: ({ data }, { at }) => sentence('preparation.doRemove', { step: nameOf(data.augmentation[at]) }),
  run: (project, { at }) => withSteps(project, withoutStep(project.data.augmentation, at)),
});

/** Moves a step of augmentation to another place in the list. */
export const moveAugmentation = editCommand<{ readonly from: number; readonly to: number }>({
  id: 'data:move-augmentation',
  label: 'augmentation.doChange',
  step: ({ data }, { from }) => sentence('preparation.doMove', { step: nameOf(data.augmentation[from]) }),
  run: (project, { from, to }) => withSteps(project, withStepMoved(project.data.augmentation, from, to)),
});

/** Sets what a step of augmentation does. */
export const setAugmentation = editCommand<{ readonly at: number; readonly step: Augmentation }>({
  id: 'data:set-augmentation',
  label: 'augmentation.doChange',
  step: (_project, { step }) => sentence('preparation.doSet', { step: nameOf(step) }),
  run: (project, { at, step }) => withSteps(project, withStepSet(project.data.augmentation, at, step)),
});
