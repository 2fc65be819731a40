import { useReactFlow } from '@xyflow/react';
import { type MouseEvent, type PointerEvent, type RefObject, useCallback, useRef, useState } from 'react';
import type { OpenEnd } from '../../commands/connect-blocks.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where something is to be put in: a point of the canvas, also in pixels from its corner, and the wire in hand, if one is. */
export interface Inserting {
  readonly at: Point;
  readonly pixels: Point;
  readonly wire: OpenEnd | null;
}

/** Whether an element is canvas without a block; a wire that runs there takes no room. */
export function isEmptyCanvas(element: Element | null): boolean {
  return element?.closest('.react-flow__pane') != null && element.closest('.react-flow__node, button') === null;
}

/** The place where a block is searched for and put in, by a double-click, a key, or a wire that was let go; null while there is none. */
export function useInserting(box: RefObject<HTMLElement | null>) {
  const flow = useReactFlow();
  const [inserting, setInserting] = useState<Inserting | null>(null);
  /** Where the pointer is over the canvas, in pixels of the window. */
  const pointer = useRef<Point | null>(null);
  const before = useRef<Element | null>(null);

  const openAt = useCallback(
    (point: Point, wire: OpenEnd | null) => {
      if (!box.current) return;
      const { left, top } = box.current.getBoundingClientRect();
      before.current = document.activeElement;
      setInserting({
        at: flow.screenToFlowPosition(point),
        pixels: { x: point.x - left, y: point.y - top },
        wire,
      });
    },
    [box, flow],
  );
  return {
    inserting,
    openAt,
    /** Where the pointer is, or in the middle of the canvas. */
    openAtPointer: useCallback(() => {
      if (!box.current) return;
      const { left, top, width, height } = box.current.getBoundingClientRect();
      openAt(pointer.current ?? { x: left + width / 2, y: top + height / 3 }, null);
    }, [box, openAt]),
    close: useCallback(() => setInserting(null), []),
    /** Closes it and gives the focus back to what had it. */
    leave: useCallback(() => {
      setInserting(null);
      if (before.current instanceof HTMLElement) before.current.focus();
    }, []),
    handlers: {
      onDoubleClick({ target, clientX, clientY }: MouseEvent) {
        if (isEmptyCanvas(target as Element)) openAt({ x: clientX, y: clientY }, null);
      },
      onPointerMove({ clientX, clientY }: PointerEvent) {
        pointer.current = { x: clientX, y: clientY };
      },
      onPointerLeave() {
        pointer.current = null;
      },
    },
  };
}
