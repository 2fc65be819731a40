import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { type CanvasAction, canvasEvent } from '../commands/view-commands.ts';

/** Whatever the canvas library places. */
interface Placed {
  readonly id: string;
  readonly position: { readonly x: number; readonly y: number };
}

/** How long what moves to another place is on its way, in milliseconds; none with reduced motion. */
export function motionTime(): number {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 280;
}

/** Most blocks that are drawn anew with each frame; more of them would be drawn too seldom to look like motion. */
const mostMoving = 300;

/** Fast at first, as things that were sent on their way; near to the curve of all other motion. */
const eased = (share: number) => 1 - (1 - share) ** 3;

/**
 * Shows the next change of places as motion, all together, if the canvas was asked for it: the document has the new places at once, and
 * what is drawn follows. Gives what is to be drawn.
 */
export function useGlide<Node extends Placed>(nodes: readonly Node[]): readonly Node[] {
  const [drawn, setDrawn] = useState<readonly Node[] | null>(null);
  const isAsked = useRef(false);
  const way = useRef<{ readonly begin: number; readonly from: ReadonlyMap<string, Placed['position']> } | null>(null);
  const last = useRef(nodes);
  const shown = drawn ?? nodes;

  useEffect(() => {
    const ask = ({ detail }: CustomEvent<CanvasAction>) => {
      if (detail !== 'glide') return;
      isAsked.current = true;
      // Where nothing moves, the next drag is not meant.
      requestAnimationFrame(() => {
        isAsked.current = false;
      });
    };
    window.addEventListener(canvasEvent, ask as EventListener);
    return () => window.removeEventListener(canvasEvent, ask as EventListener);
  }, []);

  useLayoutEffect(() => {
    if (isAsked.current && motionTime() > 0 && nodes.length <= mostMoving) {
      isAsked.current = false;
      way.current = { begin: performance.now(), from: new Map(last.current.map(({ id, position }) => [id, position])) };
    }
    if (way.current === null) {
      last.current = nodes;
      return;
    }
    const { begin, from } = way.current;
    let frame = 0;
    const draw = () => {
      const share = Math.min(1, (performance.now() - begin) / motionTime());
      if (!(share < 1)) {
        way.current = null;
        last.current = nodes;
        setDrawn(null);
        return;
      }
      last.current = nodes.map((node) => between(node, from.get(node.id), eased(share)));
      setDrawn(last.current);
      frame = requestAnimationFrame(draw);
    };
    draw();
    return () => cancelAnimationFrame(frame);
  }, [nodes]);
  return shown;
}

function between<Node extends Placed>(node: Node, from: Placed['position'] | undefined, share: number): Node {
  const to = node.position;
  if (!from || (from.x === to.x && from.y === to.y)) return node;
  return { ...node, position: { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share } };
}
