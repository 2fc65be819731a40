import { UserError } from '../../../shared/ipc/port.ts';
import { cut } from '../../../shared/messages/cut.ts';
import { dataMessages } from '../../../shared/messages/data.ts';
import { say, type Words } from '../../../shared/messages/sentence.ts';
import { type Reading, unwatchedReading } from '../reading.ts';
import type { Room } from '../store/room.ts';
import { groupColumns } from './column-groups.ts';
import { columnName, type Database, quote } from './database.ts';
import { dateSql } from './date-notation.ts';
import { type ColumnFiller, fillCategories, fillNumbers, fillTexts, type NumbersForm } from './fill-columns.ts';
import { fillTogether, type TogetherFiller } from './fill-together.ts';
import { findNotations } from './find-notations.ts';
import { type NumberNotation, numberSql, type SavedNotations } from './number-notation.ts';
import { type AskCells, isEmpty, profileCells } from './profile-cells.ts';
import { streamRows } from './stream-rows.ts';
import {
  type Column,
  type ColumnProfile,
  emptyCell,
  emptyNumberCell,
  sampledRows,
  sortCategories,
  type TableContent,
  type TableSource,
  type WantedColumn,
} from './table.ts';

/** Columns that are read in one query which names each. */
const queriedColumns = 64;
/** Columns that are looked at, or read one cell after the other, in one query; and cells of them at most, which are in hand until all are read. */
const togetherColumns = 1000;
const togetherCells = 4_000_000;
/** Cells that are looked at to tell what columns are. */
const sampledCells = 2_000_000;
/** Columns that a table may have at most; a look at so many takes half a minute. */
const mostColumns = 20_000;
/** Columns that a table may have without more memory being reckoned for it. */
const usualColumns = 1000;
/** Categories of a long table that the database knows before it reads all of it. */
const knownCategories = 10_000;

/** What the database has of a column: cells as they are written, or values of a type of their own. */
export type CellType = 'written' | 'number' | 'date' | 'other';

/** A file as a relation of the database. */
export interface Relation {
  /** For messages. */
  readonly file: string;
  /** What stands after FROM; its columns are c0, c1, ..., so that no name of a file enters the SQL. */
  readonly from: string;
  readonly columns: readonly { readonly name: string; readonly type: CellType }[];
  /** Memory that the database takes for each column while it reads it, where it is not little. */
  readonly bytesAtOnce?: readonly number[];
  /** How written numbers are read where they do not show it themselves. */
  readonly usualNotation: Exclude<NumberNotation, 'comma'>;
  /** How columns of these names were written in an earlier file of the same form. */
  readonly knownNotations?: SavedNotations | undefined;
  readonly warnings: readonly Words[];
  /** What went wrong in the database, in words for people where that is known. */
  describeError(error: unknown): Promise<unknown>;
  /** What has to be looked at before all of the file is read. Answers about how many rows it has; null where that is not known. */
  check(reading: Reading): Promise<number | null>;
  /** What is odd about the file beyond its first rows, where to find that out takes a pass of its own. */
  warnAboutRest?(): Promise<readonly Words[]>;
}

/** The table of a relation. It takes the database over: to close the table closes it. */
export async function createDatabaseTable(
  database: Database,
  relation: Relation,
  opened: Reading = unwatchedReading(),
): Promise<TableSource> {
  const { connection } = database;
  const { columns, file } = relation;
  if (columns.length > mostColumns)
    throw new UserError(say(dataMessages['columns-many'], { file, expected: mostColumns, received: columns.length }));
  const names = columns.map(({ name }) => name);
  const places = new Map(names.map((name, at) => [name, at]));

  const written = (at: number) => (columns[at]!.type === 'written' ? columnName(at) : `${columnName(at)}::VARCHAR`);

  async function query(sql: string): Promise<Readonly<Record<string, unknown>>[]> {
    return (await connection.runAndReadAll(sql)).getRowObjectsJS();
  }

  /** What ends with the reading: a query is not awaited in pieces, so it is the database that must end it. */
  async function interruptible<T>({ signal }: Reading, work: () => Promise<T>): Promise<T> {
    const interrupt = () => connection.interrupt();
    signal.throwIfAborted();
    signal.addEventListener('abort', interrupt);
    try {
      return await work();
    } catch (error) {
      signal.throwIfAborted();
      throw error instanceof UserError ? error : await relation.describeError(error);
    } finally {
      signal.removeEventListener('abort', interrupt);
    }
  }

  /** The first rows as a table of the database. Of columns that take too much to be read together, some at a time. */
  async function takeSample(rows: number): Promise<void> {
    const groups = [...groupColumns([...columns.keys()], relation.bytesAtOnce, columns.length)];
    const create = (name: string, from: string) => connection.run(`CREATE TABLE ${name} AS SELECT ${from}`);
    if (groups.length === 1) {
      await create('sample', `* FROM ${relation.from} LIMIT ${rows}`);
      return;
    }
    for (const [number, { from, to }] of groups.entries()) {
      const some = columns.slice(from, to).map((_, at) => columnName(from + at));
      await create(`sample${number}`, `${some.join(', ')} FROM ${relation.from} LIMIT ${rows}`);
    }
    const pieces = groups.map((_, number) => `sample${number}`);
    await create('sample', `* FROM ${pieces.join(' POSITIONAL JOIN ')}`);
    for (const piece of pieces) await connection.run(`DROP TABLE ${piece}`);
  }

  opened.report({ step: 'load', count: null });
  // The database counts what every column and thread may need, nearly all of which is never touched: 10,000 columns take 0.6 GB.
  if (columns.length > usualColumns)
    await connection.run(`SET memory_limit = '${512 + Math.ceil(columns.length / 4)}MiB'`);
  // The rows that are looked at; of a short table that is all there is, and it is read but once.
  const limit = Math.min(sampledRows, Math.max(1000, Math.floor(sampledCells / columns.length)));
  const sampled = await interruptible(opened, async () => {
    // Each thread has room for a piece of every column: of thousands that takes gigabytes, and no less time.
    if (columns.length > usualColumns) await connection.run('SET threads = 1');
    await takeSample(limit + 1);
    await connection.run('RESET threads');
    const [found] = await query('SELECT count(*)::INTEGER AS rows FROM sample');
    return Number(found!.rows);
  });
  if (sampled === 0) throw new UserError(say(dataMessages['rows-missing'], { file }));
  const isWhole = sampled <= limit;
  const from = isWhole ? 'sample' : relation.from;
  /** Columns of the rows that are looked at, each cell as it is written. */
  const cellsOf = (places: readonly number[]) =>
    `(SELECT ${places.map((at) => `${written(at)} AS ${columnName(at)}`).join(', ')} FROM sample)`;
  /** Some columns in pieces that the database can look at as a whole. */
  const inPieces = (places: readonly number[]) =>
    Array.from(groupColumns(places, undefined, togetherColumns), ({ from, to }) => places.slice(from, to));
  const all = [...columns.keys()];
  const askCells: AskCells = async (places, sqlOf) => {
    const found: Readonly<Record<string, unknown>>[][] = [];
    for (const some of inPieces(places)) found.push(await query(sqlOf(cellsOf(some), some)));
    return found.flat();
  };

  const notations = await interruptible(opened, () => findNotations(relation, (sqlOf) => askCells(all, sqlOf)));
  const asNumber = (cell: string, at: number) => numberSql(cell, notations.numbers[at]!, quote);
  async function profile(wanted: readonly string[] = names): Promise<ColumnProfile[]> {
    const looked = wanted.map(findColumn);
    const found = await profileCells(looked, notations, askCells);
    return looked.map((at, place) => ({ name: names[at]!, ...found[place]! }));
  }

  async function preview(count: number): Promise<string[][]> {
    // Of thousands of columns in half the time that rows take, which are put together of single values.
    const found: unknown[][] = [];
    for (const some of inPieces(all))
      found.push(...(await connection.runAndReadAll(`SELECT * FROM ${cellsOf(some)} LIMIT ${count}`)).getColumnsJS());
    return Array.from({ length: Math.min(count, sampled) }, (_, row) =>
      found.map((column) => (column[row] === null ? '' : String(column[row]))),
    );
  }

  const knownOf = new Map<number, ReadonlyMap<string, string>>();

  /**
   * Finds the categories of the first rows of some columns by the cells that are written for them, and names them so that the database can give
   * numbers for them; once for a column, however often it is read: there is one type of them.
   */
  async function knowCategories(wanted: readonly number[]): Promise<void> {
    const places = [...new Set(wanted)].filter((at) => !knownOf.has(at));
    if (places.length === 0) return;
    // Of all the columns at once: a query on a table of thousands takes longer to plan than to run.
    const found = await askCells(
      places,
      (cells) => `SELECT name, cell, trim(cell) AS value
       FROM (SELECT DISTINCT name, cell FROM (UNPIVOT ${cells} ON COLUMNS(*) INTO NAME name VALUE cell))
       WHERE NOT ${isEmpty('trim(cell)', emptyCell)} QUALIFY row_number() OVER (PARTITION BY name) <= ${knownCategories}`,
    );
    const valuesOf = new Map(places.map((at) => [columnName(at), new Map<string, string>()]));
    // A byte order mark at the begin of a cell is lost on its way here, so that two may become one.
    for (const { name, cell, value } of found) valuesOf.get(String(name))!.set(String(cell), String(value));
    for (const at of places) await nameCategories(at, valuesOf.get(columnName(at))!);
  }

  async function nameCategories(at: number, values: ReadonlyMap<string, string>): Promise<void> {
    // In the order that they have in the end, so that numbers mostly need not be changed then.
    const ranks = new Map(sortCategories(new Set(values.values())).map((value, rank) => [value, rank]));
    const known = new Map([...values].sort(([, one], [, other]) => ranks.get(one)! - ranks.get(other)!));
    const cells = [...known.keys()];
    await connection.run(`CREATE OR REPLACE TYPE categories${at} AS ENUM (${cells.map(quote).join(', ') || "''"})`);
    knownOf.set(at, known);
  }

  function createFiller(place: number, { name, kind, mostCategories }: WantedColumn, room: Room): ColumnFiller {
    const { type } = columns[place]!;
    const cell = written(place);
    const empties = (pattern: string) => `${cell} IS NULL OR ${isEmpty(cell, pattern)}`;
    /** The numbers of a column, and the cells that are none though something stands there. */
    const numbers = (form: Parameters<typeof fillNumbers>[1], parsed: string, value: string, empty: string) =>
      fillNumbers(name, form, room, value, `CASE WHEN ${parsed} IS NULL AND NOT (${empties(empty)}) THEN ${cell} END`);
    switch (kind) {
      case 'numeric': {
        const value = type === 'number' ? finite(`${columnName(place)}::DOUBLE`) : asNumber(cell, place);
        return numbers(formOfNumbers(place), value, value, emptyNumberCell);
      }
      case 'date': {
        const notation = type === 'written' ? notations.dates[place]! : null;
        const date = type === 'date' ? finite(columnName(place)) : dateSql(cell, notation, quote);
        // Nothing is to be known of months with names.
        const form = notation === null || notation === 'month-named' ? { kind } : { kind, notation };
        return numbers(form, date, `epoch_ms(${date})::DOUBLE`, emptyCell);
      }
      case 'categorical': {
        const known = knownOf.get(place)!;
        const sql = { cell, isEmpty: empties(emptyCell), type: `categories${place}` };
        return fillCategories(name, room, known, sql, mostCategories);
      }
      case 'text':
        return fillTexts(name, room, cell);
    }
  }

  async function read(
    wanted: readonly WantedColumn[],
    room: Room,
    reading: Reading = unwatchedReading(),
  ): Promise<TableContent> {
    const found = wanted.map(({ name }) => findColumn(name));
    const expected = isWhole ? sampled : await relation.check(reading);
    reading.report({ step: 'load', count: null });
    const columns = new Array<Column>(wanted.length);
    const { together, others } = partColumns(wanted, found, expected ?? Number.POSITIVE_INFINITY);
    let rows = 0;
    for (const some of together) {
      const filler = await interruptible(reading, () => readTogether(some, wanted, found, room, reading, expected));
      rows = filler.rows();
      for (const [at, column] of filler.finish().entries()) columns[some[at]!] = column;
    }
    const places = others.map((at) => found[at]!);
    for (const { from, to } of groupColumns(places, relation.bytesAtOnce, queriedColumns)) {
      const some = others.slice(from, to);
      await knowCategories(some.flatMap((at) => (wanted[at]!.kind === 'categorical' ? [found[at]!] : [])));
      const fillers = some.map((at) => createFiller(found[at]!, wanted[at]!, room));
      rows = await interruptible(reading, () => fillColumns(fillers, reading, expected));
      // Before the next begin: what a column has in hand until it ends is beside the memory that the room keeps to.
      for (const [at, filler] of fillers.entries()) columns[some[at]!] = filler.finish();
    }
    return { rows, columns };
  }

  /** Which of the wanted columns are read together, by their places among them: numbers that are written alike, where they are many and not long. */
  function partColumns(wanted: readonly WantedColumn[], found: readonly number[], rows: number) {
    const most = Math.min(togetherColumns, Math.floor(togetherCells / rows));
    const isTogether = (alike: readonly number[]) => Math.min(alike.length, most) > queriedColumns;
    const numbers = [...wanted.keys()].filter((at) => wanted[at]!.kind === 'numeric');
    const formOf = (at: number) => (columns[at]!.type === 'number' ? 'number' : notations.numbers[at]!);
    const forms = [...new Set(numbers.map((at) => formOf(found[at]!)))];
    const alike = forms.map((form) => numbers.filter((at) => formOf(found[at]!) === form)).filter(isTogether);
    const taken = new Set(alike.flat());
    const together = alike.flatMap((some) => {
      const places = some.map((at) => found[at]!);
      return Array.from(groupColumns(places, relation.bytesAtOnce, most), ({ from, to }) => some.slice(from, to));
    });
    return { together, others: [...wanted.keys()].filter((at) => !taken.has(at)) };
  }

  async function readTogether(
    some: readonly number[],
    wanted: readonly WantedColumn[],
    found: readonly number[],
    room: Room,
    reading: Reading,
    expected: number | null,
  ): Promise<TogetherFiller> {
    const first = found[some[0]!]!;
    const isNumber = columns[first]!.type === 'number';
    const sources = some.map((at) => (isNumber ? `${columnName(found[at]!)}::DOUBLE` : written(found[at]!)));
    const cell = isNumber ? 'cell::VARCHAR' : 'cell';
    const value = isNumber ? finite('cell') : asNumber('cell', first);
    const selected = [
      "coalesce(value, 'nan'::DOUBLE)",
      `CASE WHEN value IS NULL AND NOT (cell IS NULL OR ${isEmpty('cell', emptyNumberCell)}) THEN cell END`,
    ];
    const rows = `(SELECT ${cell} AS cell, ${value} AS value FROM (SELECT unnest([${sources.join(', ')}]) AS cell FROM ${from}))`;
    const names = some.map((at) => wanted[at]!.name);
    const filler = fillTogether(names, formOfNumbers(first), room);
    for await (const taken of streamRows(connection, selected, rows)) {
      filler.take(taken);
      reportRows(filler.rows(), reading, expected);
    }
    reading.signal.throwIfAborted();
    return filler;
  }

  function formOfNumbers(place: number): NumbersForm {
    const isComma = columns[place]!.type === 'written' && notations.numbers[place] === 'comma';
    return isComma ? { kind: 'numeric', notation: 'comma' } : { kind: 'numeric' };
  }

  function reportRows(rows: number, reading: Reading, expected: number | null): void {
    reading.signal.throwIfAborted();
    reading.report({ step: 'rows', count: { done: rows, of: expected === null ? null : Math.max(rows, expected) } });
  }

  function findColumn(name: string): number {
    const at = places.get(name);
    if (at !== undefined) return at;
    const received = cut(names.join(', '), 200);
    throw new UserError(say(dataMessages['column-missing'], { column: name, expected: `"${name}"`, received }));
  }

  /** One pass over the relation; answers its rows. */
  async function fillColumns(
    fillers: readonly ColumnFiller[],
    reading: Reading,
    expected: number | null,
  ): Promise<number> {
    let rows = 0;
    for await (const { chunk, count } of streamRows(
      connection,
      fillers.flatMap(({ sql }) => sql),
      from,
    )) {
      let at = 0;
      for (const { sql, take } of fillers) {
        take(chunk, { at, count, first: rows });
        at += sql.length;
      }
      rows += count;
      reportRows(rows, reading, expected);
    }
    reading.signal.throwIfAborted();
    return rows;
  }

  async function warnAboutRest(reading: Reading): Promise<readonly Words[]> {
    return isWhole ? [] : await interruptible(reading, async () => (await relation.warnAboutRest?.()) ?? []);
  }

  const warnings = [...relation.warnings, ...notations.warnings];
  return { file, names, target: null, warnings, profile, preview, warnAboutRest, read, close: database.close };
}

function finite(value: string): string {
  return `CASE WHEN isfinite(${value}) THEN ${value} END`;
}
