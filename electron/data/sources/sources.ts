import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { DataSource } from '../../../shared/data/document.ts';
import { UserError } from '../../../shared/ipc/port.ts';
import { dataMessages, dataOrigins } from '../../../shared/messages/data.ts';
import { say } from '../../../shared/messages/sentence.ts';
import { appFolder } from '../disk/places.ts';
import { type Reading, unwatchedReading } from '../reading.ts';
import { createRoom, type Room } from '../store/room.ts';
import { openTableFile } from '../tables/open-table-file.ts';
import type { TableSource } from '../tables/table.ts';
import { openTextFolder } from '../text/text-table.ts';
import { resolveDataPath } from './data-path.ts';
import { openSpamAssassin } from './spam-assassin.ts';

const tableKinds = ['spam-assassin', 'sample-table', 'table', 'image-table', 'text-folder'] as const;

/** The sources that are tables. */
export type TableDataSource = Extract<DataSource, { readonly kind: (typeof tableKinds)[number] }>;

export function isTableSource(source: DataSource): source is TableDataSource {
  return (tableKinds as readonly string[]).includes(source.kind);
}

/**
 * Opens a table of any kind, with the room for its values; of a folder the texts are in it by then. Whoever opens it closes both. Throws
 * UserError naming the file.
 */
export async function openTable(
  source: TableDataSource,
  directory: string | null,
  reading: Reading = unwatchedReading(),
): Promise<{ readonly table: TableSource; readonly room: Room }> {
  const room = createRoom();
  try {
    return { table: await openIn(room, source, directory, reading), room };
  } catch (error) {
    room.close();
    throw error;
  }
}

async function openIn(
  room: Room,
  source: TableDataSource,
  directory: string | null,
  reading: Reading,
): Promise<TableSource> {
  switch (source.kind) {
    case 'spam-assassin':
      return openSpamAssassin(reading);
    case 'sample-table':
      return {
        ...(await openTableFile(await sampleTableFile(source.file), reading)),
        target: sampleTargets[source.file] ?? null,
      };
    case 'table':
    case 'image-table':
      return openTableFile(resolveDataPath(source.path, directory), reading, source);
    case 'text-folder':
      return openTextFolder(resolveDataPath(source.path, directory), room, reading);
  }
}

/** The targets of the tables in `assets/data`. */
const sampleTargets: Readonly<Record<string, string>> = { 'diabetes.csv': 'progression' };

/** What a source is called, and where it is from if it ships with the app. */
export function describeSource(source: DataSource): { readonly title: string; readonly origin: string | null } {
  switch (source.kind) {
    case 'none':
      return { title: '', origin: null };
    case 'mnist':
    case 'spam-assassin':
      return dataOrigins[source.kind];
    case 'sample-table':
      return source.file in dataOrigins
        ? dataOrigins[source.file as keyof typeof dataOrigins]
        : { title: source.file, origin: null };
    case 'table':
    case 'image-table':
    case 'arrays':
    case 'text-folder':
    case 'image-folder':
    case 'next-token':
      return { title: basename(source.path), origin: null };
  }
}

/** A table in `assets/data` by its file name, which cannot lead out of that folder. */
async function sampleTableFile(file: string): Promise<string> {
  // DuckDB reads files itself, and so not from Electron's archive: there the table lies beside it.
  const folder = join(appFolder(), 'assets', 'data').replace(/\bapp\.asar(?=[\\/])/, 'app.asar.unpacked');
  const tables = (await readdir(folder)).filter((name) => /\.[ct]sv$/.test(name));
  if (!tables.includes(file)) {
    throw new UserError(say(dataMessages['sample-unknown'], { expected: tables.join(', '), received: file }));
  }
  return join(folder, file);
}
