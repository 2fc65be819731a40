import { hasProject, isUnsaved } from '../store/derived.ts';
import { createProject, openProject, saveProject, saveProjectAs } from '../store/projects.ts';
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
