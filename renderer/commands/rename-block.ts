import type { BlockId } from '../../shared/graph/document.ts';
import { applyEdits } from '../../shared/graph/edits.ts';
import { editCommand } from './command.ts';

/** Gives a block a name of its own, or none. */
export const renameBlock = editCommand<{ readonly block: BlockId; readonly name: string }>({
  id: 'block:rename',
  label: 'command.rename',
  run(project, { block, name }, at) {
    const model = applyEdits(project.model, [{ edit: 'set-name', id: block, name }], at);
    return { project: model === project.model ? project : { ...project, model } };
  },
});
