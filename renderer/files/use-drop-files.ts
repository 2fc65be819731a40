import { type DragEvent, useState } from 'react';
import { useEditor } from '../store/use-editor.ts';
import { carriesFiles, takeDropped } from './dropped-file.ts';

/** A file or a folder that is dropped on a page is taken by its path: whether one is held over it, and what listens. */
export function useDropFiles(take: (path: string) => void) {
  const editor = useEditor();
  const [isOver, setOver] = useState(false);
  const takeFrom = async (transfer: DataTransfer) => {
    const path = await takeDropped(editor, transfer);
    if (path !== null) take(path);
  };
  return {
    isOver,
    handlers: {
      onDragOver(event: DragEvent) {
        if (!carriesFiles(event.dataTransfer)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
        setOver(true);
      },
      onDragLeave(event: DragEvent) {
        if (!event.currentTarget.contains(event.relatedTarget as globalThis.Node | null)) setOver(false);
      },
      onDrop(event: DragEvent) {
        setOver(false);
        if (!carriesFiles(event.dataTransfer)) return;
        event.preventDefault();
        void takeFrom(event.dataTransfer);
      },
    },
  };
}
