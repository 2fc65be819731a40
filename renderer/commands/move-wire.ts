import { type BlockId, mainGraph, type WireId } from '../../shared/graph/document.ts';
import { applyEdits, connect, type Edit } from '../../shared/graph/edits.ts';
import { editCommand } from './command.ts';

/** Takes an end of a wire to another port. */
export const moveWire = editCommand<{
  readonly wire: WireId;
  readonly from: BlockId;
  readonly to: BlockId;
  readonly port: string;
}>({
  id: 'wire:move',
  label: 'command.moveWire',
  run(project, { wire, from, to, port }) {
    const removal: Edit = { edit: 'remove-wire', id: wire };
    const without = applyEdits(project.model, [removal]);
    const edits = connect(mainGraph(without), from, to, port);
    return { project: edits ? { ...project, model: applyEdits(without, edits) } : project };
  },
});
