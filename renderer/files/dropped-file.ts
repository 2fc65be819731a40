import { isNamedAsData } from '../../shared/data/table-endings.ts';
import type { PathPurpose } from '../../shared/ipc/contract.ts';
import type { Words } from '../../shared/messages/sentence.ts';
import { sentence } from '../messages/text.ts';
import type { Editor } from '../store/editor.ts';
import { choosePath } from './choose-path.ts';

/** What was dropped: one file, or why it is not taken. */
type Dropped = { readonly ok: true; readonly file: File } | { readonly ok: false; readonly problem: Words };

/** Whether files are dragged, which shows before the drop. */
export function carriesFiles({ types }: Pick<DataTransfer, 'types'>): boolean {
  return types.includes('Files');
}

/** The one file or folder among what was dropped: any data may be in it. */
export function droppedData({
  files,
  items,
}: Pick<DataTransfer, 'files' | 'items'>): Dropped & { readonly isFolder: boolean } {
  const [file] = files;
  const isFolder = items[0]?.webkitGetAsEntry?.()?.isDirectory === true;
  if (files.length > 1)
    return { ok: false, problem: sentence('files.dropOne', { count: String(files.length) }), isFolder };
  if (!file || (!isFolder && !isNamedAsData(file.name)))
    return { ok: false, problem: sentence('files.dropData', { name: file?.name ?? '' }), isFolder };
  return { ok: true, file, isFolder };
}

/** The path of what was dropped; null where it is nothing that is taken, which is said, or where the person thinks better of it. */
export async function takeDropped(editor: Editor, transfer: DataTransfer): Promise<string | null> {
  const dropped = droppedData(transfer);
  if (!dropped.ok) {
    editor.notify('warning', dropped.problem);
    return null;
  }
  let shown: number | null = null;
  const explain = (words: Words) => {
    shown = editor.notify('warning', words);
  };
  const purpose = dropped.isFolder ? 'open-data-folder' : 'open-table';
  const path = await editor.attempt(() => pathOfDropped(dropped.file, explain, purpose));
  if (shown !== null) editor.dismiss(shown);
  return path;
}

/**
 * Where a dropped file lies. Electron tells; a browser keeps that to itself, so that the file is chosen once more, by its path. Null where
 * the person thinks better of it.
 */
export async function pathOfDropped(
  file: File,
  explain: (words: Words) => void,
  purpose: PathPurpose = 'open-table',
): Promise<string | null> {
  const path = window.layerloom?.pathOf(file) ?? '';
  if (path !== '') return path;
  explain(sentence('files.dropPath', { name: file.name }));
  return choosePath({ purpose, suggestion: file.name });
}
