import type { BlockId } from '../../shared/graph/document.ts';
import { holdersOf, independent } from '../../shared/graph/own-groups.ts';
import { sentence } from '../messages/text.ts';
import { graphInSight } from '../store/derived.ts';
import type { EditorState } from '../store/state.ts';
import { type Edited, editCommand } from './command.ts';
import { selectedGroup } from './group-commands.ts';
import { nameInHistory } from './step-words.ts';

/** Gives a group that shares its graph with others a copy of its own. */
export const makeIndependent = editCommand<BlockId>({
  id: 'group:make-independent',
  label: 'command.makeIndependent',
  from(state) {
    const id = selectedGroup(state);
    return id !== null && placesBeside(state, id) > 0 ? id : null;
  },
  step: (project, id, at) => sentence('command.makeIndependentOf', { block: nameInHistory(project, id, at) }),
  run(project, id, at): Edited {
    const made = independent(project.model, at, id);
    if (!made) return { project };
    const { graphs } = project.layout;
    const copied = [...made.copies].flatMap(([from, to]) => (graphs[from] ? [[to, graphs[from]] as const] : []));
    const layout = { ...project.layout, graphs: { ...graphs, ...Object.fromEntries(copied) } };
    return { project: { ...project, model: made.model, layout } };
  },
});

/** In how many other places the graph of a group stands. */
export function placesBeside(state: Pick<EditorState, 'document' | 'view'>, id: BlockId): number {
  const block = graphInSight(state).blocks[id];
  if (!block) return 0;
  const { graphs } = state.document.project.model;
  return Math.max(0, holdersOf(graphs, String(block.params.graph)).length - 1);
}
