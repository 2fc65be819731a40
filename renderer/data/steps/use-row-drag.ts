import { type DragEvent, useState } from 'react';

const dragType = 'application/x-layerloom-step';

/** What a row of a list needs so that it can be dragged to another place. */
export interface RowDrag {
  /** For the whole row, which takes what is dropped on it. */
  readonly row: {
    readonly 'data-drop': 'before' | 'after' | undefined;
    onDragOver(event: DragEvent): void;
    onDragLeave(event: DragEvent): void;
    onDrop(event: DragEvent): void;
  };
  /** For what it is dragged by; its fields stay free for dragging over text. */
  readonly head: { readonly draggable: true; onDragStart(event: DragEvent): void; onDragEnd(): void };
}

/** Dragging of the rows of one list; `onMove` hears from which place to which. */
export function useRowDrag(onMove: (from: number, to: number) => void): (at: number) => RowDrag {
  const [from, setFrom] = useState<number | null>(null);
  const [over, setOver] = useState<{ readonly at: number; readonly side: 'before' | 'after' } | null>(null);
  const end = () => {
    setFrom(null);
    setOver(null);
  };
  return (at) => ({
    row: {
      'data-drop': over?.at === at && from !== null && from !== at ? over.side : undefined,
      onDragOver(event) {
        // Rows of this list alone: a file, or a block, is none.
        if (from === null || !event.dataTransfer.types.includes(dragType)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'move';
        const { top, height } = event.currentTarget.getBoundingClientRect();
        setOver({ at, side: event.clientY < top + height / 2 ? 'before' : 'after' });
      },
      onDragLeave(event) {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(null);
      },
      onDrop(event) {
        if (from === null || over === null) return;
        event.preventDefault();
        const place = over.side === 'before' ? at : at + 1;
        end();
        // Below its own place the row itself is gone.
        onMove(from, place > from ? place - 1 : place);
      },
    },
    head: {
      draggable: true,
      onDragStart(event) {
        event.dataTransfer.setData(dragType, String(at));
        event.dataTransfer.effectAllowed = 'move';
        setFrom(at);
      },
      onDragEnd: end,
    },
  });
}
