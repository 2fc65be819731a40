/** The kind of data a dragged block carries; a kind of its own, so that nothing else dropped is taken for a block. */
export const blockDragType = 'application/x-layerloom-block';

let dragged: string | null = null;

/** The type of the block that is dragged now: browsers do not show a drag's data before the drop. */
export function draggedType(): string | null {
  return dragged;
}

/** Begins the drag of a block type. */
export function beginDrag(transfer: DataTransfer, type: string): void {
  transfer.setData(blockDragType, type);
  transfer.setData('text/plain', type);
  transfer.effectAllowed = 'copy';
  dragged = type;
}

/** Ends it. */
export function endDrag(): void {
  dragged = null;
}
