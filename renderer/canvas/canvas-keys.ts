import type { FocusEvent, KeyboardEvent } from 'react';
import type { BlockId } from '../../shared/graph/document.ts';
import { placesOf } from '../commands/places.ts';
import { sceneOf } from '../store/derived.ts';
import type { Editor } from '../store/editor.ts';
import { neighbour } from './walk.ts';

const directions: Readonly<Record<string, 'up' | 'down' | 'left' | 'right'>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
};

/** What keys do on a card, a frame or a note: arrows go from card to card, Space selects, Enter goes on to the inspector. */
export function pressOnCard(editor: Editor, event: KeyboardEvent<HTMLElement>): void {
  const target = event.target as HTMLElement;
  const { annotation } = target.dataset;
  if (annotation !== undefined && (event.key === 'Enter' || event.key === ' ') && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    editor.select({ annotations: [annotation] });
    if (event.key === 'Enter') focusInspector();
    return;
  }
  const id = target.dataset.block;
  if (id === undefined) return;
  const direction = directions[event.key];
  if (direction && !event.altKey && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    walk(editor, event, id, direction);
  }
  if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    editor.select({ blocks: [id] });
    focusInspector();
  }
  if (event.key === ' ') {
    event.preventDefault();
    editor.select({ blocks: [id] });
  }
}

function walk(
  editor: Editor,
  { currentTarget: box, shiftKey }: KeyboardEvent<HTMLElement>,
  id: BlockId,
  direction: 'up' | 'down' | 'left' | 'right',
): void {
  const state = editor.get();
  const { graph, level } = sceneOf(state);
  const next = neighbour(graph, placesOf(state.document.project, level.graphId), id, direction);
  if (next === null) return;
  const { blocks } = state.view.selection;
  editor.select({ blocks: shiftKey ? [...new Set([...blocks, id, next])] : [next] });
  focusCard(box, next);
}

/** Tab leads from card to card; what it reaches is selected, as a click would. */
export function selectFocused(editor: Editor, { target }: FocusEvent<HTMLElement>): void {
  const { selection } = editor.get().view;
  const { block, annotation } = target.dataset;
  if (!target.matches(':focus-visible')) return;
  if (block !== undefined && !selection.blocks.includes(block)) editor.select({ blocks: [block] });
  if (annotation !== undefined && !selection.annotations.includes(annotation))
    editor.select({ annotations: [annotation] });
}

/** Gives a block's card the focus, as soon as it is there. */
export function focusCard(box: HTMLElement | null, id: BlockId | undefined): void {
  if (id === undefined) return;
  requestAnimationFrame(() => box?.querySelector<HTMLElement>(`[data-block="${CSS.escape(id)}"]`)?.focus());
}

function focusInspector(): void {
  setTimeout(() => document.querySelector<HTMLElement>('[data-panel="inspector"] input')?.focus());
}
