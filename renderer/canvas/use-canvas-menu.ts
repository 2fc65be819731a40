import { useReactFlow } from '@xyflow/react';
import { type MouseEvent, useCallback, useRef, useState } from 'react';
import { useEditor } from '../store/use-editor.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where a menu was asked for: a point of the canvas, also in pixels of the window, and what it is about. */
export interface MenuPlace {
  readonly at: Point;
  readonly pixels: Point;
  readonly on: 'selection' | 'wire' | 'canvas';
}

/** The menu of the right button; what it was asked for on is selected by that, unless it was before. */
export function useCanvasMenu() {
  const editor = useEditor();
  const flow = useReactFlow();
  const [place, setPlace] = useState<MenuPlace | null>(null);
  const before = useRef<Element | null>(null);

  /** Selects what is under the pointer, and gives what the menu is about. */
  const aboutOf = (target: Element): MenuPlace['on'] => {
    const { selection } = editor.get().view;
    const block = target.closest<HTMLElement>('[data-block]')?.dataset.block;
    const annotation = target.closest<HTMLElement>('[data-annotation]')?.dataset.annotation;
    const wire = target.closest<HTMLElement>('.react-flow__edge')?.dataset.id;
    if (block !== undefined) {
      if (!selection.blocks.includes(block)) editor.select({ blocks: [block] });
      return 'selection';
    }
    if (annotation !== undefined) {
      if (!selection.annotations.includes(annotation)) editor.select({ annotations: [annotation] });
      return 'selection';
    }
    if (wire !== undefined) {
      editor.select({ wires: [wire] });
      return 'wire';
    }
    // The canvas library lays a rectangle over a selection of several.
    return target.closest('.react-flow__nodesselection') ? 'selection' : 'canvas';
  };

  return {
    place,
    onContextMenu(event: MouseEvent) {
      const target = event.target as Element;
      // What is written in has the menu of the system, and what floats over the canvas has none.
      if (
        target.closest('input, textarea, [contenteditable]') ||
        !target.closest('.react-flow__viewport, .react-flow__pane')
      )
        return;
      event.preventDefault();
      const pixels = { x: event.clientX, y: event.clientY };
      before.current = document.activeElement;
      setPlace({ at: flow.screenToFlowPosition(pixels, { snapToGrid: false }), pixels, on: aboutOf(target) });
    },
    /** Closes it; the focus goes back to what had it, unless something else has taken it. */
    close: useCallback(() => {
      setPlace(null);
      setTimeout(() => {
        if (document.activeElement === document.body && before.current instanceof HTMLElement) before.current.focus();
      });
    }, []),
  };
}
