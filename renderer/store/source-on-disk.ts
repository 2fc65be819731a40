import { isReadAs, stampNow } from './dataset.ts';
import type { Editor } from './editor.ts';

/**
 * Notices when the file or folder of the data is another than the one that was looked at: as the window gets the focus, and as the Data page is
 * opened. Returns the way to stop.
 */
export function followSource(editor: Editor): () => void {
  let before = editor.get().view.page;
  const look = () => void lookAtSource(editor);
  const stop = editor.store.subscribe(({ view: { page } }) => {
    if (page === before) return;
    before = page;
    if (page === 'data') look();
  });
  globalThis.addEventListener?.('focus', look);
  return () => {
    stop();
    globalThis.removeEventListener?.('focus', look);
  };
}

/** Looks at the file or folder once; a host that cannot answer changes nothing of what is known. */
export async function lookAtSource(editor: Editor): Promise<void> {
  const { dataset, sourceOnDisk, connection } = editor.get().view;
  if (sourceOnDisk === null || connection !== 'connected' || !isReadAs(dataset, editor)) return;
  const now = await stampNow(editor).catch(() => undefined);
  // Read again, or another source, meanwhile.
  if (now === undefined || editor.get().view.sourceOnDisk !== sourceOnDisk) return;
  const state = now === null ? 'gone' : now === sourceOnDisk.stamp ? 'same' : 'changed';
  if (state !== sourceOnDisk.state) editor.view({ sourceOnDisk: { ...sourceOnDisk, state } });
}

/** The stamp that the data of the project had when they were looked at; null where nothing is known of them. */
export function lookedStamp(editor: Editor): string | null {
  const { dataset, sourceOnDisk } = editor.get().view;
  return isReadAs(dataset, editor) ? (sourceOnDisk?.stamp ?? null) : null;
}
