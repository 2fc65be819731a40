import { canTrain } from '../../shared/graph/problems.ts';
import { findings, hasProject, isTraining } from '../store/derived.ts';
import { startTraining, stopTraining } from '../store/runs.ts';
import type { EditorState } from '../store/state.ts';
import { isUnfinished } from '../store/unfinished.ts';
import { actionCommand } from './command.ts';

/** What training waits for, as the key of its words; null if it can begin. */
export function trainingWaitsFor(
  state: EditorState,
):
  | 'waitsForRun'
  | 'waitsForBlocks'
  | 'waitsForRest'
  | 'waitsForProblems'
  | 'waitsForData'
  | 'waitsForReading'
  | 'waitsForHost'
  | null {
  if (isTraining(state.runs)) return 'waitsForRun';
  if (state.view.connection !== 'connected') return 'waitsForHost';
  const { dataset } = state.view;
  if (state.document.project.data.source.kind === 'none') return 'waitsForData';
  if (dataset.state === 'failed' || dataset.state === 'stopped') return 'waitsForData';
  if (dataset.state === 'reading') return 'waitsForReading';
  const { problems } = findings(state);
  if (canTrain(problems)) return null;
  if (problems.some(({ problem }) => problem === 'model-empty')) return 'waitsForBlocks';
  const errors = problems.filter(({ severity }) => severity === 'error');
  return errors.every(isUnfinished) ? 'waitsForRest' : 'waitsForProblems';
}

/** Saves and trains. */
export const train = actionCommand<true>({
  id: 'run:train',
  label: 'command.train',
  shortcuts: ['mod+enter'],
  from: (state) => (hasProject(state) && trainingWaitsFor(state) === null ? true : null),
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
