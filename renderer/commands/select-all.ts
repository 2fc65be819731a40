import type { BlockId } from '../../shared/graph/document.ts';
import { graphInSight } from '../store/derived.ts';
import { actionCommand } from './command.ts';
import { seenSelection } from './seen-selection.ts';

/** Selects nothing. */
export const selectNone = actionCommand<true>({
  id: 'selection:none',
  label: 'command.selectNone',
  shortcuts: ['escape'],
  from(state) {
    const { blocks, wires } = seenSelection(state);
    return blocks.length + wires.length > 0 ? true : null;
  },
  run: (editor) => editor.select({}),
});

/** Selects every block. */
export const selectAll = actionCommand<readonly BlockId[]>({
  id: 'selection:all',
  label: 'command.selectAll',
  shortcuts: ['mod+a'],
  from(state) {
    const { view } = state;
    const blocks = Object.keys(graphInSight(state).blocks);
    return view.page === 'model' && blocks.length > 0 ? blocks : null;
  },
  run: (editor, blocks) => editor.select({ blocks }),
});
