import type { BlockId } from '../../shared/graph/document.ts';
import { applyEdits } from '../../shared/graph/edits.ts';
import { sentence } from '../messages/text.ts';
import { editCommand } from './command.ts';
import { nameInHistory } from './step-words.ts';

/** Gives a block a name of its own, or none. */
export const renameBlock = editCommand<{ readonly block: BlockId; readonly name: string }>({
  id: 'block:rename',
  label: 'command.rename',
  step: (project, { block, name }, at) =>
    sentence(name === '' ? 'command.renameToNone' : 'command.renameTo', {
      block: nameInHistory(project, block, at),
      name,
    }),
  run(project, { block, name }, at) {
    const model = applyEdits(project.model, [{ edit: 'set-name', id: block, name }], at);
    return { project: model === project.model ? project : { ...project, model } };
  },
});
