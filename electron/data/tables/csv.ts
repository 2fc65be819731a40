import { UserError } from '../../../shared/ipc/port.ts';
import { cut } from '../../../shared/messages/cut.ts';
import { dataMessages, dataWarnings } from '../../../shared/messages/data.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { say, type Words } from '../../../shared/messages/sentence.ts';
import { type Reading, unwatchedReading } from '../reading.ts';
import { uniqueNames, warnAboutNames } from './column-names.ts';
import { type CsvForm, examineCsv, isParted } from './csv-file.ts';
import { columnName, type Database, firstSentence, openDatabase, quote, quoteFile } from './database.ts';
import { createDatabaseTable } from './database-table.ts';
import type { SavedNotations } from './number-notation.ts';
import { findSpaces, separateByTabs } from './spaced-text.ts';
import type { TableSource } from './table.ts';
import { sizeOfTable } from './table-size.ts';
import { checkTextFile, endsInSeveralWays, lineAt, openTextFile, type TextFile } from './text-file.ts';

/** Longest row in bytes that is read; a cell of text may be a whole book. */
const longestRow = 16 * 1024 * 1024;

/**
 * A CSV or TSV file through DuckDB, strictly: a row with too few or too many values is an error, not a guess. The delimiter (comma,
 * semicolon, tab or bar) is the one that parts the first line into most values; numbers with a comma before the fraction are known by
 * what the cells of a column show, or by `knownNotations`, those of an earlier file. A file in UTF-16, GB18030 or Windows-1252, or whose columns are
 * separated by blanks, is read from a copy of it. Throws UserError naming the file, and the line where one is at fault.
 */
export async function openCsv(
  path: string,
  reading: Reading = unwatchedReading(),
  knownNotations?: SavedNotations,
): Promise<TableSource> {
  const text = await openText(path, reading);
  let database: Database | null = null;
  try {
    const form = examineCsv(text);
    const opened = await openDatabase();
    database = opened;
    const { names, warnings } = nameColumns(form);
    const from = readerOf(text.path, form);
    const table = await createDatabaseTable(
      opened,
      {
        file: path,
        from: `${from})`,
        columns: names.map((name) => ({ name, type: 'written' as const })),
        usualNotation: form.delimiter === ';' ? 'either' : 'point',
        knownNotations,
        warnings: [...text.warnings, ...warnings],
        describeError: (error) => describeLoadError(opened, text, form, `${from}, store_rejects = true)`, error),
        check: (reading) => checkTextFile(text, reading),
      },
      reading,
    );
    return { ...table, close: () => [table.close(), text.close()] };
  } catch (error) {
    database?.close();
    text.close();
    throw error;
  }
}

/** Whether the beginning of a file is a table's, wherever that breaks off. Throws UserError for what is no text. */
export async function looksLikeTable(path: string): Promise<boolean> {
  const text = await openTextFile(path, unwatchedReading());
  text.close();
  return findSpaces(text) !== null || isParted(text);
}

/** A text with a delimiter that the database knows. */
async function openText(path: string, reading: Reading): Promise<TextFile> {
  const text = await openTextFile(path, reading);
  const form = findSpaces(text);
  return form === null ? text : separateByTabs(text, form, reading);
}

/** The file as a function of the database, but for its closing bracket. */
function readerOf(path: string, form: CsvForm): string {
  const columns = form.first.map((_, at) => `${quote(columnName(at))}: 'VARCHAR'`).join(', ');
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
    // Each thread holds several of these.
    `buffer_size = ${longestRow}`,
  ].join(', ');
  return `read_csv(${quoteFile(path)}, ${options}`;
}

/** Reads again, now setting aside every bad row, to name the first. */
async function describeLoadError(
  { connection }: Database,
  text: TextFile,
  form: CsvForm,
  reader: string,
  error: unknown,
): Promise<unknown> {
  const path = text.file;
  // It may be gone, or no longer be a file.
  const gone = await sizeOfTable(path).then(
    () => null,
    (problem: unknown) => problem,
  );
  if (gone !== null) return gone;
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
    if (await endsInSeveralWays(text)) return new UserError(say(dataMessages['line-ends'], { file: path }));
    const received = firstSentence(String(error instanceof Error ? error.message : error));
    return new UserError(say(dataMessages['table-unreadable'], { file: path, received }));
  }
  const line = await lineAt(text, Number(first.position));
  const written = cut(String(first.text ?? '').split(/\r?\n/)[0]!, 80);
  const values = { file: path, line, text: written };
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
          received: firstSentence(String(first.message)),
        }),
      );
  }
}

function warnAboutRemarks({ remarks, titles, skippedLines }: CsvForm): Words[] {
  const above = titles && { count: titles.count, received: cut(titles.first, 60), line: skippedLines + 1 };
  return [
    ...(remarks === 0 ? [] : [say(dataWarnings['remarks-skipped'], { count: remarks })]),
    ...(above === null ? [] : [say(dataWarnings['lines-above'], above)]),
  ];
}

/** Names for all columns, each once: those of the header, or column_1, column_2, ... */
function nameColumns(form: CsvForm): { readonly names: readonly string[]; readonly warnings: readonly Words[] } {
  if (!form.hasHeader) {
    const received = cut(form.first.join(form.delimiter), 60);
    return {
      names: form.first.map((_, at) => `column_${at + 1}`),
      warnings: [...warnAboutRemarks(form), say(dataWarnings['header-missing'], { received })],
    };
  }
  const { names, changed } = uniqueNames(form.first);
  return { names, warnings: [...warnAboutRemarks(form), ...warnAboutNames(changed)] };
}
