import { sentence } from '../messages/text.ts';
import { isUnsaved } from './derived.ts';
import { documentOf } from './disk.ts';
import { type Editor, failureWords } from './editor.ts';
import { mayLeave, projectOf } from './projects.ts';

/** How long a change waits for more before it is kept, in milliseconds: what a crash may take. */
const patience = 400;
/** How long to wait before what could not be kept is tried again. */
const again = 2000;

/**
 * Has the host keep what is not saved of the open project, and drop it when nothing is unsaved any more; learns which drafts other windows have
 * left. Returns the way to stop.
 */
export function followDrafts(editor: Editor): () => void {
  let keeper = createKeeper(editor);
  let connected = false;
  let isStart = false;
  // Only the start page shows them.
  const hear = () => {
    if (editor.get().view.page === 'start') void readDrafts(editor);
  };
  const follow = () => {
    const { document, view } = editor.get();
    if (document.draft !== keeper.draft) {
      // The project was left: saved, discarded, or its draft goes on under another name.
      void keeper.drop();
      keeper = createKeeper(editor);
    }
    const isBack = view.connection === 'connected' && !connected;
    connected = view.connection === 'connected';
    const isShown = connected && view.page === 'start';
    if (isShown && !isStart) hear();
    isStart = isShown;
    keeper.follow(isBack);
  };
  const flush = () => void keeper.flush();
  follow();
  const stops = [editor.store.subscribe(follow), editor.host.on('drafts:changed', hear)];
  globalThis.addEventListener?.('pagehide', flush);
  return () => {
    globalThis.removeEventListener?.('pagehide', flush);
    keeper.stop();
    for (const stop of stops) stop();
  };
}

interface Keeper {
  readonly draft: string;
  /** Takes up a change of the state; `anew` is for a host that may know nothing of this window. */
  follow(anew: boolean): void;
  /** Keeps now what waits. */
  flush(): Promise<void>;
  drop(): Promise<void>;
  stop(): void;
}

/** Keeps the project that is open now, one request after the other. */
function createKeeper(editor: Editor): Keeper {
  const { draft } = editor.get().document;
  /** What the host has: a document, or nothing. */
  let kept: object | null = null;
  // A project that is shown unsaved was kept before it is shown, as one that is restored.
  let mayBeThere = isUnsaved(editor.get());
  let timer: ReturnType<typeof setTimeout> | null = null;
  let last: Promise<void> = Promise.resolve();
  let failed: number | null = null;
  let ended = false;

  const isOpen = () => !ended && editor.get().document.draft === draft;
  const isConnected = () => editor.get().view.connection === 'connected';

  function wait(milliseconds: number): void {
    timer ??= setTimeout(() => {
      timer = null;
      void flush();
    }, milliseconds);
  }

  function flush(): Promise<void> {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    last = last.then(send);
    return last;
  }

  async function send(): Promise<void> {
    const state = editor.get();
    if (!isOpen() || !isConnected()) return;
    const { project } = state.document;
    if (!isUnsaved(state)) {
      if (mayBeThere) await take();
      return;
    }
    if (project === kept) return;
    try {
      mayBeThere = true;
      await editor.host.ask('drafts:keep', { draft, project: projectOf(state) });
      kept = project;
      if (failed !== null) editor.dismiss(failed);
      failed = null;
    } catch (error) {
      // A lost connection is said elsewhere.
      if (!isConnected() || ended) return;
      failed = editor.notify('warning', sentence('saving.notKept', { reason: failureWords(error) }));
      wait(again);
    }
  }

  async function take(): Promise<void> {
    await editor.host.ask('drafts:drop', { draft }).then(
      () => {
        mayBeThere = false;
        kept = null;
      },
      () => wait(again),
    );
  }

  return {
    draft,
    follow(anew) {
      if (anew) kept = null;
      const state = editor.get();
      const isDue = isUnsaved(state) ? state.document.project !== kept : mayBeThere;
      if (isDue && isConnected()) wait(patience);
    },
    flush,
    drop() {
      ended = true;
      if (timer !== null) clearTimeout(timer);
      timer = null;
      last = last.then(async () => {
        if (mayBeThere) await editor.host.ask('drafts:drop', { draft }).catch(() => undefined);
      });
      return last;
    },
    stop() {
      ended = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}

/** Reads which drafts there are; a host that cannot tell changes nothing of what is known. */
export async function readDrafts(editor: Editor): Promise<void> {
  try {
    editor.view({ drafts: await editor.host.ask('drafts:list', null) });
  } catch (error) {
    if (editor.get().view.connection === 'connected') {
      editor.notify('warning', sentence('saving.draftsFailed', { reason: failureWords(error) }));
    }
  }
}

/** Opens a draft as the unsaved project it was; true if it is open. The draft goes only when this window keeps it as its own. */
export async function restoreDraft(editor: Editor, draft: string): Promise<boolean> {
  if (!(await mayLeave(editor))) return false;
  const read = await editor.attempt(() => editor.host.ask('drafts:read', { draft }));
  if (!read) return false;
  // Where what it began from is not known, anything but the draft itself counts as saved.
  editor.show(read.project, 'model', documentOf(read.saved ?? read.project));
  const state = editor.get();
  await editor.attempt(async () => {
    await editor.host.ask('drafts:keep', { draft: state.document.draft, project: projectOf(state) });
    await editor.host.ask('drafts:drop', { draft });
  });
  return true;
}

/** Throws a draft away. */
export async function discardDraft(editor: Editor, draft: string): Promise<void> {
  await editor.attempt(() => editor.host.ask('drafts:drop', { draft }));
}
