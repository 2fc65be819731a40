import type { DataDocument } from '../../shared/data/document.ts';
import { type Editor, failureText } from './editor.ts';

/** How long to wait for the next change before looking at the data, in milliseconds. */
const patience = 250;

/** Looks at the data whenever the data settings change, so that shapes and problems follow; returns the way to stop. */
export function followDataset(editor: Editor): () => void {
  let looked: DataDocument | null = null;
  let connected = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const follow = () => {
    const { document, view } = editor.get();
    const { data } = document.project;
    const back = view.connection === 'connected' && !connected;
    connected = view.connection === 'connected';
    if (!connected || (data === looked && !(back && view.dataset.state === 'failed') && isCurrent(editor))) return;
    const first = looked === null || view.dataset.state === 'none';
    looked = data;
    clearTimeout(timer);
    if (data.source.kind === 'none') {
      if (view.dataset.state !== 'none') editor.view({ dataset: { state: 'none' } });
      return;
    }
    if (first) void readDataset(editor);
    else timer = setTimeout(() => void readDataset(editor), patience);
  };
  follow();
  const stop = editor.store.subscribe(follow);
  return () => {
    clearTimeout(timer);
    stop();
  };
}

/** Whether what is known of the data is about the project that is open. */
function isCurrent(editor: Editor): boolean {
  const { document, view } = editor.get();
  return view.dataset.state !== 'none' || document.project.data.source.kind === 'none';
}

/** Looks at the data now, also if nothing changed: a file may have. */
export async function readDataset(editor: Editor): Promise<void> {
  const { document, view } = editor.get();
  const { data } = document.project;
  // While the same data is looked at again, what is known of it stays in sight.
  if (view.dataset.state !== 'ready') editor.view({ dataset: { state: 'reading', data } });
  const isStill = () => editor.get().document.project.data === data;
  try {
    const sent = { data: data as never, directory: document.directory };
    const summary = await editor.host.ask('data:inspect', sent);
    if (isStill()) editor.view({ dataset: { state: 'ready', data, summary } });
  } catch (error) {
    if (isStill()) editor.view({ dataset: { state: 'failed', data, reason: failureText(error) } });
  }
}
