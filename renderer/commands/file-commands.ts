import { choosePath } from '../files/choose-path.ts';
import { hasProject, isUnsaved } from '../store/derived.ts';
import type { Editor } from '../store/editor.ts';
import { createProject, createProjectForData, openProject, saveProject, saveProjectAs } from '../store/projects.ts';
import { actionCommand } from './command.ts';

/** Saves the project where it lies. */
export const save = actionCommand<true>({
  id: 'project:save',
  label: 'command.save',
  shortcuts: ['mod+s'],
  from: (state) => (hasProject(state) && (isUnsaved(state) || state.document.directory === null) ? true : null),
  run: async (editor) => void (await saveProject(editor)),
});

/** Saves the project in another folder. */
export const saveAs = actionCommand<true>({
  id: 'project:save-as',
  label: 'command.saveAs',
  shortcuts: ['mod+shift+s'],
  from: (state) => (hasProject(state) ? true : null),
  run: async (editor) => void (await saveProjectAs(editor)),
});

/** Shows what the project was at earlier saves, to look at and to restore. */
export const versions = actionCommand<true>({
  id: 'project:versions',
  label: 'command.versions',
  from: (state) => (hasProject(state) ? true : null),
  run: (editor) => editor.view({ versions: 'open' }),
});

/** Opens another project. */
export const open = actionCommand<true>({
  id: 'project:open',
  label: 'command.open',
  shortcuts: ['mod+o'],
  from: () => true,
  run: (editor) => openProject(editor, null),
});

/** Begins an empty project. */
export const newProject = actionCommand<true>({
  id: 'project:new',
  label: 'command.new',
  shortcuts: ['mod+alt+n'],
  from: () => true,
  run: (editor) => createProject(editor, null),
});

/** Begins a project with a network that fits a file of data: a table, or arrays. */
export const newFromFile = actionCommand<true>({
  id: 'project:new-from-file',
  label: 'command.newFromFile',
  from: () => true,
  run: (editor) => beginWith(editor, 'open-table'),
});

/** The same for a folder of images, texts or arrays. */
export const newFromFolder = actionCommand<true>({
  id: 'project:new-from-folder',
  label: 'command.newFromFolder',
  from: () => true,
  run: (editor) => beginWith(editor, 'open-data-folder'),
});

async function beginWith(editor: Editor, purpose: 'open-table' | 'open-data-folder'): Promise<void> {
  const path = await editor.attempt(() => choosePath({ purpose, suggestion: '' }));
  if (path !== null) await createProjectForData(editor, path);
}
