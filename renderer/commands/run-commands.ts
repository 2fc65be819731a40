import { canTrain } from '../../shared/graph/problems.ts';
import { findings, isTraining } from '../store/derived.ts';
import { startTraining, stopTraining } from '../store/runs.ts';
import type { EditorState } from '../store/state.ts';
import { actionCommand } from './command.ts';

/** What training waits for, as the key of its words; null if it can begin. */
export function trainingWaitsFor(
  state: EditorState,
): 'waitsForRun' | 'waitsForProblems' | 'waitsForData' | 'waitsForReading' | 'waitsForHost' | null {
  if (isTraining(state.runs)) return 'waitsForRun';
  if (state.view.connection !== 'connected') return 'waitsForHost';
  if (state.document.project.data.source.kind === 'none' || state.view.dataset.state === 'failed')
    return 'waitsForData';
  if (state.view.dataset.state === 'reading') return 'waitsForReading';
  if (!canTrain(findings(state).problems)) return 'waitsForProblems';
  return null;
}

/** Saves and trains. */
export const train = actionCommand<true>({
  id: 'run:train',
  label: 'command.train',
  shortcuts: ['mod+enter'],
  from: (state) => (state.view.page !== 'start' && trainingWaitsFor(state) === null ? true : null),
  async run(editor) {
    editor.goTo('train');
    await startTraining(editor);
  },
});

/** Ends the run under way. */
export const stop = actionCommand<true>({
  id: 'run:stop',
  label: 'command.stop',
  shortcuts: ['mod+.'],
  from: ({ runs }) => (runs.live.state === 'training' ? true : null),
  run: stopTraining,
});
