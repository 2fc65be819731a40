import type { DockHeight, ViewSlice } from '../store/view-slice.ts';
import { actionCommand } from './command.ts';
import { isDockOpen } from './view-commands.ts';

/** Whether a height of the panel below the canvas is half of the window's or more. */
export function isDockTall(height: DockHeight): boolean {
  return height === 'tall' || (height !== null && height >= window.innerHeight / 2);
}

/** Another height for the panel below the canvas; where that is tall, `before` is what it goes back to. */
export function dockHeightChange(
  { dockHeight, dockLower }: ViewSlice,
  height: DockHeight,
  before = dockHeight,
): Pick<ViewSlice, 'dockHeight' | 'dockLower'> {
  return { dockHeight: height, dockLower: isDockTall(height) && !isDockTall(before) ? before : dockLower };
}

/** Gives the panel below the canvas half of the window's height, or the last height below that; opens it if it is closed. */
export const toggleDockHeight = actionCommand<true>({
  id: 'view:dock-height',
  label: 'command.dockHeight',
  shortcuts: ['mod+shift+j'],
  from: ({ view }) => (view.page === 'model' ? true : null),
  run(editor) {
    const { view } = editor.get();
    const goesDown = isDockOpen(view.dockOpen) && isDockTall(view.dockHeight);
    editor.view({ dockOpen: true, ...dockHeightChange(view, goesDown ? view.dockLower : 'tall') });
  },
});

/** Shows the model as a table below the canvas. */
export const showSummary = actionCommand<true>({
  id: 'view:summary',
  label: 'command.showSummary',
  from: ({ view }) => (view.page === 'model' ? true : null),
  run: (editor) => editor.view({ dockOpen: true, dockTab: 'summary' }),
});
