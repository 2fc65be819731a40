import { stat } from 'node:fs/promises';
import { basename, dirname, extname } from 'node:path';
import { UserError } from '../../../shared/ipc/port.ts';
import type { Words } from '../../../shared/messages/sentence.ts';
import { describeFileError } from '../disk/file-error.ts';
import { type OtherTable, openOtherTable } from '../other-table.ts';
import type { Preparation } from '../preparation/preparation.ts';
import { listInputColumns } from '../preparation/prepare.ts';
import { type Reading, unwatchedReading } from '../reading.ts';
import type { Room } from '../store/room.ts';
import { writeTexts } from '../store/texts.ts';
import { createMemoryTable } from '../tables/memory-table.ts';
import type { TableSource, WantedColumn } from '../tables/table.ts';
import { listFiles } from './list-text-folder.ts';
import { readTextFolder } from './text-folder.ts';
import { isNamedAsText } from './text-name.ts';
import { fewRemarks } from './text-table.ts';

/**
 * Opens rows for a model: another table; or, where all that it takes is a text, texts alone, which are one file or all of a folder at any depth.
 * Those are in the room, and the table has the paths to them. A workbook's sheet is to have `more` columns too. Throws UserError for what cannot be read.
 */
export async function openTableOrTexts(
  path: string,
  other: OtherTable,
  room: Room,
  more: readonly WantedColumn[] = [],
): Promise<TableSource> {
  const column = textAlone(other.preparation);
  if (column === null) return openOtherTable(path, other, more);
  const about = await stat(path).catch((error: unknown) => {
    throw describeFileError(error, path, 'read');
  });
  const isFolder = about.isDirectory();
  if (!isFolder && !isEmail(path)) {
    if (!isNamedAsText(path)) return openOtherTable(path, other);
    // A text is no table, or one without the column.
    const table = await openOtherTable(path, { ...other, tell: undefined }).catch((error: unknown) => {
      if (error instanceof UserError) return null;
      throw error;
    });
    if (table?.names.includes(column)) {
      for (const words of table.warnings) other.tell?.(words);
      return table;
    }
    table?.close();
  }
  const table = await openTexts(path, isFolder, column, room, other.reading ?? unwatchedReading());
  for (const words of table.warnings) other.tell?.(words);
  return table;
}

/** The column of texts where a model takes nothing else; null where it does. */
function textAlone(preparation: Preparation): string | null {
  if (Object.values(preparation.features).some(({ kind }) => kind !== 'tokens')) return null;
  const [first, ...others] = new Set(listInputColumns(preparation).map(({ name }) => name));
  return first === undefined || others.length > 0 ? null : first;
}

function isEmail(path: string): boolean {
  return extname(path).toLowerCase() === '.eml';
}

/** Texts as a table of one column. Of a folder, files that are no texts are left out and named. */
async function openTexts(
  path: string,
  isFolder: boolean,
  column: string,
  room: Room,
  reading: Reading,
): Promise<TableSource> {
  const listed = isFolder ? await listFiles(path, reading) : { files: [basename(path)], skipped: [] };
  const remarks: Words[] = listed.skipped.map(({ reason }) => reason);
  const files = listed.files.map((file) => ({ path: file, class: '', part: null }));
  const texts = writeTexts(room);
  const paths: string[] = [];
  const unread: Words[] = [];
  for await (const { row, skipped } of readTextFolder({ folder: isFolder ? path : dirname(path), files }, reading)) {
    if (row === null) unread.push(skipped.reason);
    else {
      texts.add(row.text);
      paths.push(row.path);
      if (row.warning !== null) remarks.push(row.warning);
    }
  }
  if (paths.length === 0) throw new UserError(unread[0]!);
  const table = createMemoryTable(path, new Map([[column, texts.finish()]]), null, fewRemarks([...remarks, ...unread]));
  return { ...table, paths };
}
