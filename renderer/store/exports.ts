import type { ExportFormat, ExportReport, ExportStage } from '../../shared/ipc/exports.ts';
import type { Words } from '../../shared/messages/sentence.ts';
import { sentence } from '../messages/text.ts';
import { type Editor, failureWords } from './editor.ts';
import { newName } from './new-name.ts';
import type { RunsSlice } from './runs-slice.ts';

/** What came of writing a run in one format, or is under way; `name` is that for the host. */
export type Written =
  | { readonly state: 'none' }
  /** `stage` is null until the host tells it. */
  | { readonly state: 'writing' | 'cancelling'; readonly name: string; readonly stage: ExportStage | null }
  | { readonly state: 'cancelled' }
  | { readonly state: 'written'; readonly report: ExportReport }
  | { readonly state: 'failed'; readonly reason: Words };

const none: Written = { state: 'none' };

/** What came of writing a run, by its folder, in a format. */
export function writtenOf({ exports }: Pick<RunsSlice, 'exports'>, directory: string, format: ExportFormat): Written {
  return exports.get(directory)?.[format] ?? none;
}

/** Whether an export is under way. */
export function isWriting(written: Written): written is Extract<Written, { readonly name: string }> {
  return written.state === 'writing' || written.state === 'cancelling';
}

/**
 * Writes a run in a format. It goes on while other pages are looked at, and says at the edge of the window what came of it where nobody
 * sees that. Nothing happens while one of that format is under way.
 */
export async function writeExport(
  editor: Editor,
  asked: { readonly directory: string; readonly format: ExportFormat; readonly path: string },
): Promise<void> {
  const { directory, format } = asked;
  const now = () => writtenOf(editor.get().runs, directory, format);
  if (isWriting(now())) return;
  const name = newName();
  const note = (written: Written) => noteWritten(editor, directory, format, written);
  note({ state: 'writing', name, stage: null });
  // Once another project is open, nothing here is about its runs.
  const isStill = () => {
    const written = now();
    return isWriting(written) && written.name === name;
  };
  const stopHearing = editor.host.on('export:progress', ({ exporting, stage }) => {
    const written = now();
    if (exporting === name && isWriting(written) && isStill()) note({ ...written, stage });
  });
  try {
    const answer = await editor.host.ask('export:write', { ...asked, exporting: name });
    if (isStill())
      note(answer.outcome === 'done' ? { state: 'written', report: answer.report } : { state: 'cancelled' });
    if (answer.outcome === 'done' && !isInSight(editor))
      editor.notify('done', sentence('exports.writtenNotice', { path: answer.report.path }));
  } catch (error) {
    const reason = failureWords(error);
    if (isStill()) note({ state: 'failed', reason });
    if (!isInSight(editor)) editor.notify('failed', sentence('exports.failedNotice', { path: asked.path, reason }));
  } finally {
    stopHearing();
  }
}

/** Ends the export of a run in a format. */
export async function cancelExport(editor: Editor, directory: string, format: ExportFormat): Promise<void> {
  const written = writtenOf(editor.get().runs, directory, format);
  if (written.state !== 'writing') return;
  noteWritten(editor, directory, format, { ...written, state: 'cancelling' });
  // A host that is gone has ended it already, which the answer of the export tells.
  await editor.host.ask('export:cancel', { exporting: written.name }).catch(() => undefined);
}

function isInSight(editor: Editor): boolean {
  return editor.get().view.page === 'export';
}

function noteWritten(editor: Editor, directory: string, format: ExportFormat, written: Written): void {
  const { exports } = editor.get().runs;
  editor.runs({ exports: new Map(exports).set(directory, { ...exports.get(directory), [format]: written }) });
}
