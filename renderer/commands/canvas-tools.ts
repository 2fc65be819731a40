import { graphInSight } from '../store/derived.ts';
import { actionCommand } from './command.ts';

/** Whether what is dragged snaps to what is beside it: on, or off. Alt turns it off for as long as it is held. */
export const toggleSnapping = actionCommand<true>({
  id: 'canvas:snapping',
  label: 'command.snapping',
  from: ({ view }) => (view.page === 'model' ? true : null),
  run: (editor) => editor.view({ snapping: !editor.get().view.snapping }),
});

/** Takes the lasso up, or lays it down. */
export const takeLasso = actionCommand<true>({
  id: 'canvas:lasso',
  label: 'command.lasso',
  shortcuts: ['l'],
  from: (state) => (state.view.page === 'model' && Object.keys(graphInSight(state).blocks).length > 0 ? true : null),
  run: (editor) => editor.view({ tool: editor.get().view.tool === 'lasso' ? 'select' : 'lasso' }),
});
