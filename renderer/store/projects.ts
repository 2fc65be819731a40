import type { Project } from '../../shared/ipc/project.ts';
import type { Words } from '../../shared/messages/sentence.ts';
import { choosePath } from '../files/choose-path.ts';
import { split } from '../files/paths.ts';
import { sentence } from '../messages/text.ts';
import { attemptReading, stopBusyReading } from './busy-reading.ts';
import { isUnsaved } from './derived.ts';
import { keepMine, lookAtDisk, takeTheirs } from './disk.ts';
import type { Editor } from './editor.ts';
import type { EditorState } from './state.ts';
import type { DiskAnswer } from './view-slice.ts';

/** The open project as the contract has it. */
export function projectOf({ document }: EditorState): Project {
  // The document's types are deeply readonly, the contract's are not; nothing on this side changes what it sends.
  return {
    ...document.project,
    name: document.name,
    directory: document.directory,
    revision: document.revision,
  } as unknown as Project;
}

/** Makes sure that leaving the project loses nothing; false if the person stays. */
export async function mayLeave(editor: Editor): Promise<boolean> {
  if (!isUnsaved(editor.get())) return true;
  switch (await editor.askLeaving()) {
    case 'save':
      return saveProject(editor);
    case 'discard':
      return true;
    case 'stay':
      return false;
  }
}

/**
 * Saves where the project lies, or asks where if it was never saved; asks too before files are overwritten that another program or window
 * changed. True once it is on disk.
 */
export async function saveProject(editor: Editor): Promise<boolean> {
  const { directory } = editor.get().document;
  if (directory === null) return saveProjectAs(editor);
  await lookAtDisk(editor);
  const { onDisk } = editor.get().view;
  // A folder that is gone has nothing to lose.
  if (onDisk === null || onDisk.state === 'gone') return write(editor, directory);
  return settleDisk(editor, await editor.askOverwriting());
}

/** Does as the person answered about a project that was changed both here and on disk; true once it is on disk. */
export async function settleDisk(editor: Editor, answer: DiskAnswer): Promise<boolean> {
  const { onDisk } = editor.get().view;
  const { directory } = editor.get().document;
  switch (answer) {
    case 'stay':
      return false;
    case 'elsewhere':
      return saveProjectAs(editor);
    case 'theirs':
      if (onDisk?.state === 'changed') takeTheirs(editor, onDisk.project);
      return true;
    case 'mine':
      if (onDisk !== null) keepMine(editor, onDisk);
      return directory === null ? false : write(editor, directory);
  }
}

/** Asks for a folder and saves there. */
export async function saveProjectAs(editor: Editor): Promise<boolean> {
  const { name, directory } = editor.get().document;
  const suggestion = directory ?? `${name}.loom`;
  const chosen = await editor.attempt(() => choosePath({ purpose: 'save-project', suggestion }));
  return chosen === null ? false : write(editor, chosen);
}

async function write(editor: Editor, directory: string): Promise<boolean> {
  const state = editor.get();
  const sent = state.document.project;
  const answered = await editor.attempt(() =>
    editor.host.ask('project:save', { project: projectOf(state), directory }),
  );
  if (!answered) return false;
  editor.markSaved(sent, { ...answered, directory: answered.directory ?? directory }, Date.now());
  editor.view({ onDisk: null });
  return true;
}

/** Opens a project folder; asks for one if none is given. */
export async function openProject(editor: Editor, directory: string | null): Promise<void> {
  if (!(await mayLeave(editor))) return;
  const chosen = directory ?? (await editor.attempt(() => choosePath({ purpose: 'open-project', suggestion: '' })));
  if (chosen === null) return;
  await open(editor, () => editor.host.ask('project:open', { directory: chosen }));
}

/** Begins a project from a starter, or an empty one. */
export async function createProject(editor: Editor, template: string | null): Promise<void> {
  if (!(await mayLeave(editor))) return;
  await open(editor, () => editor.host.ask('project:create', { template }));
}

/** Begins a project with the data at a path, and what fits it; on the Data page where nothing can be learned from it yet. */
export async function createProjectForData(editor: Editor, path: string): Promise<void> {
  if (!(await mayLeave(editor))) return;
  const { name } = split(path);
  const project = await attemptReading(editor, name, (reading) =>
    editor.host.ask('project:create-for-data', { path, reading }),
  );
  if (project === null) return;
  const isEmpty = Object.keys(project.model.graphs.main?.blocks ?? {}).length === 0;
  editor.show(project, isEmpty ? 'data' : 'model');
  const target = Object.keys(project.data.columns).find((column) => project.data.columns[column]!.role === 'target');
  // Which column is to be told is a guess, and the network is made for it.
  if (!isEmpty && target !== undefined) sayHere(editor, sentence('start.madeFor', { target, name }));
}

/** Says something until it is closed, or another page is gone to. */
function sayHere(editor: Editor, words: Words): void {
  const id = editor.notify('done', words);
  const { page } = editor.get().view;
  const stop = editor.store.subscribe(({ view }) => {
    if (view.page === page) return;
    stop();
    editor.dismiss(id);
  });
}

async function open(editor: Editor, ask: () => Promise<Project>): Promise<void> {
  stopBusyReading(editor);
  editor.view({ busy: sentence('window.opening') });
  const project = await editor.attempt(ask);
  editor.view({ busy: null });
  if (project) editor.show(project, 'model');
}
