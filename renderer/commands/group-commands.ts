import type { Annotation, AnnotationId } from '../../shared/graph/annotations.ts';
import type { BlockId, Graph } from '../../shared/graph/document.ts';
import { freshId } from '../../shared/graph/edits.ts';
import { graphOf } from '../../shared/graph/expand.ts';
import { type Grouped, groupBlocks, ungroup } from '../../shared/graph/group-edits.ts';
import { isGroup, levelOf } from '../../shared/graph/level.ts';
import { text } from '../messages/text.ts';
import { graphInSight, sceneOf } from '../store/derived.ts';
import type { Editor } from '../store/editor.ts';
import type { EditorState } from '../store/state.ts';
import { annotationsOf, wholePlace, withAnnotations } from './annotations.ts';
import { actionCommand, type Edited, editCommand, run } from './command.ts';
import { card, freePlace, type Place, type Places, placesOf, rowHeight, withPlaces } from './places.ts';
import { seenSelection } from './seen-selection.ts';

/** Puts blocks that were found fit for it into a group. */
const makeGroup = editCommand<Grouped>({
  id: 'group:make-of',
  label: 'command.group',
  run(project, { model, id, graphId, blocks }, at): Edited {
    const places = placesOf(project, at);
    const chosen = Object.fromEntries(blocks.map((each) => [each, places[each]!]));
    const { left, top, right, bottom } = edgesOf(chosen);
    const middle: Place = [Math.round((left + right) / 2), Math.round((top + bottom) / 2)];
    const others = Object.fromEntries(Object.entries(places).filter(([each]) => !(each in chosen)));
    const outside = withPlaces({ ...project, model }, { ...others, [id]: freePlace(others, middle) }, at);
    return {
      project: withPlaces(outside, withPorts(model.graphs[graphId]!, chosen), graphId),
      select: { blocks: [id] },
    };
  },
});

/** Puts the selected blocks into a group; says so where that cannot be. */
export const groupSelection = actionCommand<readonly BlockId[]>({
  id: 'group:make',
  label: 'command.group',
  shortcuts: ['mod+g'],
  from(state) {
    const { blocks } = seenSelection(state);
    return blocks.length === 0 ? null : blocks;
  },
  run(editor, blocks) {
    const { model, level } = sceneOf(editor.get());
    const made = groupBlocks(model, level.graphId, blocks);
    if (made === 'nothing') editor.notify('warning', text('command.groupNothing'));
    else if (made === 'loop') editor.notify('warning', text('command.groupLoop'));
    else run(editor, makeGroup, made);
  },
});

/** Takes a group apart: what it holds takes its place. */
export const ungroupSelection = editCommand<BlockId>({
  id: 'group:take-apart',
  label: 'command.ungroup',
  shortcuts: ['mod+shift+g'],
  from: selectedGroup,
  run(project, id, at): Edited {
    const block = project.model.graphs[at]!.blocks[id]!;
    const inner = String(block.params.graph);
    const apart = ungroup(project.model, at, id);
    if (!apart) return { project };
    const places: Record<BlockId, Place> = { ...placesOf(project, at) };
    const [x, y] = places[id]!;
    const inside = placesOf(project, inner);
    const held = Object.fromEntries((apart.copies[0] ?? []).map(([each]) => [each, inside[each]!]));
    const { left, top, right, bottom } = edgesOf(held);
    const height = bottom - top + rowHeight;
    const added: BlockId[] = [];
    for (const [number, copy] of apart.copies.entries()) {
      for (const [each, outside] of copy) {
        const [innerX, innerY] = held[each]!;
        const down = number * height - ((apart.copies.length - 1) * height) / 2;
        places[outside] = [
          Math.round(x + innerX - (left + right) / 2),
          Math.round(y + innerY - (top + bottom) / 2 + down),
        ];
        added.push(outside);
      }
    }
    const outside = withPlaces({ ...project, model: apart.model }, places, at);
    const notes = annotationsOf(project, inner);
    if (Object.keys(notes).length === 0) return { project: outside, select: { blocks: added } };
    const all: Record<AnnotationId, Annotation> = { ...annotationsOf(project, at) };
    const firstUp = ((apart.copies.length - 1) * height) / 2;
    for (const note of Object.values(notes)) {
      const [innerX, innerY] = note.place;
      const place: Place = [x + innerX - (left + right) / 2, y + innerY - (top + bottom) / 2 - firstUp];
      all[freshId(all, note.kind)] = { ...note, place: wholePlace(place) };
    }
    return { project: withAnnotations(outside, all, at), select: { blocks: added } };
  },
});

/** Steps into a group: the canvas shows what it holds. */
export const enterGroup = actionCommand<BlockId>({
  id: 'group:enter',
  label: 'command.enterGroup',
  shortcuts: ['mod+arrowdown'],
  from: selectedGroup,
  run(editor, id) {
    const { model, level } = sceneOf(editor.get());
    const inside = [...level.path, id];
    if (levelOf(model, inside)) editor.enter(inside);
  },
});

/** Steps out of a group, which is selected then. */
export const leaveGroup = actionCommand<true>({
  id: 'group:leave',
  label: 'command.leaveGroup',
  shortcuts: ['mod+arrowup'],
  from: ({ view }) => (view.page === 'model' && view.level.length > 0 ? true : null),
  run(editor) {
    const { level } = editor.get().view;
    editor.enter(level.slice(0, -1), level.slice(-1));
  },
});

/** Shows a block on the canvas, wherever it is, and selects it. */
export function showBlock(editor: Editor, path: readonly BlockId[], id: BlockId): void {
  if (path.join('/') === editor.get().view.level.join('/')) editor.select({ blocks: [id] });
  else editor.enter(path, [id]);
}

/** The group that is selected alone; null where none is. */
export function selectedGroup(state: EditorState): BlockId | null {
  const [id, ...others] = seenSelection(state).blocks;
  if (id === undefined || others.length > 0) return null;
  const block = graphInSight(state).blocks[id];
  return block && isGroup(block) && graphOf(state.document.project.model.graphs, block) ? id : null;
}

function edgesOf(places: Places) {
  const all = Object.values(places);
  const [x, y] = [all.map(([each]) => each), all.map(([, each]) => each)];
  if (all.length === 0) return { left: 0, top: 0, right: 0, bottom: 0 };
  return { left: Math.min(...x), top: Math.min(...y), right: Math.max(...x), bottom: Math.max(...y) };
}

/** Places for the ports of a new group's graph: above what they feed, below what they take. */
function withPorts(graph: Graph, places: Places): Places {
  const { top, bottom } = edgesOf(places);
  const all: Record<BlockId, Place> = { ...places };
  for (const [id, { type }] of Object.entries(graph.blocks)) {
    if (id in places) continue;
    const isInput = type === 'GroupInput';
    const beside = Object.values(graph.wires).flatMap(({ from, to }) =>
      isInput ? (from.block === id ? (places[to.block] ?? []) : []) : to.block === id ? (places[from.block] ?? []) : [],
    );
    const [x = 0] = beside;
    const y = isInput ? top - rowHeight : bottom + rowHeight;
    let place: Place = [x, y];
    const isTaken = ([left, high]: Place) =>
      Object.values(all).some(([otherX, otherY]) => otherY === high && Math.abs(otherX - left) < card.width + 8);
    while (isTaken(place)) place = [place[0] + card.width + card.below, y];
    all[id] = place;
  }
  return all;
}
