import type { Graph, ModelDocument } from '../../shared/graph/document.ts';
import { applyEdit, connect, type Edit, heldGraphs } from '../../shared/graph/edits.ts';
import { sentence } from '../messages/text.ts';
import type { ProjectDocument, Selection } from '../store/state.ts';
import { showCount } from '../training/number-text.ts';
import { editCommand } from './command.ts';
import { placesOf, withPlaces } from './places.ts';
import { seenSelection } from './seen-selection.ts';
import { nameInHistory } from './step-words.ts';

/** Deletes blocks and wires. A chain stays a chain: what fed a deleted block then feeds what it fed. */
export const deleteSelection = editCommand<Selection>({
  id: 'selection:delete',
  label: 'command.delete',
  shortcuts: ['delete', 'backspace'],
  from(state) {
    const selection = seenSelection(state);
    return selection.blocks.length + selection.wires.length === 0 ? null : selection;
  },
  step(project, { blocks }, at) {
    const [first, ...others] = blocks;
    if (first === undefined) return sentence('command.delete');
    if (others.length > 0) return sentence('command.deleteBlocks', { count: showCount(blocks.length) });
    return sentence('command.deleteBlock', { block: nameInHistory(project, first, at) });
  },
  run: (project, selection, at) => ({ project: withoutSelection(project, selection, at), select: {} }),
});

/** The project without what is selected. */
export function withoutSelection(project: ProjectDocument, { blocks, wires }: Selection, at: string): ProjectDocument {
  const { graphs } = project.model;
  const before = graphs[at]!;
  const cut: Graph = wires.reduce((graph, id) => applyEdit(graph, { edit: 'remove-wire', id }), before);
  const after = blocks.reduce((graph, id) => deleteBlock(graphs, graph, id), cut);
  if (after === before) return project;
  const model = { ...project.model, graphs: heldGraphs({ ...graphs, [at]: after }) };
  return withPlaces({ ...project, model }, placesOf(project, at), at);
}

function deleteBlock(graphs: ModelDocument['graphs'], graph: Graph, id: string): Graph {
  const all = Object.values(graph.wires);
  const incoming = all.filter(({ to }) => to.block === id);
  const outgoing = all.filter(({ from }) => from.block === id);
  const removed = applyEdit(graph, { edit: 'remove-block', id });
  if (incoming.length !== 1) return removed;
  const { block, port: output } = incoming[0]!.from;
  return outgoing.reduce(
    (joined, { to }) =>
      (connect(joined, block, to.block, to.port, { graphs, output }) ?? []).reduce<Graph>(
        (next, edit: Edit) => applyEdit(next, edit),
        joined,
      ),
    removed,
  );
}
