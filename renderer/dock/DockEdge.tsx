import { type KeyboardEvent, type PointerEvent, useLayoutEffect, useRef, useState } from 'react';
import { text } from '../messages/text.ts';
import { useEditor } from '../store/use-editor.ts';
import styles from './dock.module.css';

/** Heights of the dock in pixels: the least, and what it leaves to the canvas. */
const least = 96;
const leftToCanvas = 160;
/** How far one press of an arrow key moves the edge. */
const step = 24;

/** The height of the dock of an edge as it shows, and the most there is room for. */
function measure(edge: Element): { readonly now: number; readonly most: number } {
  const dock = edge.parentElement!;
  return { now: dock.offsetHeight, most: Math.max(least, dock.parentElement!.clientHeight - leftToCanvas) };
}

/** The upper edge of the dock: dragged, or moved by arrow keys, it makes the dock higher or lower; pressed twice, as it was at first. */
export function DockEdge() {
  const editor = useEditor();
  const [drag, setDrag] = useState<{ readonly y: number; readonly height: number } | null>(null);

  const edge = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState({ now: least, most: least });
  useLayoutEffect(() => {
    const dock = edge.current!.parentElement!;
    const watcher = new ResizeObserver(() => setShown(measure(edge.current!)));
    watcher.observe(dock);
    watcher.observe(dock.parentElement!);
    return () => watcher.disconnect();
  }, []);
  const set = (wanted: number) => {
    const { most } = measure(edge.current!);
    editor.view({ dockHeight: Math.round(Math.min(most, Math.max(least, wanted))) });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const { now, most } = measure(event.currentTarget);
    const to: Readonly<Record<string, number>> = {
      ArrowUp: now + step,
      ArrowDown: now - step,
      PageUp: now + 4 * step,
      PageDown: now - 4 * step,
      Home: least,
      End: most,
    };
    if (event.key === 'Enter') editor.view({ dockHeight: null });
    else if (to[event.key] !== undefined) set(to[event.key]!);
    else return;
    event.preventDefault();
  };
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setDrag({ y: event.clientY, height: measure(event.currentTarget).now });
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved
    <div
      ref={edge}
      className={styles.edge}
      role="separator"
      aria-orientation="horizontal"
      aria-label={text('dock.height')}
      aria-valuemin={least}
      aria-valuemax={shown.most}
      aria-valuenow={shown.now}
      aria-valuetext={text('dock.pixels', { height: String(shown.now) })}
      data-dragged={drag !== null || undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerMove={(event) => drag && set(drag.height + drag.y - event.clientY)}
      onLostPointerCapture={() => setDrag(null)}
      onDoubleClick={() => editor.view({ dockHeight: null })}
    />
  );
}
