import { graphInSight } from '../store/derived.ts';
import { actionCommand } from './command.ts';

/** Opens the documentation of all blocks, at that of a type. */
export const showBlockReference = actionCommand<{ readonly type: string | null }>({
  id: 'view:block-reference',
  label: 'command.blockReference',
  shortcuts: ['f1'],
  from(state) {
    const selected = state.view.selection.blocks.at(-1);
    const block = selected === undefined ? undefined : graphInSight(state).blocks[selected];
    return { type: block?.type ?? null };
  },
  run: (editor, { type }) => editor.view({ blockReference: { type } }),
});
