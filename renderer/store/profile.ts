import type { ModelDocument } from '../../shared/graph/document.ts';
import { canTrain } from '../../shared/graph/problems.ts';
import type { Profile, ProfileProgress } from '../../shared/ipc/profile.ts';
import type { Words } from '../../shared/messages/sentence.ts';
import type { TrainingDocument } from '../../shared/training/settings.ts';
import { sentence } from '../messages/text.ts';
import { findings, isTraining } from './derived.ts';
import { type Editor, failureWords } from './editor.ts';
import { newName } from './new-name.ts';
import type { EditorState } from './state.ts';

/** How long blocks took, and of what that was measured. */
export interface MeasuredTimes {
  readonly profile: Profile;
  readonly model: ModelDocument;
  readonly settings: Pick<TrainingDocument, 'batchSize' | 'engine'>;
}

/** The measurement under way, or how the last one ended; `name` is that for the host. */
export type Measuring =
  | { readonly state: 'idle' }
  | { readonly state: 'measuring' | 'cancelling'; readonly name: string; readonly progress: ProfileProgress | null }
  | { readonly state: 'cancelled' }
  | { readonly state: 'failed'; readonly reason: Words };

/** Whether a measurement is under way. */
export function isMeasuring({ view }: Pick<EditorState, 'view'>): boolean {
  return nameOf(view.measuring) !== null;
}

function nameOf(measuring: Measuring): string | null {
  return measuring.state === 'measuring' || measuring.state === 'cancelling' ? measuring.name : null;
}

/** What measuring waits for, as the key of its words; null if it can begin. */
export function measuringWaitsFor(
  state: EditorState,
): 'timeWaitsForRun' | 'timeWaitsForHost' | 'timeWaitsForData' | 'timeWaitsForReading' | 'timeWaitsForModel' | null {
  if (state.view.connection !== 'connected') return 'timeWaitsForHost';
  if (isTraining(state.runs)) return 'timeWaitsForRun';
  if (!canTrain(findings(state).problems)) return 'timeWaitsForModel';
  const { dataset } = state.view;
  if (dataset.state === 'failed' || dataset.state === 'stopped') return 'timeWaitsForData';
  return dataset.state === 'reading' ? 'timeWaitsForReading' : null;
}

/** Measures how long the blocks of the open model take. Nothing happens while that is under way already. */
export async function measureTimes(editor: Editor): Promise<void> {
  if (isMeasuring(editor.get())) return;
  const { directory, project } = editor.get().document;
  const { model, data, training } = project;
  const name = newName();
  editor.view({ measuring: { state: 'measuring', name, progress: null } });
  const isStill = () => nameOf(editor.get().view.measuring) === name;
  const stopHearing = editor.host.on('profile:progress', ({ measuring, progress }) => {
    const now = editor.get().view.measuring;
    if (measuring === name && now.state === 'measuring' && isStill()) editor.view({ measuring: { ...now, progress } });
  });
  const stopWatching = editor.store.subscribe(() => {
    if (isStill()) return;
    // Another project took its place.
    stopWatching();
    editor.host.ask('profile:cancel', { measuring: name }).catch(() => undefined);
  });
  try {
    const profiled = { model: model as never, data: data as never, training, directory };
    const answer = await editor.host.ask('profile:measure', { ...profiled, measuring: name });
    if (!isStill()) return;
    stopWatching();
    if (answer.outcome === 'cancelled') editor.view({ measuring: { state: 'cancelled' } });
    else {
      const { batchSize, engine } = training;
      const measured = { profile: answer.profile, model, settings: { batchSize, engine } };
      editor.view({ measuring: { state: 'idle' }, measured });
    }
  } catch (error) {
    if (!isStill()) return;
    stopWatching();
    const isLost = editor.get().view.connection !== 'connected';
    const reason = isLost ? sentence('summary.timeLost') : failureWords(error);
    editor.view({ measuring: { state: 'failed', reason } });
    if (!isReportInSight(editor.get())) editor.notify('failed', reason);
  } finally {
    stopHearing();
    stopWatching();
  }
}

/** Whether the person sees what becomes of a measurement: it stands in the inspector while nothing is selected. */
function isReportInSight({ view: { page, selection } }: EditorState): boolean {
  return page === 'model' && Object.values(selection).every((selected) => selected.length === 0);
}

/** Ends the measurement under way. What was measured before stays. */
export async function cancelMeasuring(editor: Editor): Promise<void> {
  const { measuring } = editor.get().view;
  if (measuring.state !== 'measuring') return;
  editor.view({ measuring: { ...measuring, state: 'cancelling' } });
  // A host that is gone has ended it already, which the answer of the measurement tells.
  await editor.host.ask('profile:cancel', { measuring: measuring.name }).catch(() => undefined);
}
