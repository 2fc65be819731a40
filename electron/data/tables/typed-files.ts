import { open } from 'node:fs/promises';
import { UserError } from '../../../shared/ipc/port.ts';
import { dataMessages } from '../../../shared/messages/data.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { say } from '../../../shared/messages/sentence.ts';
import { describeFileError } from '../files.ts';
import { type Reading, unwatchedReading } from '../reading.ts';
import {
  type CellType,
  columnName,
  createDatabaseTable,
  type Database,
  openDatabase,
  quote,
  quoteFile,
  type Relation,
  uniqueNames,
  warnAboutNames,
} from './database.ts';
import type { TableSource } from './table.ts';
import { sizeOfTable } from './table-size.ts';
import { checkTextFile, openTextFile } from './text-file.ts';

/** Records of a JSON file that are looked at for the names of its columns. */
const sampledRecords = 200_000;
/** Bytes of one record of a JSON file at most. */
const longestRecord = 64 * 1024 * 1024;

/** A Parquet file. Throws UserError naming the file. */
export function openParquet(path: string, reading: Reading = unwatchedReading()): Promise<TableSource> {
  return openTyped({ file: path, path }, reading, async (database) => {
    const reader = `read_parquet(${quoteFile(path)})`;
    const found = await describe(database, reader);
    const { names, changed } = uniqueNames(found.map(({ name }) => name));
    return {
      // A list of other names: those of the file never enter the SQL.
      from: `${reader} AS source(${names.map((_, at) => columnName(at)).join(', ')})`,
      columns: names.map((name, at) => ({ name, type: typeOf(found[at]!.type) })),
      warnings: warnAboutNames(changed),
      // The file says it at its end; what is wrong with it, reading tells.
      check: async () => {
        const counted = await database.connection
          .runAndReadAll(`SELECT count(*)::DOUBLE AS rows FROM ${reader}`)
          .catch(() => null);
        return counted === null ? null : Number(counted.getRowObjectsJS()[0]!.rows);
      },
    };
  });
}

/**
 * A JSON file: an object a line, or a list of objects. A value that is no text, number or truth value is taken as the JSON that it is
 * written in. Throws UserError naming the file.
 */
export async function openJson(path: string, reading: Reading = unwatchedReading()): Promise<TableSource> {
  const text = await openTextFile(path, reading, { lineEnds: 'any' });
  const table = await openTyped(text, reading, async (database) => {
    const size = `maximum_object_size = ${longestRecord}`;
    const looked = `read_json(${quoteFile(text.path)}, records = true, maximum_depth = 1, sample_size = ${sampledRecords}, ${size})`;
    const found = await describe(database, looked).catch((error: unknown) => {
      if (!String(error).includes('non-record JSON')) throw error;
      throw new UserError(say(dataMessages['json-records'], { file: path, received: say(phrases['other-json']) }));
    });
    // As they are written: a type that the first records suggest may not fit the last.
    const fields = found.map(({ name }) => `${quote(name)}: 'VARCHAR'`).join(', ');
    const { names, changed } = uniqueNames(found.map(({ name }) => name));
    return {
      from: `read_json(${quoteFile(text.path)}, records = true, columns = {${fields}}, ${size}) AS source(${names.map((_, at) => columnName(at)).join(', ')})`,
      columns: names.map((name) => ({ name, type: 'written' as const })),
      warnings: [...text.warnings, ...warnAboutNames(changed)],
      check: (reading: Reading) => checkTextFile(text, reading),
    };
  }).catch((error: unknown) => {
    text.close();
    throw error;
  });
  return { ...table, close: () => [table.close(), text.close()] };
}

type Found = Pick<Relation, 'from' | 'columns' | 'warnings' | 'check'>;

async function openTyped(
  { file, path }: { readonly file: string; readonly path: string },
  reading: Reading,
  look: (database: Database) => Promise<Found>,
): Promise<TableSource> {
  await checkFile(file);
  const database = await openDatabase();
  const describeError = async (error: unknown) => {
    // It may be gone, or no longer be a file.
    const gone = await checkFile(file).then(
      () => null,
      (problem: unknown) => problem,
    );
    if (gone !== null) return gone;
    const words = String(error instanceof Error ? error.message : error);
    // What the end of a Parquet file says of the rest is gone with it.
    if (words.includes('No magic bytes found at end of file'))
      return new UserError(say(dataMessages['parquet-cut'], { file }));
    const [received] = words.replaceAll(path, file).split('\n');
    return new UserError(say(dataMessages['table-unreadable'], { file, received: received! }));
  };
  try {
    const found = await look(database).catch(async (error: unknown) => {
      throw error instanceof UserError ? error : await describeError(error);
    });
    const relation = { ...found, file, usualNotation: 'point' as const, describeError };
    return await createDatabaseTable(database, relation, reading);
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Throws UserError for what is no file that can be read. */
async function checkFile(path: string): Promise<void> {
  await sizeOfTable(path);
  try {
    await (await open(path, 'r')).close();
  } catch (error) {
    throw describeFileError(error, path, 'read');
  }
}

async function describe(
  { connection }: Database,
  reader: string,
): Promise<readonly { readonly name: string; readonly type: string }[]> {
  const rows = (await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${reader}`)).getRowObjectsJS();
  return rows.map(({ column_name, column_type }) => ({ name: String(column_name), type: String(column_type) }));
}

function typeOf(type: string): CellType {
  if (/^(?:U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?|FLOAT|DOUBLE|DECIMAL\(.*\))$/.test(type)) return 'number';
  if (/^(?:DATE|TIMESTAMP(?:_S|_MS|_NS| WITH TIME ZONE)?)$/.test(type)) return 'date';
  return type === 'VARCHAR' ? 'written' : 'other';
}
