import { type DragEvent, useState } from 'react';
import { carriesFiles, droppedData, pathOfDropped } from '../files/dropped-file.ts';
import { createProjectForData } from '../store/projects.ts';
import { useEditor } from '../store/use-editor.ts';

/** Data that is dropped on the start page begins a project: whether it is held over it, and what listens. */
export function useDropData() {
  const editor = useEditor();
  const [isOver, setOver] = useState(false);
  const take = async (transfer: DataTransfer) => {
    const dropped = droppedData(transfer);
    if (!dropped.ok) {
      editor.notify('warning', dropped.problem);
      return;
    }
    let shown: number | null = null;
    const explain = (words: Parameters<typeof editor.notify>[1]) => {
      shown = editor.notify('warning', words);
    };
    const purpose = dropped.isFolder ? 'open-data-folder' : 'open-table';
    const path = await editor.attempt(() => pathOfDropped(dropped.file, explain, purpose));
    if (shown !== null) editor.dismiss(shown);
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
