import { rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { temporaryName } from '../disk/leftovers.ts';
import { valuesFolder } from '../store/room.ts';

/** A database of our own, that is gone with the process. */
export interface Database {
  readonly connection: DuckDBConnection;
  close(): void;
}

/** Starts a database. It takes at most so much memory for itself, and reads no files but those it is told to. */
export async function openDatabase(): Promise<Database> {
  // Loaded only here: digits and e-mails need no database, and it takes a third of a second.
  const { DuckDBInstance } = await import('@duckdb/node-api');
  // The database makes this one folder itself, should it need it. Where it cannot be made, that is said by the query that needs it.
  await mkdir(dirname(valuesFolder()), { recursive: true }).catch(() => undefined);
  const spilled = temporaryName(valuesFolder());
  const instance: DuckDBInstance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    memory_limit: '512MiB',
    // Else it would be a folder in whatever folder the program was started in.
    temp_directory: spilled,
  });
  const connection = await instance.connect();
  return {
    connection,
    close() {
      // A connection keeps the database alive, and hundreds of megabytes with it.
      connection.closeSync();
      instance.closeSync();
      rmSync(spilled, { recursive: true, force: true });
    },
  };
}

/** A text in SQL. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A file in SQL: in the database's paths *, ? and [ are patterns. */
export function quoteFile(path: string): string {
  return quote(path.replace(/[*?[]/g, '[$&]'));
}

/** Names of columns never enter the SQL. */
export function columnName(at: number): string {
  return `c${at}`;
}

/** What the database says of an error, without the stop at its end, which the sentence around it has. */
export function firstSentence(message: string): string {
  return message.split('\n')[0]!.replace(/[\s.]+$/, '');
}
