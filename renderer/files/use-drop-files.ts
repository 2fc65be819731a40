import { type DragEvent, useState } from 'react';
import { carriesFiles, takeDropped } from '../files/dropped-file.ts';
import { createProjectForData } from '../store/projects.ts';
import { useEditor } from '../store/use-editor.ts';

/** Data that is dropped on the start page begins a project: whether it is held over it, and what listens. */
export function useDropData() {
  const editor = useEditor();
  const [isOver, setOver] = useState(false);
  const take = async (transfer: DataTransfer) => {
    const path = await takeDropped(editor, transfer);
    if (path !== null) await createProjectForData(editor, path);
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
        void take(event.dataTransfer);
      },
    },
  };
}
