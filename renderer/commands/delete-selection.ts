import { type Graph, mainGraph } from '../../shared/graph/document.ts';
import { applyEdit, connect, type Edit } from '../../shared/graph/edits.ts';
import type { ProjectDocument, Selection } from '../store/state.ts';
import { editCommand } from './command.ts';
import { placesOf, withPlaces } from './places.ts';
import { seenSelection } from './seen-selection.ts';

/** Deletes blocks and wires. A chain stays a chain: what fed a deleted block then feeds what it fed. */
export const deleteSelection = editCommand<Selection>({
  id: 'selection:delete',
  label: 'command.delete',
  shortcuts: ['delete', 'backspace'],
  from(state) {
    const selection = seenSelection(state);
    return selection.blocks.length + selection.wires.length === 0 ? null : selection;
  },
  run: (project, selection) => ({ project: withoutSelection(project, selection), select: {} }),
});

/** The project without what is selected. */
export function withoutSelection(project: ProjectDocument, { blocks, wires }: Selection): ProjectDocument {
  const before = mainGraph(project.model);
  const cut: Graph = wires.reduce((graph, id) => applyEdit(graph, { edit: 'remove-wire', id }), before);
  const after = blocks.reduce(deleteBlock, cut);
  if (after === before) return project;
  const model = { ...project.model, graphs: { ...project.model.graphs, main: after } };
  return withPlaces({ ...project, model }, placesOf(project));
}

function deleteBlock(graph: Graph, id: string): Graph {
  const all = Object.values(graph.wires);
  const incoming = all.filter(({ to }) => to.block === id);
  const outgoing = all.filter(({ from }) => from.block === id);
  const removed = applyEdit(graph, { edit: 'remove-block', id });
  if (incoming.length !== 1) return removed;
  return outgoing.reduce(
    (joined, { to }) =>
      (connect(joined, incoming[0]!.from.block, to.block, to.port) ?? []).reduce<Graph>(
        (next, edit: Edit) => applyEdit(next, edit),
        joined,
      ),
    removed,
  );
}
