import type { BlockId } from '../../shared/graph/document.ts';
import { piecesOf, withPieces } from './clipboard.ts';
import { editCommand } from './command.ts';
import { seenSelection } from './seen-selection.ts';

/** How far copies stand from what was copied, in canvas pixels. */
export const copyOffset = [40, 40] as const;

/** Copies the selected blocks beside themselves, with the wires between them. */
export const duplicate = editCommand<readonly BlockId[]>({
  id: 'selection:duplicate',
  label: 'command.duplicate',
  shortcuts: ['mod+d'],
  from(state) {
    const { blocks } = seenSelection(state);
    return blocks.length === 0 ? null : blocks;
  },
  run(project, blocks, at) {
    const { project: after, added } = withPieces(project, piecesOf(project, blocks, at), copyOffset, at);
    return { project: after, select: { blocks: added } };
  },
});
