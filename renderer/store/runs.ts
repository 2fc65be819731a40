import type { RunReading } from '../../shared/ipc/contract.ts';
import type { CrossValidationEnd, RunSummary, StartedRun } from '../../shared/ipc/runs.ts';
import type { RunEvent } from '../../shared/training/events.ts';
import { appendEvents, emptyRecord, type RunRecord, recordOf } from '../training/run-record.ts';
import { type Editor, failureWords } from './editor.ts';
import { saveProject } from './projects.ts';
import type { LiveFold, LiveRun } from './runs-slice.ts';
import { lookedStamp } from './source-on-disk.ts';

/** Saves the project, starts a run of it and shows it; the events follow by themselves. */
export async function startTraining(editor: Editor): Promise<void> {
  const before = editor.get().runs.live;
  // Nothing starts before there is a place for it: while a folder is being chosen, all stays as it was.
  const isPlaced = editor.get().document.directory !== null;
  if (!isPlaced && !(await saveProject(editor))) return;
  editor.runs({ live: { state: 'starting', early: [] } });
  const saved = isPlaced ? await saveProject(editor) : true;
  const { directory } = editor.get().document;
  const looked = lookedStamp(editor);
  const started =
    saved && directory !== null
      ? await editor.attempt(() => editor.host.ask('train:start', { directory, looked }))
      : null;
  const now = editor.get().runs.live;
  if (!started) {
    editor.runs({ live: before.state === 'ended' ? before : { state: 'idle' } });
    return;
  }
  const early = now.state === 'starting' ? now.early : [];
  const live: LiveRun = {
    state: 'training',
    record: emptyRecord(started.run),
    directory: started.directory,
    fold: foldOf(started),
  };
  editor.runs({ live, chosen: null });
  hear(editor, early);
}

/** Asks the live run to end; it answers within a batch. */
export async function stopTraining(editor: Editor): Promise<void> {
  const { live } = editor.get().runs;
  if (live.state !== 'training') return;
  editor.runs({ live: { ...live, state: 'stopping' } });
  try {
    await editor.host.ask('train:stop', { run: live.record.run });
  } catch (error) {
    editor.notify('failed', failureWords(error));
    const now = editor.get().runs.live;
    if (now.state === 'stopping') editor.runs({ live: { ...now, state: 'training' } });
  }
}

/** Takes up the events of runs, and the run under way when a lost connection is back; returns the way to stop. */
export function followRuns(editor: Editor): () => void {
  const stopHearing = [
    editor.host.on('run:events', (events) => hear(editor, events)),
    editor.host.on('cross-validation:fold-begin', (started) => followFold(editor, started)),
    editor.host.on('cross-validation:end', (end) => endFolds(editor, end)),
    editor.host.on('run:reading', (reading) => followReading(editor, reading)),
  ];
  const stopNotices = editor.host.on('run:notice', ({ directory, message }) => {
    const { list } = editor.get().runs;
    // Another window, or a terminal, may ask about runs of other projects.
    if (list.state !== 'ready' || !list.runs.some((run) => run.directory === directory)) return;
    editor.notify('warning', message);
  });
  const stopWatching = editor.store.subscribe((state, before) => {
    const opened = state.document.directory !== before.document.directory;
    const back = state.view.connection === 'connected' && before.view.connection !== 'connected';
    // What was read meanwhile may be over.
    if (back && state.runs.readings.size > 0) editor.runs({ readings: new Map() });
    if (opened || back) void editor.attempt(() => catchUp(editor));
  });
  return () => {
    for (const stop of stopHearing) stop();
    stopNotices();
    stopWatching();
  };
}

/** Takes up what a run said, oldest first. The list of runs is read when one begins or ends; in between the record tells more. */
export function hear(editor: Editor, events: readonly RunEvent[]): void {
  const { live, records } = editor.get().runs;
  if (live.state === 'starting') {
    editor.runs({ live: { ...live, early: [...live.early, ...events] } });
    return;
  }
  if (live.state === 'idle') return;
  const record = appendEvents(live.record, events);
  if (record === live.record) return;
  const ended = record.end !== null;
  // Of a cross-validation the host says what comes next.
  const isLast = live.fold === null;
  editor.runs({
    live: ended && isLast ? { ...live, state: 'ended', record } : { ...live, record },
    ...(ended ? { records: new Map(records).set(record.run, record) } : {}),
  });
  const began = live.record.begin === null && record.begin !== null;
  if (began || ended) void readRuns(editor);
}

/** Goes on with the next fold of the cross-validation under way. */
function followFold(editor: Editor, started: StartedRun): void {
  const { live } = editor.get().runs;
  if (live.state !== 'training' && live.state !== 'stopping') return;
  const { run, directory } = started;
  const fold = foldOf(started);
  if (live.fold === null || live.fold.crossValidation !== fold?.crossValidation) return;
  editor.runs({ live: { state: live.state, record: emptyRecord(run), directory, fold } });
}

/** Takes up how far an engine is with the data of a run. */
function followReading(editor: Editor, { directory, progress }: RunReading): void {
  const readings = new Map(editor.get().runs.readings);
  if (progress !== null) readings.set(directory, progress);
  else if (!readings.delete(directory)) return;
  editor.runs({ readings });
}

/** Takes up that a cross-validation has ended. A reason that no fold has said is told, as when the next one could not begin. */
function endFolds(editor: Editor, { crossValidation, reason }: CrossValidationEnd): void {
  const { live } = editor.get().runs;
  if (live.state !== 'training' && live.state !== 'stopping') return;
  if (live.fold?.crossValidation !== crossValidation) return;
  editor.runs({ live: { ...live, state: 'ended' } });
  if (reason !== null && live.record.end?.outcome !== 'failed') editor.notify('failed', reason);
  void readRuns(editor);
}

/** Reads the list of the project's runs. */
export async function readRuns(editor: Editor): Promise<void> {
  const { directory } = editor.get().document;
  if (directory === null) {
    editor.runs({ list: { state: 'ready', runs: [] } });
    return;
  }
  const isStill = () => editor.get().document.directory === directory;
  try {
    const runs = await editor.host.ask('runs:list', { directory });
    if (isStill()) editor.runs({ list: { state: 'ready', runs: [...runs].sort((a, b) => b.started - a.started) } });
  } catch (error) {
    if (isStill()) editor.runs({ list: { state: 'failed', reason: failureWords(error) } });
  }
}

/** Reads the list of runs and takes up the one under way: after opening a project, or a loss of the connection. */
async function catchUp(editor: Editor): Promise<void> {
  await readRuns(editor);
  const { list, live } = editor.get().runs;
  if (list.state !== 'ready' || live.state === 'starting' || live.state === 'ended') return;
  const summary = list.runs.find((run) => (live.state === 'idle' ? run.state === 'training' : isOf(live, run)));
  if (!summary) return;
  const { directory } = summary;
  const { events } = await editor.host.ask('runs:read', { directory });
  const record = recordOf(summary.run, events);
  // A fold that has ended may have another after it, and is said to train until that begins.
  const isOver = record.end !== null && summary.state !== 'training';
  editor.runs({ live: { state: isOver ? 'ended' : 'training', record, directory, fold: foldOf(summary) } });
}

/** The fold that a run is, with its start; null for a run that stands alone. */
function foldOf({ fold, started }: Pick<StartedRun, 'fold' | 'started'>): LiveFold | null {
  return fold && { ...fold, started };
}

/** Whether a run is the known one, or a fold of its cross-validation: the newest of those is the one under way. */
function isOf({ record, fold }: Extract<LiveRun, { record: RunRecord }>, run: RunSummary): boolean {
  return fold === null ? run.run === record.run : run.fold?.crossValidation === fold.crossValidation;
}

/** Reads one run in full, once, so that its curves can be drawn. Rejects as the host does. */
export async function readRecord(editor: Editor, run: string, directory: string): Promise<void> {
  if (editor.get().runs.records.has(run)) return;
  const { events } = await editor.host.ask('runs:read', { directory });
  editor.runs({ records: new Map(editor.get().runs.records).set(run, recordOf(run, events)) });
}
