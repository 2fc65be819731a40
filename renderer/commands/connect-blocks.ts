import { type BlockId, mainGraph } from '../../shared/graph/document.ts';
import { applyEdits, connect } from '../../shared/graph/edits.ts';
import { editCommand } from './command.ts';

/** Wires one block's output into another's input; what was wired there before goes. */
export const connectBlocks = editCommand<{ readonly from: BlockId; readonly to: BlockId; readonly port: string }>({
  id: 'wire:add',
  label: 'command.connect',
  run(project, { from, to, port }) {
    const edits = connect(mainGraph(project.model), from, to, port);
    return { project: edits?.length ? { ...project, model: applyEdits(project.model, edits) } : project };
  },
});
