import { say, type Words } from '../../../shared/messages/sentence.ts';
import { textMessages } from '../../../shared/messages/texts.ts';
import type { Reading } from '../reading.ts';
import type { Room } from '../store/room.ts';
import { type Texts, writeTexts } from '../store/texts.ts';
import { createMemoryTable } from '../tables/memory-table.ts';
import type { TableSource } from '../tables/table.ts';
import { listTextFolder } from './list-text-folder.ts';
import { readTextFolder } from './text-folder.ts';

/** The column of the part that a text is given to by its folder. */
export const partColumn = 'part';

/** Files that are named one by one where they are left out, or read with a doubt. */
const namedFiles = 20;

/**
 * A folder of texts as a table: columns `text`, `label` (the folder of the class) and, where the folders give parts, `part`, which a split
 * can go by. The texts are in the room. Files that are no text are left out and named. Throws UserError for a folder without classes.
 */
export async function openTextFolder(folder: string, room: Room, reading: Reading): Promise<TableSource> {
  const listed = await listTextFolder(folder, reading);
  const paths: string[] = [];
  const texts = writeTexts(room);
  const label: string[] = [];
  const part: string[] = [];
  const remarks: Words[] = listed.skipped.map(({ reason }) => reason);
  for await (const { row, skipped } of readTextFolder(listed, reading)) {
    if (row === null) {
      remarks.push(skipped.reason);
      continue;
    }
    paths.push(row.path);
    texts.add(row.text);
    label.push(row.class);
    if (row.part !== null) part.push(row.part);
    if (row.warning !== null) remarks.push(row.warning);
  }
  const columns: [string, readonly string[] | Texts][] = [
    ['text', texts.finish()],
    ['label', label],
    ...(part.length > 0 ? [[partColumn, part] as [string, readonly string[]]] : []),
  ];
  return { ...createMemoryTable(folder, new Map(columns), 'label', fewRemarks(remarks)), paths };
}

/** Remarks on files, the first of them one by one. */
export function fewRemarks(remarks: readonly Words[]): readonly Words[] {
  const more = remarks.length - namedFiles;
  return more > 1 ? [...remarks.slice(0, namedFiles), say(textMessages['more-files'], { count: more })] : remarks;
}
