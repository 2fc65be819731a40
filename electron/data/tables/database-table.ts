import { UserError } from '../../../shared/ipc/port.ts';
import { cut } from '../../../shared/messages/cut.ts';
import { dataMessages } from '../../../shared/messages/data.ts';
import { say, type Words } from '../../../shared/messages/sentence.ts';
import { type Reading, unwatchedReading } from '../reading.ts';
import type { Room } from '../store/room.ts';
import { groupColumns } from './column-groups.ts';
import { columnName, type Database, quote } from './database.ts';
import { type DateNotation, yearFirstSql } from './date-notation.ts';
import { type ColumnFiller, fillCategories, fillNumbers, fillTexts } from './fill-columns.ts';
import { findNotations } from './find-notations.ts';
import { type NumberNotation, numberSql, type SavedNotations } from './number-notation.ts';
import { oddCells, oddCellsSql } from './odd-cells.ts';
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

/** Columns that are read in one query. */
const queriedColumns = 64;
/** Cells that are looked at to tell what columns are, and rows to tell texts from categories. */
const sampledCells = 2_000_000;
const sampledTexts = 10_000;
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
  const names = columns.map(({ name }) => name);
  const places = new Map(names.map((name, at) => [name, at]));

  const isEmpty = (cell: string, pattern: string) => `regexp_full_match(${cell}, ${quote(pattern)}, 'i')`;
  /**
   * A year has four digits, from 1 to 9999. The database knows more: days before Christ, "epoch" and "infinity", and it takes 31-12-24 for a day of
   * the year 31.
   */
  const asDate = (written: string, notation: DateNotation | null) => {
    const cell = yearFirstSql(written, notation, quote);
    // Hardly a cell has blanks around it, and to look for them takes longer than to read it.
    const date = `coalesce(TRY_CAST(${cell} AS TIMESTAMP), TRY_CAST(trim(${cell}) AS TIMESTAMP))`;
    const isOfThisAge = `${date} BETWEEN TIMESTAMP '1000-01-01' AND TIMESTAMP '9999-12-31 23:59:59.999999'`;
    const isWord = `${date} = TIMESTAMP '1970-01-01' AND lower(trim(${cell})) = 'epoch'`;
    const isEarly = `${date} BETWEEN TIMESTAMP '0001-01-01' AND TIMESTAMP '0999-12-31 23:59:59.999999'`;
    const careful = `WHEN ${isOfThisAge} AND NOT (${isWord}) THEN ${date}
      WHEN ${isEarly} AND regexp_matches(${cell}, '^\\s*\\d{4}\\D') THEN ${date}`;
    // Nearly all dates are as the database's own cast reads them, and of these years, which none of the above is in doubt of. Within a case the database
    // computes anew whatever is written twice.
    const plain = `TRY_CAST(${notation === null ? written : cell} AS TIMESTAMP)`;
    const isPlain = `${plain} BETWEEN TIMESTAMP '1970-01-01 00:00:01' AND TIMESTAMP '9999-12-31 23:59:59.999999'`;
    return `CASE WHEN ${isPlain} THEN ${plain} ${careful} END`;
  };
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
    await takeSample(limit + 1);
    const [found] = await query('SELECT count(*)::INTEGER AS rows FROM sample');
    return Number(found!.rows);
  });
  if (sampled === 0) throw new UserError(say(dataMessages['rows-missing'], { file }));
  const isWhole = sampled <= limit;
  const from = isWhole ? 'sample' : relation.from;
  /** Columns of the rows that are looked at, each cell as it is written. */
  const cellsOf = (places: readonly number[]) =>
    `(SELECT ${places.map((at) => `${written(at)} AS ${columnName(at)}`).join(', ')} FROM sample)`;
  const cells = cellsOf([...columns.keys()]);

  const notations = await interruptible(opened, () => findNotations(relation, cells, query));
  const asNumber = (cell: string, at: number) => numberSql(cell, notations.numbers[at]!, quote);
  /** What a cell of any column is by the notation that its column has. */
  const byNotation = <Notation>(name: string, found: readonly Notation[], sqlOf: (notation: Notation) => string) => {
    const of = (notation: Notation) => found.flatMap((one, at) => (one === notation ? [at] : [])).join('|');
    const [first, ...others] = new Set(found);
    const cases = others.map(
      (notation) => `WHEN regexp_full_match(${name}, ${quote(`c(?:${of(notation)})`)}) THEN ${sqlOf(notation)}`,
    );
    return cases.length === 0 ? sqlOf(first!) : `CASE ${cases.join(' ')} ELSE ${sqlOf(first!)} END`;
  };
  const numberOf = (cell: string, name: string) =>
    byNotation(name, notations.numbers, (notation) => numberSql(cell, notation, quote));
  const dateOf = (cell: string, name: string) =>
    byNotation(name, notations.dates, (notation) => asDate(cell, notation));

  // UNPIVOT gives all columns one plan: a query that names a thousand columns takes a minute to plan. A pattern, because a list of
  // values (IN) would become a join.
  async function profile(wanted: readonly string[] = names): Promise<ColumnProfile[]> {
    if (wanted.length === 0) return [];
    const looked = wanted.map(findColumn);
    const counts = await query(
      `SELECT name,
         coalesce(sum(cells) FILTER (NOT is_empty), 0)::INTEGER AS present,
         (count(*) FILTER (NOT is_empty))::INTEGER AS distinct,
         coalesce(sum(cells) FILTER (number IS NOT NULL), 0)::INTEGER AS numbers,
         coalesce(sum(cells) FILTER (number IS NULL AND NOT is_no_number), 0)::INTEGER AS not_numbers,
         coalesce(sum(cells) FILTER (number IS NULL AND date IS NOT NULL), 0)::INTEGER AS dates,
         coalesce(bool_and(number = floor(number)), true) AS whole,
         count(*) FILTER (is_long) > count(DISTINCT number) FILTER (is_long) AS merges,
         ${oddCellsSql(quote)}
       FROM (
         SELECT name, cell, cells, ${numberOf('cell', 'name')} AS number, ${dateOf('cell', 'name')} AS date,
           abs(number) > ${Number.MAX_SAFE_INTEGER} AND regexp_full_match(cell, '-?[1-9][0-9]*') AS is_long,
           ${isEmpty('cell', emptyCell)} AS is_empty, ${isEmpty('cell', emptyNumberCell)} AS is_no_number
         FROM (
           SELECT name, trim(cell) AS cell, count(*) AS cells
           FROM (UNPIVOT ${cellsOf(looked)} ON COLUMNS(*) INTO NAME name VALUE cell) GROUP BY name, trim(cell)
         )
       ) GROUP BY name`,
    );
    const countsOf = new Map(counts.map((row) => [row.name, row]));
    const isWords = (at: number) => Number(countsOf.get(columnName(at))?.not_numbers ?? 0) > 0;
    const wordsOf = await countWords(looked.filter(isWords));
    return looked.map((at) => {
      const { present, distinct, numbers, not_numbers, dates, whole, merges } = countsOf.get(columnName(at)) ?? {};
      const notNumbers = Number(not_numbers ?? 0);
      return {
        name: names[at]!,
        present: Number(present ?? 0),
        distinct: Number(distinct ?? 0),
        numbers: Number(numbers ?? 0),
        notNumbers,
        whole: whole !== false,
        ...(merges === true && { merges }),
        dates: Number(dates ?? 0),
        meanWords: notNumbers === 0 ? 0 : (wordsOf.get(columnName(at)) ?? 0),
        ...(notNumbers > 0 && { odd: oddCells(countsOf.get(columnName(at))!) }),
      };
    });
  }

  /** Words of a cell on the average, by the names that the database has for the columns. */
  async function countWords(places: readonly number[]): Promise<ReadonlyMap<unknown, number>> {
    if (places.length === 0) return new Map();
    // Han characters are words of their own, as in tokenize; where there are as many bytes as characters, there is none.
    const han =
      "CASE WHEN strlen(cell) = length(cell) THEN 0 ELSE length(regexp_replace(cell, '[^\\p{Han}]', '', 'g')) END";
    const words = await query(
      `SELECT name, avg(length(cell) - length(replace(cell, ' ', '')) + 1 + ${han}) AS words
       FROM (
         SELECT name, trim(cell) AS cell
         FROM (UNPIVOT (SELECT * FROM ${cellsOf(places)} LIMIT ${sampledTexts}) ON COLUMNS(*) INTO NAME name VALUE cell)
       ) WHERE NOT ${isEmpty('cell', emptyCell)} GROUP BY name`,
    );
    return new Map(words.map((row) => [row.name, Number(row.words)]));
  }

  async function preview(count: number): Promise<string[][]> {
    const result = await connection.runAndReadAll(`SELECT * FROM ${cells} LIMIT ${count}`);
    // Of thousands of columns in half the time that rows take, which are put together of single values.
    const found = result.getColumnsJS();
    return Array.from({ length: result.currentRowCount }, (_, row) =>
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
    const found = await query(
      `SELECT name, cell, trim(cell) AS value
       FROM (SELECT DISTINCT name, cell FROM (UNPIVOT ${cellsOf(places)} ON COLUMNS(*) INTO NAME name VALUE cell))
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
        const isComma = type === 'written' && notations.numbers[place] === 'comma';
        return numbers(isComma ? { kind, notation: 'comma' } : { kind }, value, value, emptyNumberCell);
      }
      case 'date': {
        const notation = type === 'written' ? notations.dates[place]! : null;
        const date = type === 'date' ? finite(columnName(place)) : asDate(cell, notation);
        const form = notation === null ? { kind } : { kind, notation };
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
    const columns: Column[] = [];
    let rows = 0;
    for (const { from, to } of groupColumns(found, relation.bytesAtOnce, queriedColumns)) {
      const some = wanted.slice(from, to);
      await knowCategories(some.flatMap(({ kind }, at) => (kind === 'categorical' ? [found[from + at]!] : [])));
      const fillers = some.map((column, at) => createFiller(found[from + at]!, column, room));
      rows = await interruptible(reading, () => fillColumns(fillers, reading, expected));
      // Before the next begin: what a column has in hand until it ends is beside the memory that the room keeps to.
      for (const filler of fillers) columns.push(filler.finish());
    }
    return { rows, columns };
  }

  function findColumn(name: string): number {
    const at = places.get(name);
    if (at !== undefined) return at;
    const received = cut(names.join(', '), 200);
    throw new UserError(say(dataMessages['column-missing'], { column: name, expected: `"${name}"`, received }));
  }

  /**
   * One pass over the relation; answers its rows. Rows come in their order: the database keeps it. A row of our own comes last, because a
   * stream that fails ends as if that were all.
   */
  async function fillColumns(
    fillers: readonly ColumnFiller[],
    reading: Reading,
    expected: number | null,
  ): Promise<number> {
    const selected = fillers.flatMap(({ sql }) => sql);
    const result = await connection.stream(
      `SELECT ${selected.join(', ')}, false FROM ${from} UNION ALL SELECT ${selected.map(() => 'NULL').join(', ')}, true`,
    );
    let rows = 0;
    let isWhole = false;
    for await (const chunk of result) {
      isWhole = chunk.getColumnVector(selected.length).getItem(chunk.rowCount - 1) === true;
      const count = isWhole ? chunk.rowCount - 1 : chunk.rowCount;
      let at = 0;
      for (const { sql, take } of fillers) {
        take(chunk, { at, count, first: rows });
        at += sql.length;
      }
      rows += count;
      reading.signal.throwIfAborted();
      reading.report({ step: 'rows', count: { done: rows, of: expected === null ? null : Math.max(rows, expected) } });
    }
    reading.signal.throwIfAborted();
    if (isWhole) return rows;
    // Once more without a stream, which says what went wrong.
    await connection.run(`SELECT ${selected.map((value) => `count(${value})`).join(', ')} FROM ${from}`);
    throw new Error(`The rows of a table ended early. Received: ${rows} rows of ${file}.`);
  }

  async function warnAboutRest(reading: Reading): Promise<readonly Words[]> {
    return isWhole ? [] : await interruptible(reading, async () => (await relation.warnAboutRest?.()) ?? []);
  }

  const all = [...relation.warnings, ...notations.warnings];
  return { file, names, target: null, warnings: all, profile, preview, warnAboutRest, read, close: database.close };
}

function finite(value: string): string {
  return `CASE WHEN isfinite(${value}) THEN ${value} END`;
}
