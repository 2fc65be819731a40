import { type KeyboardEvent, type PointerEvent, useLayoutEffect, useRef, useState } from 'react';
import { dockHeightChange } from '../commands/dock-commands.ts';
import { text } from '../messages/text.ts';
import { useEditor } from '../store/use-editor.ts';
import type { DockHeight } from '../store/view-slice.ts';
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

/** How far the pointer goes before the edge follows it: two presses on one spot are no drag. */
const slack = 3;

/** A pointer that holds the edge: where it took it, and how high the dock was. */
interface Drag {
  readonly y: number;
  readonly height: number;
  readonly before: DockHeight;
  readonly moved: boolean;
}

/**
 * The upper edge of the dock: dragged, or moved by arrow keys, it makes the dock higher or lower; pressed twice, or by Enter, tall or as the
 * window's height asks.
 */
export function DockEdge() {
  const editor = useEditor();
  const [drag, setDrag] = useState<Drag | null>(null);

  const edge = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState({ now: least, most: least });
  useLayoutEffect(() => {
    const dock = edge.current!.parentElement!;
    const watcher = new ResizeObserver(() => setShown(measure(edge.current!)));
    watcher.observe(dock);
    watcher.observe(dock.parentElement!);
    return () => watcher.disconnect();
  }, []);
  const set = (wanted: number, before?: DockHeight) => {
    const { most } = measure(edge.current!);
    const height = Math.round(Math.min(most, Math.max(least, wanted)));
    editor.view(dockHeightChange(editor.get().view, height, before));
  };
  const turn = () => {
    const { view } = editor.get();
    editor.view(dockHeightChange(view, view.dockHeight === null ? 'tall' : null));
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
    if (event.key === 'Enter') turn();
    else if (to[event.key] !== undefined) set(to[event.key]!);
    else return;
    event.preventDefault();
  };
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const { dockHeight: before } = editor.get().view;
    setDrag({ y: event.clientY, height: measure(event.currentTarget).now, before, moved: false });
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    if (!drag) return;
    const by = drag.y - event.clientY;
    if (!drag.moved && Math.abs(by) < slack) return;
    if (!drag.moved) setDrag({ ...drag, moved: true });
    set(drag.height + by, drag.before);
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
      onPointerMove={onPointerMove}
      onLostPointerCapture={() => setDrag(null)}
      onDoubleClick={turn}
    />
  );
}
