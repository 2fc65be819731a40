import type { ColumnSummary } from '../../shared/data/dataset.ts';
import type { ColumnKind, ColumnRole, DataDocument, DataSource } from '../../shared/data/document.ts';
import type { Step } from '../../shared/data/steps/index.ts';
import { withColumn, withShare, withSource } from '../data/data-edits.ts';
import type { ProjectDocument } from '../store/state.ts';
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

/** Sets the kind or the role of a column. */
export const setColumn = editCommand<{
  readonly column: Pick<ColumnSummary, 'name' | 'kind' | 'role'>;
  readonly change: { readonly kind?: ColumnKind; readonly role?: ColumnRole };
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

/** Sets the steps by which values are prepared. */
export const setPreparation = editCommand<{ readonly steps: readonly Step[] }>({
  id: 'data:set-preparation',
  label: 'data.doSetPreparation',
  run: (project, { steps }) => changed(project, { ...project.data, preparation: steps }),
});
