import type { ColumnSummary } from '../../shared/data/dataset.ts';
import type { DataDocument, DataSource, SplitMethod, Windows } from '../../shared/data/document.ts';
import { type FoundSource, withFoundSource } from '../../shared/data/found-source.ts';
import type { Step } from '../../shared/data/steps/index.ts';
import { withStep } from '../../shared/data/steps/step-places.ts';
import { type TargetNeed, withTargetScaled } from '../../shared/data/target-steps.ts';
import { withWindows } from '../../shared/data/windows.ts';
import { type ColumnChange, withColumn, withShare, withSource, withSplitMethod } from '../data/data-edits.ts';
import { withoutStep, withStepMoved, withStepSet } from '../data/steps/step-edits.ts';
import { split } from '../files/paths.ts';
import { sentence } from '../messages/text.ts';
import type { ProjectDocument } from '../store/document-slice.ts';
import { type Edited, editCommand } from './command.ts';

const changed = (project: ProjectDocument, data: DataDocument): Edited => ({
  project: data === project.data ? project : { ...project, data },
});

/** Learns from another source. */
export const chooseSource = editCommand<{ readonly source: DataSource }>({
  id: 'data:choose-source',
  label: 'data.doChooseSource',
  run: (project, { source }) => changed(project, withSource(project.data, source)),
});

/** Learns from what a path turned out to be, with the preparation and the split that follow from it. */
export const chooseFound = editCommand<{ readonly found: FoundSource }>({
  id: 'data:choose-found',
  label: 'data.doChooseSource',
  step: (_project, { found: { source } }) =>
    'path' in source ? sentence('data.doUseFile', { name: split(source.path).name }) : sentence('data.doChooseSource'),
  run: (project, { found }) => changed(project, withFoundSource(project.data, found)),
});

/** Learns from another sheet of the workbook; what was set of the columns of the one before goes with it. */
export const setSheet = editCommand<{ readonly sheet: string }>({
  id: 'data:set-sheet',
  label: 'data.doSetSheet',
  run: (project, { sheet }) => {
    const { source } = project.data;
    if (source.kind !== 'table' && source.kind !== 'image-table') return { project };
    return changed(project, withSource(project.data, { ...source, sheet }));
  },
});

/** Sets the kind or the role of a column, or the Input that it goes to. */
export const setColumn = editCommand<{
  readonly column: Pick<ColumnSummary, 'name' | 'kind' | 'role'>;
  readonly change: ColumnChange;
}>({
  id: 'data:set-column',
  label: 'data.doSetColumn',
  run: (project, { column, change }) => changed(project, withColumn(project.data, column, change)),
});

/** Sets the share of a part of the split. */
export const setShare = editCommand<{
  readonly part: 'validation' | 'test';
  readonly share: number;
  readonly testIsOfficial: boolean;
}>({
  id: 'data:set-share',
  label: 'data.doSetSplit',
  run: (project, { part, share, testIsOfficial }) =>
    changed(project, withShare(project.data, part, share, testIsOfficial)),
});

/** Sets the seed by which rows fall into parts. */
export const setSplitSeed = editCommand<{ readonly seed: number }>({
  id: 'data:set-split-seed',
  label: 'data.doSetSplit',
  run: (project, { seed }) => changed(project, { ...project.data, split: { ...project.data.split, seed } }),
});

/** Sets what the split goes by, and the column where it needs one. */
export const setSplitMethod = editCommand<{ readonly method: SplitMethod; readonly column: string | null }>({
  id: 'data:set-split-method',
  label: 'data.doSetSplit',
  step: (_project, { method, column }) => {
    const how = sentence(`preparation.split-${method}`);
    return column === null
      ? sentence('preparation.doSplit', { how })
      : sentence('preparation.doSplitBy', { how, column });
  },
  run: (project, { method, column }) => changed(project, withSplitMethod(project.data, method, column)),
});

/** Makes samples of windows over the rows, sets those, or takes single rows again. */
export const setWindows = editCommand<{ readonly windows: Windows | null }>({
  id: 'data:set-windows',
  label: 'windows.doSet',
  step: ({ data }, { windows }) =>
    sentence(windows === null ? 'windows.doRemove' : data.windows === null ? 'windows.doAdd' : 'windows.doSet'),
  run: (project, { windows }) => changed(project, withWindows(project.data, windows)),
});

/** Sets how far apart the windows of a long text are. */
export const setTextStride = editCommand<{ readonly stride: number }>({
  id: 'data:set-text-stride',
  label: 'windows.doSet',
  run(project, { stride }) {
    const { source } = project.data;
    if (source.kind !== 'next-token' || source.stride === stride) return { project };
    return changed(project, { ...project.data, source: { ...source, stride } });
  },
});

const withSteps = (project: ProjectDocument, preparation: readonly Step[]) =>
  changed(project, preparation === project.data.preparation ? project.data : { ...project.data, preparation });

/** A step of the list for the history: its name. */
const nameOf = (step: Step | undefined) => (step ? sentence(`preparation.step-${step.step}`) : '');

/** Adds a step of preparation, at its usual place or as the last. */
export const addStep = editCommand<{ readonly step: Step; readonly isLast?: boolean }>({
  id: 'data:add-step',
  label: 'data.doSetPreparation',
  step: (_project, { step }) => sentence('preparation.doAdd', { step: nameOf(step) }),
  run: (project, { step, isLast = false }) => {
    const { preparation } = project.data;
    return withSteps(project, isLast ? [...preparation, step] : withStep(preparation, step));
  },
});

/** Brings a target to a scale that is learned well. */
export const scaleTarget = editCommand<{ readonly need: TargetNeed }>({
  id: 'data:scale-target',
  label: 'data.doSetPreparation',
  step: (_project, { need: { column } }) => sentence('data.repairScaleTarget', { column }),
  run: (project, { need }) => withSteps(project, withTargetScaled(project.data.preparation, need)),
});

/** Removes a step of preparation. */
export const removeStep = editCommand<{ readonly at: number }>({
  id: 'data:remove-step',
  label: 'data.doSetPreparation',
  step: ({ data }, { at }) => sentence('preparation.doRemove', { step: nameOf(data.preparation[at]) }),
  run: (project, { at }) => withSteps(project, withoutStep(project.data.preparation, at)),
});

/** Moves a step of preparation to another place in the list. */
export const moveStep = editCommand<{ readonly from: number; readonly to: number }>({
  id: 'data:move-step',
  label: 'data.doSetPreparation',
  step: ({ data }, { from }) => sentence('preparation.doMove', { step: nameOf(data.preparation[from]) }),
  run: (project, { from, to }) => withSteps(project, withStepMoved(project.data.preparation, from, to)),
});

/** Sets what a step of preparation does, and to which columns. */
export const setStep = editCommand<{ readonly at: number; readonly step: Step }>({
  id: 'data:set-step',
  label: 'data.doSetPreparation',
  step: (_project, { step }) => sentence('preparation.doSet', { step: nameOf(step) }),
  run: (project, { at, step }) => withSteps(project, withStepSet(project.data.preparation, at, step)),
});
