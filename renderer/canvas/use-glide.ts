import { useLayoutEffect, useRef, useState } from 'react';
import { useEditor } from '../store/use-editor.ts';

/** Whatever the canvas library places. */
interface Placed {
  readonly id: string;
  readonly position: { readonly x: number; readonly y: number };
}
type Positions = ReadonlyMap<string, Placed['position']>;

/** How long what moves to another place is on its way, in milliseconds; none with reduced motion. */
export function motionTime(): number {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 280;
}

/** Most things that are drawn anew with each frame; more of them would be drawn too seldom to look like motion. */
const mostMoving = 300;

/** Fast at first, as things that were sent on their way; near to the curve of all other motion. */
const eased = (share: number) => 1 - (1 - share) ** 3;

/**
 * Shows what an edit moves, but for a drag, on its way to its new place, all together. The document has the new places at once; what
 * is drawn follows. `level` names the project and the graph that the places are in. Gives what is to be drawn.
 */
export function useGlide<Node extends Placed>(nodes: readonly Node[], level: string): readonly Node[] {
  const editor = useEditor();
  const [drawn, setDrawn] = useState<readonly Node[] | null>(null);
  const way = useRef<{ readonly begin: number; readonly from: Positions } | null>(null);
  const last = useRef({ level, wanted: positionsOf(nodes), shown: positionsOf(nodes) });

  useLayoutEffect(() => {
    const { level: levelBefore, wanted, shown } = last.current;
    const isMoved = nodes.some(({ id, position: { x, y } }) => {
      const before = wanted.get(id);
      return before !== undefined && (before.x !== x || before.y !== y);
    });
    const isDrag = (editor.get().document.past.at(-1)?.gesture ?? null) !== null;
    if (levelBefore !== level || (isMoved && isDrag)) way.current = null;
    else if (isMoved && nodes.length <= mostMoving && motionTime() > 0) {
      way.current = { begin: performance.now(), from: shown };
    }
    last.current = { level, wanted: positionsOf(nodes), shown: positionsOf(nodes) };
    if (way.current === null) {
      setDrawn(null);
      return;
    }
    const { begin, from } = way.current;
    let frame = 0;
    const draw = () => {
      const share = Math.min(1, (performance.now() - begin) / motionTime());
      // Also where motion was reduced on the way.
      if (!(share < 1)) {
        way.current = null;
        last.current = { ...last.current, shown: last.current.wanted };
        setDrawn(null);
        return;
      }
      const now = nodes.map((node) => between(node, from.get(node.id), eased(share)));
      last.current = { ...last.current, shown: positionsOf(now) };
      setDrawn(now);
      frame = requestAnimationFrame(draw);
    };
    draw();
    return () => cancelAnimationFrame(frame);
  }, [nodes, level, editor]);
  return drawn ?? nodes;
}

function positionsOf(nodes: readonly Placed[]): Positions {
  return new Map(nodes.map(({ id, position }) => [id, position]));
}

function between<Node extends Placed>(node: Node, from: Placed['position'] | undefined, share: number): Node {
  const to = node.position;
  if (!from || (from.x === to.x && from.y === to.y)) return node;
  return { ...node, position: { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share } };
}
