import { withExcluded } from '../../shared/data/copies.ts';
import { type ExcludedRow, emptyData } from '../../shared/data/document.ts';
import { sentence } from '../messages/text.ts';
import { canHaveCopies, findCopies } from '../store/copies.ts';
import { showCount } from '../training/number-text.ts';
import { actionCommand, editCommand } from './command.ts';

/** Searches the data for rows that copy others. */
export const findDuplicates = actionCommand<true>({
  id: 'data:find-duplicates',
  label: 'copies.doFind',
  from: ({ document, view }) =>
    view.page === 'data' && view.dataset.state === 'ready' && canHaveCopies(document.project.data) ? true : null,
  run: (editor) => findCopies(editor),
});

/** Leaves rows out of every part. */
export const leaveOut = editCommand<{ readonly rows: readonly ExcludedRow[] }>({
  id: 'data:leave-out',
  label: 'copies.doLeaveOut',
  step: (_project, { rows }) =>
    rows.length === 1
      ? sentence('copies.doLeaveOutOne')
      : sentence('copies.doLeaveOutRows', { rows: showCount(rows.length) }),
  run(project, { rows }) {
    const data = withExcluded(project.data, rows);
    return { project: data === project.data ? project : { ...project, data } };
  },
});

/** Takes all rows back that are left out. */
export const takeBack = editCommand<true>({
  id: 'data:take-back',
  label: 'copies.doTakeBack',
  from: ({ document, view }) => (view.page === 'data' && document.project.data.excluded.length > 0 ? true : null),
  run: (project) => ({ project: { ...project, data: { ...project.data, excluded: emptyData.excluded } } }),
});
