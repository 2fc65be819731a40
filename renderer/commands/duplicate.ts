import { type Things, withHeld } from './annotations.ts';
import { piecesOf, withPieces } from './clipboard.ts';
import { editCommand } from './command.ts';
import { seenSelection } from './seen-selection.ts';

/** How far copies stand from what was copied, in canvas pixels. */
export const copyOffset = [40, 40] as const;

/** Copies what is selected beside itself, with the wires between blocks; a frame with all that lies in it. */
export const duplicate = editCommand<Things>({
  id: 'selection:duplicate',
  label: 'command.duplicate',
  shortcuts: ['mod+d'],
  from(state) {
    const { blocks, annotations } = seenSelection(state);
    return blocks.length + annotations.length === 0 ? null : { blocks, annotations };
  },
  run(project, things, at) {
    const { blocks, annotations } = withHeld(project, things, at);
    const { project: after, added } = withPieces(project, piecesOf(project, blocks, at, annotations), copyOffset, at);
    return { project: after, select: added };
  },
});
