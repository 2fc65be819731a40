import { Tooltip } from '@mantine/core';
import { type ReactNode, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { BlockDocs } from '../help/BlockDocs.tsx';
import { wordedBlock, wordedEntry } from '../messages/definitions.ts';
import { BlockTile } from '../parts/BlockTile.tsx';
import styles from './palette.module.css';
import { entryName, type PaletteEntry } from './palette-list.ts';

/** How long a pointer or the focus rests on a block before its guide shows, in milliseconds. */
const rest = 500;
/** The same while another guide shows, or has just gone: who looks for a block reads one after the other. */
const shortRest = 80;
/** How long a guide counts as just gone. */
const justGone = 400;

interface Guide {
  /** What a list of blocks has to listen to. */
  readonly handlers: {
    onPointerOver(event: React.PointerEvent): void;
    onPointerLeave(): void;
    onFocus(event: React.FocusEvent): void;
    onBlur(): void;
    onPointerDown(): void;
    onDragStart(): void;
    onWheel(): void;
  };
  /** The guide that shows; nothing while none does. */
  readonly shown: ReactNode;
}

/**
 * The guide of the block in a list that is pointed at or has the focus, beside it: what it does, when to use it, what becomes of the shape.
 * It takes no pointer, so it is in no way; it goes with Escape, a press, a drag, or when the list is scrolled.
 */
export function useGuide(entries: readonly PaletteEntry[]): Guide {
  const [at, setAt] = useState<HTMLElement | null>(null);
  const waiting = useRef<{ readonly on: HTMLElement; readonly timer: ReturnType<typeof setTimeout> } | null>(null);
  const gone = useRef(0);
  const id = useId();
  const drop = () => {
    if (waiting.current) clearTimeout(waiting.current.timer);
    waiting.current = null;
  };
  const hide = () => {
    drop();
    if (at) gone.current = Date.now();
    setAt(null);
  };
  const meet = (target: EventTarget) => {
    const item = (target as HTMLElement).closest<HTMLElement>('[data-palette-type]');
    if (!item) {
      hide();
      return;
    }
    if (item === at || item === waiting.current?.on) return;
    drop();
    const isQuick = at !== null || Date.now() - gone.current < justGone;
    const timer = setTimeout(
      () => {
        waiting.current = null;
        setAt(item);
      },
      isQuick ? shortRest : rest,
    );
    waiting.current = { on: item, timer };
  };
  useEffect(() => () => clearTimeout(waiting.current?.timer), []);
  // Before the guide is seen: an Escape may come with the first look at it, and other effects wait until the window has time.
  useLayoutEffect(() => {
    if (!at) return;
    at.setAttribute('aria-describedby', id);
    const leave = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      // The first Escape is for what lies on top.
      event.stopPropagation();
      setAt(null);
    };
    window.addEventListener('keydown', leave, { capture: true });
    return () => {
      at.removeAttribute('aria-describedby');
      window.removeEventListener('keydown', leave, { capture: true });
    };
  }, [at, id]);
  const entry = at?.isConnected ? entries.find(({ type }) => type === at.dataset.paletteType) : undefined;
  return {
    handlers: {
      // A press or a drag goes on over others.
      onPointerOver: (event) => event.buttons === 0 && event.pointerType !== 'touch' && meet(event.target),
      onPointerLeave: hide,
      onFocus: ({ target }) => target.matches(':focus-visible') && meet(target),
      onBlur: hide,
      onPointerDown: hide,
      onDragStart: hide,
      onWheel: hide,
    },
    shown: at && entry && (
      <Tooltip
        key={entry.type}
        opened
        target={at}
        position="right-start"
        offset={16}
        classNames={{ tooltip: styles.guide! }}
        transitionProps={{ duration: 0 }}
        label={<GuideOf id={id} entry={entry} />}
      />
    ),
  };
}

function GuideOf({ id, entry }: { readonly id: string; readonly entry: PaletteEntry }) {
  return (
    <div id={id}>
      <header>
        <BlockTile type={entry.type} size={30} />
        <b>{entryName(entry)}</b>
      </header>
      <BlockDocs entry={wordedEntry(entry)} definition={wordedBlock(entry.type)} />
    </div>
  );
}
