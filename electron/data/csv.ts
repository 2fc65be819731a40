import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { ColumnKind } from '../../shared/data/document.ts';
import { UserError } from '../../shared/ipc/port.ts';
import { dataMessages, dataWarnings } from '../../shared/messages/data.ts';
import { phrases } from '../../shared/messages/phrases.ts';
import { say, type Words } from '../../shared/messages/sentence.ts';
import { type CsvForm, examineCsv, hasMixedLineEnds, lineAt } from './csv-file.ts';
import { type Reading, unwatchedReading } from './reading.ts';
import {
  type Column,
  type ColumnProfile,
  compareCategories,
  emptyCell,
  emptyNumberCell,
  type InvalidCells,
  type TableSource,
} from './table.ts';

/** Longest row in bytes that is read; a cell of text may be a whole book. */
const longestRow = 16 * 1024 * 1024;
/** Rows looked at to tell texts from categories. */
const sampledRows = 10_000;
/** Columns that are read in one query. */
const queriedColumns = 64;

/**
 * A CSV or TSV file through DuckDB, strictly: a row with too few or too many values is an error, not a guess. The delimiter (comma,
 * semicolon, tab or bar) is the one that parts the first line into most values; a decimal comma is understood where the semicolon
 * is the delimiter. Throws UserError naming the file, and the line where one is at fault.
 */
export async function openCsv(path: string, reading: Reading = unwatchedReading()): Promise<TableSource> {
  const form = await examineCsv(path, reading);
  // Loaded only here: digits and e-mails need no database, and it takes a third of a second.
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const database = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  try {
    const connection = await database.connect();
    // A query is not awaited in pieces: it is the database that must end it.
    const interrupt = () => connection.interrupt();
    reading.signal.addEventListener('abort', interrupt);
    reading.report({ step: 'load', count: null });
    const rows = await load(connection, path, form);
    reading.signal.throwIfAborted();
    if (rows === 0) throw new UserError(say(dataMessages['rows-missing'], { file: path }));
    return createCsvTable({ database, connection, path, form, rows, reading, interrupt });
  } catch (error) {
    database.closeSync();
    reading.signal.throwIfAborted();
    throw error;
  }
}

interface LoadedCsv {
  readonly database: DuckDBInstance;
  readonly connection: DuckDBConnection;
  readonly path: string;
  readonly form: CsvForm;
  readonly rows: number;
  readonly reading: Reading;
  /** What ends a query when the reading is ended. */
  readonly interrupt: () => void;
}

/** Column names never enter the SQL: columns are c0, c1, ... in it. */
function column(at: number): string {
  return `c${at}`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

async function load(connection: DuckDBConnection, path: string, form: CsvForm): Promise<number> {
  const columns = form.first.map((_, at) => `${quote(column(at))}: 'VARCHAR'`).join(', ');
  const options = [
    'auto_detect = false',
    `header = ${form.hasHeader}`,
    `skip = ${form.skippedLines}`,
    `delim = ${quote(form.delimiter)}`,
    `quote = '"'`,
    `escape = '"'`,
    `columns = {${columns}}`,
    "compression = 'none'",
    'strict_mode = true',
    `max_line_size = ${longestRow}`,
    `buffer_size = ${longestRow * 2}`,
  ].join(', ');
  // In DuckDB's paths *, ? and [ are patterns.
  const file = quote(path.replace(/[*?[]/g, '[$&]'));
  try {
    await connection.run(`CREATE TABLE source AS SELECT * FROM read_csv(${file}, ${options})`);
  } catch (error) {
    throw await describeLoadError(connection, path, form, `read_csv(${file}, ${options}, store_rejects = true)`, error);
  }
  const [[count]] = (await connection.runAndReadAll('SELECT count(*)::INTEGER FROM source')).getRowsJS() as [[number]];
  return count;
}

/** Reads again, now setting aside every bad row, to name the first. */
async function describeLoadError(
  connection: DuckDBConnection,
  path: string,
  form: CsvForm,
  reader: string,
  error: unknown,
): Promise<unknown> {
  const first = await connection
    .runAndReadAll(`SELECT count(*) FROM ${reader}`)
    .then(() =>
      connection.runAndReadAll(
        `SELECT line_byte_position::DOUBLE AS position, error_type::VARCHAR AS kind, csv_line AS text, error_message AS message
         FROM reject_errors ORDER BY line_byte_position LIMIT 1`,
      ),
    )
    .then(
      (reader) => reader.getRowObjectsJS()[0],
      () => undefined,
    );
  if (first === undefined) {
    if (await hasMixedLineEnds(path)) return new UserError(say(dataMessages['line-ends'], { file: path }));
    const [received] = String(error instanceof Error ? error.message : error).split('\n');
    return new UserError(say(dataMessages['table-unreadable'], { file: path, received: received! }));
  }
  const line = await lineAt(path, Number(first.position));
  const text = cut(String(first.text ?? '').split(/\r?\n/)[0]!, 80);
  const values = { file: path, line, text };
  switch (first.kind) {
    case 'MISSING COLUMNS':
    case 'TOO MANY COLUMNS': {
      const found = /Found: (\d+)/.exec(String(first.message))?.[1] ?? say(phrases['another-number']);
      return new UserError(
        say(dataMessages['row-ragged'], { ...values, expected: form.first.length, received: found }),
      );
    }
    case 'UNQUOTED VALUE':
      return new UserError(say(dataMessages['row-quote'], values));
    case 'LINE SIZE OVER MAXIMUM':
      return new UserError(say(dataMessages['row-long'], { ...values, expected: longestRow }));
    default:
      return new UserError(
        say(dataMessages['table-unreadable'], {
          file: say(phrases['file-line'], { file: path, line }),
          received: String(first.message).split('\n')[0]!,
        }),
      );
  }
}

/** Text of at most so many characters; what is cut off shows as an ellipsis. */
export function cut(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}\u2026` : text;
}

function createCsvTable({ database, connection, path, form, rows, reading, interrupt }: LoadedCsv): TableSource {
  const { names, warnings } = nameColumns(form);
  const decimalComma = form.delimiter === ';';
  const places = new Map(names.map((name, at) => [name, at]));

  // UNPIVOT gives all columns one plan: a query that names a thousand columns takes a minute to plan. A pattern, because a list of
  // values (IN) would become a join.
  const isEmpty = (cell: string, pattern: string) => `regexp_full_match(${cell}, ${quote(pattern)}, 'i')`;
  /** The cell as a finite DOUBLE, or NULL. DuckDB's own cast also takes 1_000, which no CSV means. */
  const asNumber = (cell: string) => {
    const number = `TRY_CAST(${decimalComma ? `replace(${cell}, ',', '.')` : cell} AS DOUBLE)`;
    return `CASE WHEN isfinite(${number}) AND NOT contains(${cell}, '_') THEN ${number} END`;
  };

  async function query(sql: string): Promise<Readonly<Record<string, unknown>>[]> {
    return (await connection.runAndReadAll(sql)).getRowObjectsJS();
  }

  async function profile(): Promise<ColumnProfile[]> {
    const counts = await query(
      `SELECT name,
         coalesce(sum(cells) FILTER (NOT is_empty), 0)::INTEGER AS present,
         (count(*) FILTER (NOT is_empty))::INTEGER AS distinct,
         coalesce(sum(cells) FILTER (number IS NOT NULL), 0)::INTEGER AS numbers,
         coalesce(sum(cells) FILTER (number IS NULL AND NOT is_no_number), 0)::INTEGER AS not_numbers,
         coalesce(bool_and(number = floor(number)), true) AS whole
       FROM (
         SELECT name, cells, ${asNumber('cell')} AS number, ${isEmpty('cell', emptyCell)} AS is_empty,
           ${isEmpty('cell', emptyNumberCell)} AS is_no_number
         FROM (
           SELECT name, trim(cell) AS cell, count(*) AS cells
           FROM (UNPIVOT source ON COLUMNS(*) INTO NAME name VALUE cell) GROUP BY name, trim(cell)
         )
       ) GROUP BY name`,
    );
    // Han characters are words of their own, as in tokenize.
    const words = await query(
      `SELECT name, avg(length(cell) - length(replace(cell, ' ', '')) + 1 + length(regexp_replace(cell, '[^\\p{Han}]', '', 'g'))) AS words
       FROM (
         SELECT name, trim(cell) AS cell
         FROM (UNPIVOT (SELECT * FROM source LIMIT ${sampledRows}) ON COLUMNS(*) INTO NAME name VALUE cell)
       ) WHERE NOT ${isEmpty('cell', emptyCell)} GROUP BY name`,
    );
    const countsOf = new Map(counts.map((row) => [row.name, row]));
    const wordsOf = new Map(words.map((row) => [row.name, Number(row.words)]));
    return names.map((name, at) => {
      const { present, distinct, numbers, not_numbers, whole } = countsOf.get(column(at)) ?? {};
      const notNumbers = Number(not_numbers ?? 0);
      return {
        name,
        present: Number(present ?? 0),
        distinct: Number(distinct ?? 0),
        numbers: Number(numbers ?? 0),
        notNumbers,
        whole: whole !== false,
        meanWords: notNumbers === 0 ? 0 : (wordsOf.get(column(at)) ?? 0),
      };
    });
  }

  async function preview(count: number): Promise<string[][]> {
    const result = await connection.runAndReadAll(`SELECT * FROM source ORDER BY rowid LIMIT ${count}`);
    return result.getRowsJS().map((row) => row.map((cell) => (cell === null ? '' : String(cell))));
  }

  /** The cells that are neither empty nor numbers, of each of the columns that has any. */
  async function findInvalid(columns: readonly number[]): Promise<Map<number, InvalidCells>> {
    if (columns.length === 0) return new Map();
    const cells = columns.map(column).join(', ');
    const found = await query(
      `SELECT name, count(*)::INTEGER AS count, arg_min(cell, row) AS example, min(row) AS row
       FROM (UNPIVOT (SELECT rowid::DOUBLE AS row, ${cells} FROM source) ON ${cells} INTO NAME name VALUE cell)
       WHERE ${asNumber('cell')} IS NULL AND NOT ${isEmpty('cell', emptyNumberCell)} GROUP BY name`,
    );
    return new Map(
      found.map(({ name, count, example, row }) => [
        Number(String(name).slice(1)),
        { count: Number(count), example: String(example), row: Number(row) },
      ]),
    );
  }

  async function readCategories(at: number): Promise<Categories> {
    const isPresent = `NOT ${isEmpty(column(at), emptyCell)}`;
    await connection.run(
      `CREATE OR REPLACE TYPE categories${at} AS ENUM (SELECT DISTINCT trim(${column(at)}) FROM source WHERE ${isPresent})`,
    );
    const stored = (await query(`SELECT unnest(enum_range(NULL::categories${at}))::VARCHAR AS value`)).map(
      ({ value }) => String(value),
    );
    const categories = [...stored].sort(compareCategories);
    const rankOf = new Map(categories.map((value, rank) => [value, rank]));
    return {
      categories,
      ranks: Int32Array.from(stored, (value) => rankOf.get(value)!),
      sql: `enum_code((CASE WHEN ${isPresent} THEN trim(${column(at)}) END)::categories${at})::INTEGER`,
    };
  }

  async function read(wanted: readonly { readonly name: string; readonly kind: ColumnKind }[]): Promise<Column[]> {
    const fillers: ColumnFiller[] = [];
    for (const { name, kind } of wanted) {
      const at = findColumn(name);
      switch (kind) {
        case 'numeric':
          fillers.push(fillNumbers(at, name, rows, asNumber(column(at))));
          break;
        case 'categorical':
          fillers.push(fillCategories(at, name, rows, await readCategories(at)));
          break;
        case 'text':
          fillers.push(fillTexts(at, name, rows, column(at)));
          break;
      }
    }
    const of = rows * Math.ceil(fillers.length / queriedColumns);
    let done = 0;
    const count = (taken: number) => {
      done += taken;
      reading.signal.throwIfAborted();
      reading.report({ step: 'rows', count: { done: Math.round((done / of) * rows), of: rows } });
    };
    for (let from = 0; from < fillers.length; from += queriedColumns) {
      await fillColumns(fillers.slice(from, from + queriedColumns), count);
    }
    const incomplete = fillers.filter(({ column }) => column.kind === 'numeric' && column.values.some(Number.isNaN));
    const invalid = await findInvalid(incomplete.map(({ at }) => at));
    return fillers.map(({ at, column }) =>
      column.kind === 'numeric' ? { ...column, invalid: invalid.get(at) ?? null } : column,
    );
  }

  function findColumn(name: string): number {
    const at = places.get(name);
    if (at !== undefined) return at;
    const received = cut(names.join(', '), 200);
    throw new UserError(say(dataMessages['column-missing'], { column: name, expected: `"${name}"`, received }));
  }

  async function fillColumns(fillers: readonly ColumnFiller[], count: (taken: number) => void): Promise<void> {
    // A stream is not always in the table's order, so each row comes with its number.
    const result = await connection.stream(
      `SELECT rowid::DOUBLE, ${fillers.map(({ sql }) => sql).join(', ')} FROM source`,
    );
    for await (const chunk of result) {
      const place = chunk.getColumnVector(0);
      const places = new Float64Array(chunk.rowCount);
      for (let i = 0; i < places.length; i++) places[i] = place.getItem(i) as number;
      fillers.forEach(({ set }, at) => {
        const vector = chunk.getColumnVector(at + 1);
        for (let i = 0; i < places.length; i++) set(places[i]!, vector.getItem(i));
      });
      count(places.length);
    }
  }

  return {
    file: path,
    names,
    rows,
    target: null,
    warnings,
    profile,
    preview,
    read,
    close: () => {
      reading.signal.removeEventListener('abort', interrupt);
      database.closeSync();
    },
  };
}

/** A column's categories in our order, the SQL of a cell's code, and for each code the category's place in that order. */
interface Categories {
  readonly categories: readonly string[];
  readonly sql: string;
  readonly ranks: Int32Array;
}

/** What is selected for the column at a place of the table, and where its values go. */
interface ColumnFiller {
  readonly at: number;
  readonly sql: string;
  readonly column: Column;
  set(row: number, value: unknown): void;
}

function fillNumbers(at: number, name: string, rows: number, sql: string): ColumnFiller {
  const values = new Float64Array(rows);
  const set = (row: number, value: unknown) => {
    values[row] = value === null ? Number.NaN : (value as number);
  };
  return { at, sql, column: { name, kind: 'numeric', values, invalid: null }, set };
}

function fillCategories(at: number, name: string, rows: number, { categories, sql, ranks }: Categories): ColumnFiller {
  const codes = new Int32Array(rows);
  const set = (row: number, value: unknown) => {
    codes[row] = value === null ? -1 : ranks[value as number]!;
  };
  return { at, sql, column: { name, kind: 'categorical', codes, categories }, set };
}

function fillTexts(at: number, name: string, rows: number, sql: string): ColumnFiller {
  const values = new Array<string>(rows).fill('');
  const set = (row: number, value: unknown) => {
    values[row] = value === null ? '' : (value as string);
  };
  return { at, sql, column: { name, kind: 'text', values }, set };
}

/** Names for all columns, each once: those of the header, or column_1, column_2, ... */
function nameColumns(form: CsvForm): { readonly names: string[]; readonly warnings: Words[] } {
  if (!form.hasHeader) {
    const received = cut(form.first.join(form.delimiter), 60);
    return {
      names: form.first.map((_, at) => `column_${at + 1}`),
      warnings: [say(dataWarnings['header-missing'], { received })],
    };
  }
  const taken = new Set<string>();
  const changed: string[] = [];
  const names = form.first.map((raw, at) => {
    const wanted = raw.trim() || `unnamed_${at + 1}`;
    let name = wanted;
    for (let number = 2; taken.has(name); number++) name = `${wanted}_${number}`;
    taken.add(name);
    if (name !== raw.trim()) changed.push(`"${name}"`);
    return name;
  });
  const warnings = changed.length === 0 ? [] : [say(dataWarnings['names-changed'], { names: changed.join(', ') })];
  return { names, warnings };
}
