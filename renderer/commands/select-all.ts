import type { BlockId } from '../../shared/graph/document.ts';
import { actionCommand } from './command.ts';

/** Selects every block. */
export const selectAll = actionCommand<readonly BlockId[]>({
  id: 'selection:all',
  label: 'command.selectAll',
  shortcuts: ['mod+a'],
  from({ document, view }) {
    const blocks = Object.keys(document.project.model.graphs.main!.blocks);
    return view.page === 'model' && blocks.length > 0 ? blocks : null;
  },
  run: (editor, blocks) => editor.select({ blocks }),
});
