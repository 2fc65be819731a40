import { differencesBetween } from '../../shared/graph/differences.ts';
import type { Project } from '../../shared/ipc/project.ts';
import { sentence } from '../messages/text.ts';
import { differencesWords } from '../saving/difference-words.ts';
import { hasProject, isUnsaved } from './derived.ts';
import type { ProjectDocument } from './document-slice.ts';
import type { Editor } from './editor.ts';
import type { DiskChange } from './view-slice.ts';

/** How often the files of the open project are looked at, in milliseconds. */
const lookEvery = 2000;

/**
 * Notices when another program or window changes the files of the open project: what was not changed here is taken over, with a notice; else the
 * person is asked. Returns the way to stop.
 */
export function followDisk(editor: Editor, every = lookEvery): () => void {
  let looking = false;
  const look = async () => {
    // A window that nobody sees looks when it is seen again.
    if (looking || globalThis.document?.hidden) return;
    looking = true;
    await lookAtDisk(editor);
    looking = false;
  };
  const now = () => void look();
  const timer = setInterval(now, every);
  globalThis.addEventListener?.('focus', now);
  return () => {
    clearInterval(timer);
    globalThis.removeEventListener?.('focus', now);
  };
}

/** Looks at the files of the open project once; a host that cannot answer changes nothing of what is known. */
export async function lookAtDisk(editor: Editor): Promise<void> {
  const { document, view } = editor.get();
  const { directory, revision } = document;
  if (directory === null || revision === null || !hasProject({ view }) || view.connection !== 'connected') return;
  const found = await editor.host.ask('project:compare', { directory, revision }).catch(() => null);
  const now = editor.get().document;
  // Saved or left meanwhile.
  if (found === null || now.directory !== directory || now.revision !== revision) return;
  if (found.state === 'same') {
    if (editor.get().view.onDisk !== null) editor.view({ onDisk: null });
    return;
  }
  if (found.state === 'changed') takeUp(editor, found.project);
  else if (!isKnown(editor.get().view.onDisk, found)) editor.view({ onDisk: found });
}

function isKnown(known: DiskChange | null, found: DiskChange): boolean {
  if (known?.state === 'unreadable' && found.state === 'unreadable') return known.revision === found.revision;
  return known?.state === 'gone' && found.state === 'gone';
}

/** The document of a project of the contract. */
export function documentOf({ model, layout, data, training }: Project): ProjectDocument {
  return { model, layout, data, training };
}

function takeUp(editor: Editor, theirs: Project): void {
  const state = editor.get();
  const { project, saved } = state.document;
  const changed = differencesBetween(saved as never, theirs);
  // Other bytes that say the same, as after git has changed the ends of lines.
  if (changed.length === 0) {
    editor.store.setState(({ document }) => ({ document: { ...document, revision: theirs.revision } }));
    editor.view({ onDisk: null });
    return;
  }
  // The same was done here and there.
  if (isUnsaved(state) && differencesBetween(project as never, theirs).length === 0) {
    editor.markSaved(project, { ...theirs, directory: theirs.directory! }, Date.now());
    editor.view({ onDisk: null });
    return;
  }
  if (isUnsaved(state)) {
    const { onDisk } = state.view;
    if (onDisk?.state !== 'changed' || onDisk.project.revision !== theirs.revision)
      editor.view({ onDisk: { state: 'changed', project: theirs } });
    return;
  }
  takeTheirs(editor, theirs);
  editor.notify(
    'warning',
    sentence('saving.takenOver', { name: state.document.name, differences: differencesWords(changed, 4) }),
  );
}

/** Shows what is on disk in place of what is here; undo brings that back. */
export function takeTheirs(editor: Editor, theirs: Project): void {
  editor.takeFromDisk(sentence('saving.stepTheirs'), documentOf(theirs), theirs.revision);
  editor.view({ onDisk: null });
}

/** Goes on with what is here, over what is on disk now; saving keeps that as a version. */
export function keepMine(editor: Editor, found: DiskChange): void {
  editor.keepOverDisk(
    found.state === 'changed' ? found.project.revision : found.state === 'unreadable' ? found.revision : null,
  );
  editor.view({ onDisk: null });
}
