import type { RunEvent } from '../../shared/training/events.ts';
import { appendEvents, emptyRecord, recordOf } from '../training/run-record.ts';
import { type Editor, failureWords } from './editor.ts';
import { saveProject } from './projects.ts';
import type { LiveRun } from './state.ts';

/** Saves the project, starts a run of it and shows it; the events follow by themselves. */
export async function startTraining(editor: Editor): Promise<void> {
  const before = editor.get().runs.live;
  // Nothing starts before there is a place for it: while a folder is being chosen, all stays as it was.
  const isPlaced = editor.get().document.directory !== null;
  if (!isPlaced && !(await saveProject(editor))) return;
  editor.runs({ live: { state: 'starting', early: [] } });
  const saved = isPlaced ? await saveProject(editor) : true;
  const { directory } = editor.get().document;
  const started =
    saved && directory !== null ? await editor.attempt(() => editor.host.ask('train:start', { directory })) : null;
  const now = editor.get().runs.live;
  if (!started) {
    editor.runs({ live: before.state === 'ended' ? before : { state: 'idle' } });
    return;
  }
  const early = now.state === 'starting' ? now.early : [];
  const live: LiveRun = { state: 'training', record: emptyRecord(started.run), directory: started.directory };
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
  const stopHearing = editor.host.on('run:events', (events) => hear(editor, events));
  const stopNotices = editor.host.on('run:notice', ({ directory, message }) => {
    const { list } = editor.get().runs;
    // Another window, or a terminal, may ask about runs of other projects.
    if (list.state !== 'ready' || !list.runs.some((run) => run.directory === directory)) return;
    editor.notify('warning', message);
  });
  const stopWatching = editor.store.subscribe((state, before) => {
    const opened = state.document.directory !== before.document.directory;
    const back = state.view.connection === 'connected' && before.view.connection !== 'connected';
    if (opened || back) void editor.attempt(() => catchUp(editor));
  });
  return () => {
    stopHearing();
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
  editor.runs({
    live: ended ? { ...live, state: 'ended', record } : { ...live, record },
    ...(ended ? { records: new Map(records).set(record.run, record) } : {}),
  });
  const began = live.record.begin === null && record.begin !== null;
  if (began || ended) void readRuns(editor);
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
  const known = live.state === 'idle' ? null : live.record.run;
  const summary = list.runs.find((run) => (known === null ? run.state === 'training' : run.run === known));
  if (!summary) return;
  const { events } = await editor.host.ask('runs:read', { directory: summary.directory });
  const record = recordOf(summary.run, events);
  editor.runs({
    live: { state: record.end ? 'ended' : 'training', record, directory: summary.directory },
  });
}

/** Reads one run in full, once, so that its curves can be drawn. Rejects as the host does. */
export async function readRecord(editor: Editor, run: string, directory: string): Promise<void> {
  if (editor.get().runs.records.has(run)) return;
  const { events } = await editor.host.ask('runs:read', { directory });
  editor.runs({ records: new Map(editor.get().runs.records).set(run, recordOf(run, events)) });
}
