import { type AlignmentEdge, type Axis, aligned, distributed } from '../arranging/align.ts';
import { cardBox } from '../arranging/arrange.ts';
import type { Box } from '../arranging/boxes.ts';
import type { MessageKey } from '../messages/text.ts';
import { sceneOf } from '../store/derived.ts';
import type { ProjectDocument } from '../store/document-slice.ts';
import type { EditorState } from '../store/state.ts';
import { annotationBox, annotationsOf, type Things } from './annotations.ts';
import { type EditCommand, editCommand } from './command.ts';
import { moveBlocks } from './move-blocks.ts';
import { placesOf } from './places.ts';
import { seenSelection } from './seen-selection.ts';

/** The selected blocks and notes, if there are so many of them. Frames stay: they hold what is to be lined up. */
function atLeast(count: number, state: EditorState): Things | null {
  const { blocks, annotations } = seenSelection(state);
  const all = annotationsOf(state.document.project, sceneOf(state).level.graphId);
  const notes = annotations.filter((id) => all[id]?.kind === 'note');
  return blocks.length + notes.length < count ? null : { blocks, annotations: notes };
}

type Boxes = Readonly<Record<string, Box>>;
type Corners = Readonly<Record<string, readonly [x: number, y: number]>>;

/** Moves blocks and notes to where their boxes are found to belong. */
function rearranged(
  project: ProjectDocument,
  { blocks, annotations }: Things,
  at: string,
  find: (boxes: Boxes) => Corners,
) {
  const places = placesOf(project, at);
  const all = annotationsOf(project, at);
  const boxes: Record<string, Box> = {};
  for (const id of blocks) if (places[id]) boxes[`block ${id}`] = cardBox(places[id]);
  for (const id of annotations) if (all[id]) boxes[`annotation ${id}`] = annotationBox(all[id]);
  const found = find(boxes);
  const of = (kind: string, ids: readonly string[]) =>
    Object.fromEntries(ids.flatMap((id) => (found[`${kind} ${id}`] ? [[id, found[`${kind} ${id}`]!]] : [])));
  return moveBlocks.run(project, { places: of('block', blocks), annotations: of('annotation', annotations) }, at);
}

function alignTo(edge: AlignmentEdge, label: MessageKey, key: string): EditCommand<Things> {
  return editCommand({
    id: `layout:align-${edge}`,
    label,
    shortcuts: [`alt+${key}`],
    from: (state) => atLeast(2, state),
    run: (project, things, at) => rearranged(project, things, at, (boxes) => aligned(boxes, edge)),
  });
}

function distributeAlong(axis: Axis, label: MessageKey, key: string): EditCommand<Things> {
  return editCommand({
    id: `layout:distribute-${axis}`,
    label,
    shortcuts: [`alt+shift+${key}`],
    from: (state) => atLeast(3, state),
    run: (project, things, at) => rearranged(project, things, at, (boxes) => distributed(boxes, axis)),
  });
}

/** Put what is selected in one line. */
export const alignCommands = {
  left: alignTo('left', 'command.alignLeft', 'a'),
  centre: alignTo('centre', 'command.alignCentre', 'h'),
  right: alignTo('right', 'command.alignRight', 'd'),
  top: alignTo('top', 'command.alignTop', 'w'),
  middle: alignTo('middle', 'command.alignMiddle', 'v'),
  bottom: alignTo('bottom', 'command.alignBottom', 's'),
} as const satisfies Readonly<Record<AlignmentEdge, unknown>>;

/** Make the gaps between what is selected equal. */
export const distributeCommands = {
  horizontal: distributeAlong('horizontal', 'command.distributeHorizontal', 'h'),
  vertical: distributeAlong('vertical', 'command.distributeVertical', 'v'),
} as const satisfies Readonly<Record<Axis, unknown>>;
