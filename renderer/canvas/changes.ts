import type { EdgeChange, NodeChange } from '@xyflow/react';
import { run } from '../commands/command.ts';
import { moveBlocks } from '../commands/move-blocks.ts';
import type { Place } from '../commands/places.ts';
import type { Editor } from '../store/editor.ts';
import { assertNever } from './assert-never.ts';
import type { BlockNode } from './BlockCard.tsx';
import type { WireEdge } from './WireLine.tsx';

/**
 * Turns what the canvas library proposes for blocks into a command, a change of the selection, or nothing. `atEnd` is what else belongs to
 * the gesture that ends.
 */
export function takeNodeChanges(editor: Editor, changes: readonly NodeChange<BlockNode>[], atEnd: () => void): void {
  const { selection } = editor.get().view;
  const selected = new Set(selection.blocks);
  const places: Record<string, Place> = {};
  let ended = false;
  for (const change of changes) {
    switch (change.type) {
      case 'position':
        if (change.position) places[change.id] = [Math.round(change.position.x), Math.round(change.position.y)];
        if (change.dragging === false) ended = true;
        break;
      case 'select':
        if (change.selected) selected.add(change.id);
        else selected.delete(change.id);
        break;
      case 'dimensions':
      case 'add':
      case 'remove':
      case 'replace':
        // Cards have one size, and blocks come and go by commands alone.
        break;
      default:
        assertNever(change);
    }
  }
  if (Object.keys(places).length > 0) run(editor, moveBlocks, { places }, 'drag');
  if (ended) {
    atEnd();
    editor.endGesture();
  }
  if (selected.size !== selection.blocks.length || selection.blocks.some((id) => !selected.has(id))) {
    editor.select({ ...editor.get().view.selection, blocks: [...selected] });
  }
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
  if (selected.size !== selection.wires.length || selection.wires.some((id) => !selected.has(id))) {
    editor.select({ ...editor.get().view.selection, wires: [...selected] });
  }
}
