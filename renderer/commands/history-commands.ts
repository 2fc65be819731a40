import { actionCommand } from './command.ts';

/** Takes the last edit back. */
export const undo = actionCommand<true>({
  id: 'edit:undo',
  label: 'command.undo',
  shortcuts: ['mod+z'],
  from: ({ document }) => (document.past.length > 0 ? true : null),
  run: (editor) => editor.undo(),
});

/** Does what was taken back again. */
export const redo = actionCommand<true>({
  id: 'edit:redo',
  label: 'command.redo',
  shortcuts: ['mod+shift+z', 'mod+y'],
  from: ({ document }) => (document.future.length > 0 ? true : null),
  run: (editor) => editor.redo(),
});
