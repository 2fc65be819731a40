import type { DataDocument } from '../../shared/data/document.ts';
import { type Editor, failureWords } from './editor.ts';
import { newName } from './new-name.ts';
import type { DatasetReading, DatasetState } from './view-slice.ts';

/** How long to wait for the next change before looking at the data, in milliseconds. */
const patience = 250;

/** Looks at the data whenever the data settings change, so that shapes and problems follow; returns the way to stop. */
export function followDataset(editor: Editor): () => void {
  let looked: DataDocument | null = null;
  let connected = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const follow = () => {
    const { document, view } = editor.get();
    const { data } = document.project;
    const back = view.connection === 'connected' && !connected;
    connected = view.connection === 'connected';
    if (!connected || (data === looked && !(back && view.dataset.state === 'failed') && isCurrent(editor))) return;
    const { dataset } = view;
    const first =
      looked === null || dataset.state === 'none' || (dataset.state === 'ready' && !sameSource(dataset.data, data));
    const before = looked;
    looked = data;
    // What augmentation does comes after all that a look finds out.
    if (before !== null && dataset.state === 'ready' && isSameBeforeAugmentation(before, data)) return;
    clearTimeout(timer);
    if (data.source.kind === 'none') {
      if (view.dataset.state !== 'none') editor.view({ dataset: { state: 'none' } });
      return;
    }
    if (first) void readDataset(editor);
    else timer = setTimeout(() => void readDataset(editor), patience);
  };
  follow();
  const stop = editor.store.subscribe(follow);
  return () => {
    clearTimeout(timer);
    stop();
  };
}

/** Whether what is known of the data is about the project that is open. */
function isCurrent(editor: Editor): boolean {
  const { document, view } = editor.get();
  return view.dataset.state !== 'none' || document.project.data.source.kind === 'none';
}

/** How often a reading is asked how far it is, in milliseconds. */
const askEvery = 250;

/** Looks at the data now, also if nothing changed: a file may have. An earlier look that is still under way is ended. */
export async function readDataset(editor: Editor): Promise<void> {
  const { document, view } = editor.get();
  const { data } = document.project;
  endReading(editor);
  const name = newName();
  const reading: DatasetReading = { name, progress: null };
  editor.view({ dataset: begin(view.dataset, data, reading) });
  const isStill = () => readingOf(editor.get().view.dataset)?.name === name;
  const timer = setInterval(() => void askProgress(editor, name), askEvery);
  try {
    const sent = { data: data as never, directory: document.directory };
    // Asked for first: what changes from then on is told.
    const stamp = stampNow(editor).catch(() => null);
    const summary = editor.host.ask('data:inspect', { ...sent, reading: name });
    void askLook(editor, name);
    const [found, had] = await Promise.all([summary, stamp]);
    if (!isStill()) return;
    editor.view({
      dataset: { state: 'ready', data, summary: found, reading: null },
      sourceOnDisk: had === null ? null : { stamp: had, state: 'same' },
      sheets: found.sheets && 'path' in data.source ? { path: data.source.path, all: found.sheets.all } : null,
    });
  } catch (error) {
    if (!isStill()) return;
    editor.view({ dataset: { state: 'failed', data, reason: failureWords(error) } });
    void askSheets(editor, data);
  } finally {
    clearInterval(timer);
  }
}

/** Asks for the sheets of a workbook that cannot be read as it is chosen, so that another can be. */
async function askSheets(editor: Editor, data: DataDocument): Promise<void> {
  const { source } = data;
  if (source.kind !== 'table' && source.kind !== 'image-table') return;
  const { directory } = editor.get().document;
  const all = await editor.host.ask('data:sheets', { data: data as never, directory }).catch(() => null);
  if (all !== null && editor.get().document.project.data === data) editor.view({ sheets: { path: source.path, all } });
}

/** The stamp of the file or folder of the data as it is now; null where there is none. */
export async function stampNow(editor: Editor): Promise<string | null> {
  const { directory, project } = editor.get().document;
  const { data } = project;
  return 'path' in data.source ? editor.host.ask('data:stamp', { data: data as never, directory }) : null;
}

/** Whether what is shown of the data is of the source that the project has. */
export function isReadAs(dataset: DatasetState, editor: Editor): boolean {
  return dataset.state === 'ready' && sameSource(dataset.data, editor.get().document.project.data);
}

/** What is known as a reading begins: of the same source what was known before, of another nothing. */
function begin(before: DatasetState, data: DataDocument, reading: DatasetReading): DatasetState {
  const isSame = 'data' in before && sameSource(before.data, data);
  if (isSame && before.state === 'ready') return { ...before, reading };
  return { state: 'reading', data, look: isSame && before.state === 'reading' ? before.look : null, reading };
}

/** Shows what the beginning tells, unless more is known by then. */
async function askLook(editor: Editor, name: string): Promise<void> {
  const look = await editor.host.ask('data:look', { reading: name }).catch(() => null);
  const { dataset } = editor.get().view;
  if (look && dataset.state === 'reading' && dataset.reading.name === name)
    editor.view({ dataset: { ...dataset, look } });
}

/** Ends the look at the data that is under way; nothing is known of the data then. */
export function stopReading(editor: Editor): void {
  const { dataset } = editor.get().view;
  if (!readingOf(dataset)) return;
  endReading(editor);
  editor.view({ dataset: { state: 'stopped', data: editor.get().document.project.data } });
}

/** The look at the data that is under way, if there is one. */
export function readingOf(dataset: DatasetState): DatasetReading | null {
  return dataset.state === 'reading' || dataset.state === 'ready' ? dataset.reading : null;
}

/** Tells the host that nobody waits for the reading under way. */
function endReading(editor: Editor): void {
  const reading = readingOf(editor.get().view.dataset);
  // A host that is gone has ended it already.
  if (reading) editor.host.ask('data:stop', { reading: reading.name }).catch(() => undefined);
}

async function askProgress(editor: Editor, name: string): Promise<void> {
  const progress = await editor.host.ask('data:progress', { reading: name }).catch(() => null);
  const { dataset } = editor.get().view;
  if (readingOf(dataset)?.name !== name) {
    // Another project, or another look, took its place.
    await editor.host.ask('data:stop', { reading: name }).catch(() => undefined);
    return;
  }
  if (progress === null) return;
  if (dataset.state === 'reading' || dataset.state === 'ready')
    editor.view({ dataset: { ...dataset, reading: { name, progress } } });
}

/** Whether all but the augmentation is the same: edits keep what they do not change by reference. */
function isSameBeforeAugmentation(one: DataDocument, other: DataDocument): boolean {
  const keys = Object.keys(one) as (keyof DataDocument)[];
  return keys.every((key) => key === 'augmentation' || one[key] === other[key]);
}

function sameSource(one: DataDocument, other: DataDocument): boolean {
  return JSON.stringify(one.source) === JSON.stringify(other.source);
}
