import { open } from 'node:fs/promises';
import { UserError } from '../../../shared/ipc/port.ts';
import { cut } from '../../../shared/messages/cut.ts';
import { dataMessages, dataWarnings } from '../../../shared/messages/data.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { say, type Words } from '../../../shared/messages/sentence.ts';
import { describeFileError } from '../disk/file-error.ts';
import { type Reading, unwatchedReading } from '../reading.ts';
import { uniqueNames, warnAboutNames } from './column-names.ts';
import { columnName, type Database, firstSentence, openDatabase, quote, quoteFile } from './database.ts';
import { type CellType, createDatabaseTable, type Relation } from './database-table.ts';
import type { TableSource } from './table.ts';
import { sizeOfTable } from './table-size.ts';
import { checkTextFile, openTextFile } from './text-file.ts';

/** Records of a JSON file that are looked at for the names of its columns. */
const sampledRecords = 200_000;
/** Fields that come only after those, as many as are named. */
const namedFields = 20;
/** Bytes of one record of a JSON file at most. */
const longestRecord = 64 * 1024 * 1024;

/** A Parquet file. Throws UserError naming the file. */
export function openParquet(path: string, reading: Reading = unwatchedReading()): Promise<TableSource> {
  return openTyped({ file: path, path }, reading, async (database) => {
    const reader = `read_parquet(${quoteFile(path)})`;
    const found = await describe(database, reader);
    const fields = await fieldsOf(database, path);
    // The database takes names that differ by capitals alone for one, and numbers the later; the file has them as they are.
    const own = fields.length === found.length ? fields : found;
    const { names, changed } = uniqueNames(own.map(({ name }) => name));
    return {
      // A list of other names: those of the file never enter the SQL.
      from: `${reader} AS source(${names.map((_, at) => columnName(at)).join(', ')})`,
      columns: names.map((name, at) => ({ name, type: typeOf(found[at]!.type) })),
      bytesAtOnce: await measureChunks(database, path, fields),
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

/** A column of a Parquet file as the file has it. */
interface ParquetField {
  readonly name: string;
  /** Values below it: several where it is nested. */
  readonly leaves: number;
}

/** The columns that the end of a Parquet file tells of, in their order. */
async function fieldsOf({ connection }: Database, path: string): Promise<readonly ParquetField[]> {
  const schema = await connection.runAndReadAll(
    `SELECT name, num_children::INTEGER AS children FROM parquet_schema(${quoteFile(path)})`,
  );
  // The first of them is the row.
  const nodes = schema.getRowObjectsJS().slice(1);
  const fields: ParquetField[] = [];
  for (let at = 0; at < nodes.length; ) {
    const name = String(nodes[at]!.name);
    let leaves = 0;
    for (let open = 1; open > 0 && at < nodes.length; open--) {
      const below = Number(nodes[at++]!.children ?? 0);
      if (below === 0) leaves++;
      open += below;
    }
    fields.push({ name, leaves });
  }
  return fields;
}

/**
 * What reading each column takes: the database has the whole of its largest chunk in memory, as it is packed and unpacked. Programs that write
 * a million rows to a chunk make hundreds of megabytes of some tens of columns.
 */
async function measureChunks(
  { connection }: Database,
  path: string,
  fields: readonly ParquetField[],
): Promise<number[]> {
  const chunks = await connection.runAndReadAll(
    `SELECT column_id::INTEGER AS leaf, max(total_compressed_size + total_uncompressed_size)::DOUBLE AS bytes
     FROM parquet_metadata(${quoteFile(path)}) GROUP BY ALL`,
  );
  const bytes = new Map(chunks.getRowObjectsJS().map(({ leaf, bytes }) => [Number(leaf), Number(bytes)]));
  let leaf = 0;
  return fields.map(({ leaves }) => {
    let sum = 0;
    for (const end = leaf + leaves; leaf < end; leaf++) sum += bytes.get(leaf) ?? 0;
    return sum;
  });
}

/**
 * A JSON file: an object a line, or a list of objects. A value that is no text, number or truth value is taken as the JSON that it is
 * written in. One object with lists or objects in it is a row where it has the columns that are asked for. Throws UserError naming the file.
 */
export async function openJson(
  path: string,
  reading: Reading = unwatchedReading(),
  columns: readonly string[] = [],
): Promise<TableSource> {
  const text = await openTextFile(path, reading, { lineEnds: 'any' });
  const table = await openTyped(text, reading, async (database) => {
    const size = `maximum_object_size = ${longestRecord}`;
    const looked = `read_json(${quoteFile(text.path)}, records = true, maximum_depth = 1, sample_size = ${sampledRecords}, ${size})`;
    const found = await describe(database, looked).catch((error: unknown) => {
      if (!String(error).includes('non-record JSON')) throw error;
      throw new UserError(say(dataMessages['json-records'], { file: path, received: say(phrases['other-json']) }));
    });
    const isRow = columns.length > 0 && columns.every((column) => found.some(({ name }) => name === column));
    if (!isRow && /^\s*\{/.test(text.start))
      await checkRecord(database, { file: path, records: wholeRecords(text.path, size) }, found);
    const keys = mayDifferByCase(found) ? await keysOf(database, wholeRecords(text.path, size)) : null;
    const { names, changed } = uniqueNames(keys ?? found.map(({ name }) => name));
    return {
      from: keys === null ? readFields(text.path, found, size) : readKeys(text.path, keys, size),
      columns: names.map((name) => ({ name, type: 'written' as const })),
      warnings: [...text.warnings, ...warnAboutNames(changed)],
      check: (reading: Reading) => checkTextFile(text, reading),
      warnAboutRest: () => warnAboutLateFields(database, keys ?? found.map(({ name }) => name), text.path, size),
    };
  }).catch((error: unknown) => {
    text.close();
    throw error;
  });
  return { ...table, close: () => [table.close(), text.close()] };
}

type Named = Awaited<ReturnType<typeof describe>>;

/**
 * Throws UserError for a file of one object that holds lists or objects: it has the rows within, by a name, or columns after each other as pandas
 * writes them unasked.
 */
async function checkRecord(
  { connection }: Database,
  { file, records }: { readonly file: string; readonly records: string },
  found: Named,
): Promise<void> {
  // A field without a value is told to be JSON too.
  const nested = found.flatMap(({ name, type }) => (type === 'JSON' ? [name] : []));
  if (nested.length === 0) return;
  const types = nested.map((name) => `json_type(json, ${quote(pointerTo(name))}) IN ('ARRAY', 'OBJECT')`);
  const rows = await connection.runAndReadAll(`SELECT [${types.join(', ')}] AS nested FROM ${records} LIMIT 2`);
  const [first, second] = rows.getRowObjectsJS();
  if (first === undefined || second !== undefined) return;
  const names = nested.filter((_, at) => (first.nested as readonly boolean[])[at]);
  if (names.length === 0) return;
  const received = cut(names.map((name) => `"${name}"`).join(', '), 200);
  throw new UserError(say(dataMessages['json-object'], { file, received }));
}

/** The fields of records, as they are written: a type that the first records suggest may not fit the last. */
function readFields(path: string, found: Named, size: string): string {
  const fields = found.map(({ name }) => `${quote(name)}: 'VARCHAR'`).join(', ');
  const renamed = found.map((_, at) => columnName(at)).join(', ');
  return `read_json(${quoteFile(path)}, records = true, columns = {${fields}}, ${size}) AS source(${renamed})`;
}

/** Whether fields may differ by capitals alone: of those, which the database takes for one, the later have a number behind their name. */
function mayDifferByCase(found: Named): boolean {
  const names = new Set(found.map(({ name }) => name.toLowerCase()));
  return found.some(({ name }) => names.has(name.toLowerCase().replace(/_\d+$/, '')) && /_\d+$/.test(name));
}

/** Records as JSON of one column, `json`. */
function wholeRecords(path: string, size: string): string {
  return `read_json(${quoteFile(path)}, records = false, columns = {json: 'JSON'}, ${size})`;
}

/** The keys that records have, in the order in which they come first. */
async function keysOf({ connection }: Database, records: string): Promise<readonly string[]> {
  const looked = `SELECT json_keys(json) AS keys, row_number() OVER () AS line FROM ${records} LIMIT ${sampledRecords}`;
  const rows = await connection.runAndReadAll(
    `SELECT key FROM (SELECT line, unnest(keys) AS key, unnest(range(len(keys))) AS place FROM (${looked}))
     GROUP BY key ORDER BY min(line), arg_min(place, line)`,
  );
  return rows.getRowObjectsJS().map(({ key }) => String(key));
}

/** What is said of fields that none of the records has that were looked at for the names of columns. */
async function warnAboutLateFields(
  { connection }: Database,
  known: readonly string[],
  path: string,
  size: string,
): Promise<Words[]> {
  const found = await connection.runAndReadAll(
    `SELECT key, min(record)::DOUBLE AS record
     FROM (SELECT unnest(json_keys(json)) AS key, record
           FROM (SELECT json, row_number() OVER () AS record FROM ${wholeRecords(path, size)}))
     WHERE key NOT IN (${known.map(quote).join(', ')}) GROUP BY key ORDER BY min(record), key LIMIT ${namedFields}`,
  );
  const late = found.getRowObjectsJS();
  if (late.length === 0) return [];
  const names = cut(late.map(({ key }) => `"${String(key)}"`).join(', '), 200);
  const record = Number(late[0]!.record);
  return [say(dataWarnings['fields-late'], { names, record, records: sampledRecords })];
}

/** The values of keys, told apart to the letter; it takes longer than fields do. */
function readKeys(path: string, keys: readonly string[], size: string): string {
  const values = keys.map((key, at) => `json ->> ${quote(pointerTo(key))} AS ${columnName(at)}`);
  return `(SELECT ${values.join(', ')} FROM ${wholeRecords(path, size)})`;
}

/** A key as a JSON Pointer has it (RFC 6901): a path of the database's own cannot name every one. */
function pointerTo(key: string): string {
  return `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

type Found = Pick<Relation, 'from' | 'columns' | 'warnings' | 'check' | 'warnAboutRest'>;

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
    const received = firstSentence(words.replaceAll(path, file));
    return new UserError(say(dataMessages['table-unreadable'], { file, received }));
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
