import type { BlockId } from '../../shared/graph/document.ts';
import { applyEdits, connect } from '../../shared/graph/edits.ts';
import { sentence } from '../messages/text.ts';
import { editCommand } from './command.ts';
import { nameInHistory } from './step-words.ts';

/** Both ends of a wire: an output port of one block, an input port of another. */
export interface WireEnds {
  readonly from: BlockId;
  readonly output: string;
  readonly to: BlockId;
  readonly port: string;
}

/** A port that a wire begins at while its other end is still to come: an output that will feed something, an input that will be fed. */
export interface OpenEnd {
  readonly block: BlockId;
  readonly port: string;
  readonly from: 'output' | 'input';
}

/** Wires one block's output into another's input; what was wired there before goes. */
export const connectBlocks = editCommand<WireEnds>({
  id: 'wire:add',
  label: 'command.connect',
  step: (project, { from, to }, at) =>
    sentence('command.connectBoth', { from: nameInHistory(project, from, at), to: nameInHistory(project, to, at) }),
  run(project, { from, to, port, output }, at) {
    const { graphs } = project.model;
    const edits = connect(graphs[at]!, from, to, port, { graphs, output });
    return { project: edits?.length ? { ...project, model: applyEdits(project.model, edits, at) } : project };
  },
});

/** Wires several at once, as far as they can be. */
export const connectAll = editCommand<{ readonly wires: readonly WireEnds[] }>({
  id: 'wire:add-all',
  label: 'command.connect',
  step: (project, { wires: [first] }, at) =>
    first && connectBlocks.step ? connectBlocks.step(project, first, at) : sentence('command.connect'),
  run: (project, { wires }, at) =>
    wires.reduce((edited, ends) => connectBlocks.run(edited.project, ends, at), { project }),
});
