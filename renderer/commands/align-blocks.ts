import { type AlignmentEdge, type Axis, aligned, distributed } from '../arranging/align.ts';
import { cardBox } from '../arranging/arrange.ts';
import type { Box } from '../arranging/boxes.ts';
import type { MessageKey } from '../messages/text.ts';
import type { EditorState, ProjectDocument } from '../store/state.ts';
import { type EditCommand, editCommand } from './command.ts';
import { moveBlocks } from './move-blocks.ts';
import { placesOf } from './places.ts';
import { seenSelection } from './seen-selection.ts';

type Ids = readonly string[];

/** Ids of the selected blocks, if there are so many of them. */
function atLeast(count: number, state: EditorState): Ids | null {
  const { blocks } = seenSelection(state);
  return blocks.length < count ? null : blocks;
}

function boxesOf(project: ProjectDocument, ids: Ids, at: string): Readonly<Record<string, Box>> {
  const places = placesOf(project, at);
  return Object.fromEntries(ids.flatMap((id) => (places[id] ? [[id, cardBox(places[id])]] : [])));
}

function alignTo(edge: AlignmentEdge, label: MessageKey, key: string): EditCommand<Ids> {
  return editCommand({
    id: `layout:align-${edge}`,
    label,
    shortcuts: [`alt+${key}`],
    from: (state) => atLeast(2, state),
    run: (project, ids, at) => moveBlocks.run(project, { places: aligned(boxesOf(project, ids, at), edge) }, at),
  });
}

function distributeAlong(axis: Axis, label: MessageKey, key: string): EditCommand<Ids> {
  return editCommand({
    id: `layout:distribute-${axis}`,
    label,
    shortcuts: [`alt+shift+${key}`],
    from: (state) => atLeast(3, state),
    run: (project, ids, at) => moveBlocks.run(project, { places: distributed(boxesOf(project, ids, at), axis) }, at),
  });
}

/** Put the selected blocks in one line. */
export const alignCommands = {
  left: alignTo('left', 'command.alignLeft', 'a'),
  centre: alignTo('centre', 'command.alignCentre', 'h'),
  right: alignTo('right', 'command.alignRight', 'd'),
  top: alignTo('top', 'command.alignTop', 'w'),
  middle: alignTo('middle', 'command.alignMiddle', 'v'),
  bottom: alignTo('bottom', 'command.alignBottom', 's'),
} as const satisfies Readonly<Record<AlignmentEdge, unknown>>;

/** Make the gaps between the selected blocks equal. */
export const distributeCommands = {
  horizontal: distributeAlong('horizontal', 'command.distributeHorizontal', 'h'),
  vertical: distributeAlong('vertical', 'command.distributeVertical', 'v'),
} as const satisfies Readonly<Record<Axis, unknown>>;
