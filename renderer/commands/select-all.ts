import { sceneOf } from '../store/derived.ts';
import { annotationsOf, type Things } from './annotations.ts';
import { actionCommand } from './command.ts';
import { seenSelection } from './seen-selection.ts';

/** Selects nothing. */
export const selectNone = actionCommand<true>({
  id: 'selection:none',
  label: 'command.selectNone',
  shortcuts: ['escape'],
  from(state) {
    const { blocks, wires, annotations } = seenSelection(state);
    return blocks.length + wires.length + annotations.length > 0 ? true : null;
  },
  run: (editor) => editor.select({}),
});

/** Selects every block, frame and note. */
export const selectAll = actionCommand<Things>({
  id: 'selection:all',
  label: 'command.selectAll',
  shortcuts: ['mod+a'],
  from(state) {
    if (state.view.page !== 'model') return null;
    const { graph, level } = sceneOf(state);
    const blocks = Object.keys(graph.blocks);
    const annotations = Object.keys(annotationsOf(state.document.project, level.graphId));
    return blocks.length + annotations.length > 0 ? { blocks, annotations } : null;
  },
  run: (editor, things) => editor.select(things),
});
