import type { EdgeChange, NodeChange } from '@xyflow/react';
import { cardBox } from '../../arranging/arrange.ts';
import { type Box, boundsOf } from '../../arranging/boxes.ts';
import { changeAnnotation } from '../../commands/annotation-commands.ts';
import { annotationBox, annotationsOf, type Things, withHeld } from '../../commands/annotations.ts';
import { run } from '../../commands/command.ts';
import { moveBlocks, shifted } from '../../commands/move-blocks.ts';
import { type Place, placesOf } from '../../commands/places.ts';
import { sceneOf } from '../../store/derived.ts';
import type { Editor } from '../../store/editor.ts';
import { annotationOfNode, type CanvasNode } from '../annotations/annotation-nodes.ts';
import { assertNever } from '../assert-never.ts';
import type { WireEdge } from '../wires/WireLine.tsx';
import type { SnapLines } from './snapping.ts';

/** What one drag moves: where it began, and what dragged frames hold, which is settled when it begins. */
export interface Drag {
  /** One of the dragged things, by which the others are told how far it is. */
  readonly leader: string;
  readonly from: Place;
  readonly held: ReturnType<typeof shifted>;
  readonly lines: SnapLines;
}

/** Keeps the drag that goes on between the canvas library's proposals, and knows what it snaps to. */
export interface Dragging {
  current: Drag | null;
  /** The lines of what stands still, of which only what is in sight counts. */
  linesOf(boxes: readonly Box[]): SnapLines;
  /** How far what is dragged goes to snap. */
  snapped(lines: SnapLines, box: Box): Place;
  ended(): void;
}

type Sizes = Map<string, { readonly size: Place; readonly place?: Place }>;

/** Turns what the canvas library proposes for what stands on the canvas into a command, a change of the selection, or nothing. */
export function takeNodeChanges(editor: Editor, changes: readonly NodeChange<CanvasNode>[], dragging: Dragging): void {
  const at = sceneOf(editor.get()).level.graphId;
  const annotations = annotationsOf(editor.get().document.project, at);
  const { selection } = editor.get().view;
  const selected = { blocks: new Set(selection.blocks), annotations: new Set(selection.annotations) };
  const moved = new Map<string, Place>();
  const sizes: Sizes = new Map();
  let ended = false;
  for (const change of changes) {
    switch (change.type) {
      case 'position':
        if (change.position) moved.set(change.id, [Math.round(change.position.x), Math.round(change.position.y)]);
        if (change.dragging === false) ended = true;
        break;
      case 'select': {
        const annotation = annotationOfNode(change.id, annotations);
        const [ids, id] = annotation === null ? [selected.blocks, change.id] : [selected.annotations, annotation];
        if (change.selected) ids.add(id);
        else ids.delete(id);
        break;
      }
      case 'dimensions':
        // Cards have one size; frames and notes are resized by hand alone.
        if (change.resizing === undefined) break;
        if (change.dimensions) sizes.set(change.id, { size: [change.dimensions.width, change.dimensions.height] });
        if (!change.resizing) ended = true;
        break;
      case 'add':
      case 'remove':
      case 'replace':
        // What stands on the canvas comes and goes by commands alone.
        break;
      default:
        assertNever(change);
    }
  }
  for (const [node, { size }] of sizes) {
    const id = annotationOfNode(node, annotations);
    const place = moved.get(node);
    moved.delete(node);
    if (id !== null) run(editor, changeAnnotation, { id, change: { size, ...(place && { place }) } }, 'resize');
  }
  if (moved.size > 0) takeMoves(editor, moved, dragging, at);
  if (ended) {
    dragging.current = null;
    dragging.ended();
    editor.endGesture();
  }
  if (!isSame(selected.blocks, selection.blocks) || !isSame(selected.annotations, selection.annotations)) {
    editor.select({
      ...editor.get().view.selection,
      blocks: [...selected.blocks],
      annotations: [...selected.annotations],
    });
  }
}

const isSame = (ids: ReadonlySet<string>, before: readonly string[]) =>
  ids.size === before.length && before.every((id) => ids.has(id));

/** Moves what is dragged, and with a frame what lay in it as the drag began. */
function takeMoves(editor: Editor, moved: ReadonlyMap<string, Place>, dragging: Dragging, at: string): void {
  const { project } = editor.get().document;
  const annotations = annotationsOf(project, at);
  const places: Record<string, Place> = {};
  const moves: Record<string, Place> = {};
  for (const [node, place] of moved) {
    const id = annotationOfNode(node, annotations);
    if (id === null) places[node] = place;
    else moves[id] = place;
  }
  const things: Things = { blocks: Object.keys(places), annotations: Object.keys(moves) };
  dragging.current ??= beginDrag(editor, [...moved.keys()][0]!, things, dragging, at);
  const { leader, from, held, lines } = dragging.current;
  const now = moved.get(leader) ?? from;
  const carried = (each: Place): Place => [each[0] + now[0] - from[0], each[1] + now[1] - from[1]];
  for (const [id, place] of Object.entries(held.places)) places[id] ??= carried(place);
  for (const [id, place] of Object.entries(held.annotations)) moves[id] ??= carried(place);
  const boxes = [
    ...Object.values(places).map(cardBox),
    ...Object.entries(moves).flatMap(([id, place]) =>
      annotations[id] ? [annotationBox({ ...annotations[id], place })] : [],
    ),
  ];
  const [x, y] = dragging.snapped(lines, boundsOf(boxes)!);
  const snapped = (all: Readonly<Record<string, Place>>) =>
    Object.fromEntries(Object.entries(all).map(([id, place]) => [id, [place[0] + x, place[1] + y] as const]));
  run(editor, moveBlocks, { places: snapped(places), annotations: snapped(moves) }, 'drag');
}

function beginDrag(editor: Editor, leader: string, things: Things, dragging: Dragging, at: string): Drag {
  const { project } = editor.get().document;
  const annotations = annotationsOf(project, at);
  const places = placesOf(project, at);
  const annotation = annotationOfNode(leader, annotations);
  const from = annotation === null ? places[leader] : annotations[annotation]!.place;
  const all = withHeld(project, things, at);
  const moving = { blocks: new Set(all.blocks), annotations: new Set(all.annotations) };
  const still = [
    ...Object.keys(places).flatMap((id) => (moving.blocks.has(id) ? [] : [cardBox(places[id]!)])),
    ...Object.keys(annotations).flatMap((id) => (moving.annotations.has(id) ? [] : [annotationBox(annotations[id]!)])),
  ];
  return { leader, from: from ?? [0, 0], held: shifted(project, all, [0, 0], at), lines: dragging.linesOf(still) };
}

/** The same for wires: only their selection is the canvas library's to propose. */
export function takeEdgeChanges(editor: Editor, changes: readonly EdgeChange<WireEdge>[]): void {
  const { selection } = editor.get().view;
  const selected = new Set(selection.wires);
  for (const change of changes) {
    switch (change.type) {
      case 'select':
        if (change.selected) selected.add(change.id);
        else selected.delete(change.id);
        break;
      case 'add':
      case 'remove':
      case 'replace':
        break;
      default:
        assertNever(change);
    }
  }
  if (!isSame(selected, selection.wires)) editor.select({ ...editor.get().view.selection, wires: [...selected] });
}
