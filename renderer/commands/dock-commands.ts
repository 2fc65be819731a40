import { actionCommand } from './command.ts';
import { isDockOpen } from './view-commands.ts';

/** Gives the panel below the canvas half of the window's height, or its usual one; opens it if it is closed. */
export const toggleDockHeight = actionCommand<true>({
  id: 'view:dock-height',
  label: 'command.dockHeight',
  shortcuts: ['mod+shift+j'],
  from: ({ view }) => (view.page === 'model' ? true : null),
  run(editor) {
    const { dockOpen, dockTall } = editor.get().view;
    editor.view({ dockOpen: true, dockTall: !(dockTall && isDockOpen(dockOpen)), dockHeight: null });
  },
});

/** Shows the model as a table below the canvas. */
export const showSummary = actionCommand<true>({
  id: 'view:summary',
  label: 'command.showSummary',
  from: ({ view }) => (view.page === 'model' ? true : null),
  run: (editor) => editor.view({ dockOpen: true, dockTab: 'summary' }),
});
