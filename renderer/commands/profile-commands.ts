import { cancelMeasuring, isMeasuring, measureTimes, measuringWaitsFor } from '../store/profile.ts';
import { actionCommand } from './command.ts';

/** Measures how long each block takes, and shows it in the table below the canvas. */
export const measureBlockTimes = actionCommand<true>({
  id: 'profile:measure',
  label: 'command.measureTime',
  from: (state) =>
    state.view.page === 'model' && !isMeasuring(state) && measuringWaitsFor(state) === null ? true : null,
  async run(editor) {
    editor.view({ dockOpen: true, dockTab: 'summary' });
    await measureTimes(editor);
  },
});

/** Ends the measurement under way. */
export const cancelBlockTimes = actionCommand<true>({
  id: 'profile:cancel',
  label: 'command.cancelMeasuring',
  from: ({ view }) => (view.measuring.state === 'measuring' ? true : null),
  run: cancelMeasuring,
});
