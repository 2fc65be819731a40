import type { DataDocument } from '../../shared/data/document.ts';
import { type Editor, failureWords } from './editor.ts';
import { newName } from './new-name.ts';
import type { CopiesState, DatasetReading } from './view-slice.ts';

/** How often a search is asked how far it is, in milliseconds. */
const askEvery = 250;

/** What can be left as it is without other rows being duplicates: what is left out stays among what was found. */
const apart: readonly (keyof DataDocument)[] = ['excluded', 'augmentation'];

/** Whether data has rows that stand alone, so that they can be duplicates. */
export function canHaveCopies({ source, windows }: DataDocument): boolean {
  return windows === null && source.kind !== 'none' && source.kind !== 'next-token';
}

const none: CopiesState = { state: 'none' };

/** What is known of duplicates in these very data; none once they were changed. */
export function copiesOf(copies: CopiesState, data: DataDocument): CopiesState {
  if (copies.state === 'none') return copies;
  // Edits keep what they do not change by reference.
  const keys = Object.keys(data) as (keyof DataDocument)[];
  const isSame = keys.every((key) => apart.includes(key) || copies.data[key] === data[key]);
  return isSame ? copies : none;
}

/** Searches the data for duplicates, and shows that. An earlier search that is still under way is ended. */
export async function findCopies(editor: Editor): Promise<void> {
  endSearch(editor);
  const { document } = editor.get();
  const { data } = document.project;
  const name = newName();
  editor.view({ dataView: 'copies', copies: { state: 'searching', data, reading: { name, progress: null } } });
  const isStill = () => searchIn(editor)?.name === name;
  const timer = setInterval(() => void askProgress(editor, name), askEvery);
  try {
    const sent = { data: data as never, directory: document.directory, reading: name };
    const copies = await editor.host.ask('data:find-copies', sent);
    if (isStill()) editor.view({ copies: { state: 'found', data, copies } });
  } catch (error) {
    if (isStill()) editor.view({ copies: { state: 'failed', data, reason: failureWords(error) } });
  } finally {
    clearInterval(timer);
  }
}

/** Ends the search that is under way, and shows the data as they were read. */
export function closeCopies(editor: Editor): void {
  endSearch(editor);
  editor.view({ dataView: 'source', copies: none });
}

function searchIn(editor: Editor): DatasetReading | null {
  const { copies } = editor.get().view;
  return copies.state === 'searching' ? copies.reading : null;
}

/** Tells the host that nobody waits for the search under way. */
function endSearch(editor: Editor): void {
  const search = searchIn(editor);
  // A host that is gone has ended it already.
  if (search) editor.host.ask('data:stop', { reading: search.name }).catch(() => undefined);
}

async function askProgress(editor: Editor, name: string): Promise<void> {
  const progress = await editor.host.ask('data:progress', { reading: name }).catch(() => null);
  const { view, document } = editor.get();
  if (searchIn(editor)?.name !== name) {
    // Another project, or another search, took its place.
    await editor.host.ask('data:stop', { reading: name }).catch(() => undefined);
    return;
  }
  if (copiesOf(view.copies, document.project.data).state === 'none') {
    endSearch(editor);
    editor.view({ copies: none });
  } else if (progress !== null && view.copies.state === 'searching')
    editor.view({ copies: { ...view.copies, reading: { name, progress } } });
}
