import type { WireId } from '../../shared/graph/document.ts';
import { applyEdit, applyEdits, connect, type Edit } from '../../shared/graph/edits.ts';
import { editCommand } from './command.ts';
import type { WireEnds } from './connect-blocks.ts';

/** Takes an end of a wire to another port. */
export const moveWire = editCommand<WireEnds & { readonly wire: WireId }>({
  id: 'wire:move',
  label: 'command.moveWire',
  run(project, { wire, from, to, port, output }, at) {
    const { graphs } = project.model;
    const removal: Edit = { edit: 'remove-wire', id: wire };
    const edits = connect(applyEdit(graphs[at]!, removal), from, to, port, { graphs, output });
    return { project: edits ? { ...project, model: applyEdits(project.model, [removal, ...edits], at) } : project };
  },
});
