import type { Graph, ModelDocument } from '../../shared/graph/document.ts';
import { applyEdit, connect, type Edit, heldGraphs } from '../../shared/graph/edits.ts';
import { sentence } from '../messages/text.ts';
import type { ProjectDocument } from '../store/document-slice.ts';
import type { Selection } from '../store/view-slice.ts';
import { showCount } from '../training/number-text.ts';
import { annotationsOf, withAnnotations } from './annotations.ts';
import { editCommand } from './command.ts';
import { placesOf, withPlaces } from './places.ts';
import { seenSelection } from './seen-selection.ts';
import { nameInHistory } from './step-words.ts';

/** What is to be deleted. */
type Deleted = Pick<Selection, 'blocks' | 'wires'> & Partial<Selection>;

/**
 * Deletes blocks, wires, frames and notes. A chain stays a chain: what fed a deleted block then feeds what it fed. What lies in a frame
 * stays.
 */
export const deleteSelection = editCommand<Deleted>({
  id: 'selection:delete',
  label: 'command.delete',
  shortcuts: ['delete', 'backspace'],
  from(state) {
    const selection = seenSelection(state);
    return selection.blocks.length + selection.wires.length + selection.annotations.length === 0 ? null : selection;
  },
  step(project, { blocks, annotations = [] }, at) {
    const [first, ...others] = blocks;
    if (first === undefined) {
      const [annotation, ...more] = annotations;
      if (annotation === undefined || more.length > 0) return sentence('command.delete');
      const isNote = annotationsOf(project, at)[annotation]?.kind === 'note';
      return sentence(isNote ? 'command.deleteNote' : 'command.deleteFrame');
    }
    if (others.length > 0) return sentence('command.deleteBlocks', { count: showCount(blocks.length) });
    return sentence('command.deleteBlock', { block: nameInHistory(project, first, at) });
  },
  run: (project, selection, at) => ({ project: withoutSelection(project, selection, at), select: {} }),
});

/** The project without what is selected. */
export function withoutSelection(
  project: ProjectDocument,
  { blocks, wires, annotations = [] }: Deleted,
  at: string,
): ProjectDocument {
  const all = annotationsOf(project, at);
  const gone = new Set(annotations.filter((id) => id in all));
  const left = Object.fromEntries(Object.entries(all).filter(([id]) => !gone.has(id)));
  const unframed = gone.size === 0 ? project : withAnnotations(project, left, at);
  const { graphs } = project.model;
  const before = graphs[at]!;
  const cut: Graph = wires.reduce((graph, id) => applyEdit(graph, { edit: 'remove-wire', id }), before);
  const after = blocks.reduce((graph, id) => deleteBlock(graphs, graph, id), cut);
  if (after === before) return unframed;
  const model = { ...project.model, graphs: heldGraphs({ ...graphs, [at]: after }) };
  return withPlaces({ ...unframed, model }, placesOf(project, at), at);
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
