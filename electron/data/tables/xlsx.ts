import { UserError } from '../../../shared/ipc/port.ts';
import { dataMessages, dataWarnings } from '../../../shared/messages/data.ts';
import { say, type Words } from '../../../shared/messages/sentence.ts';
import { sourceMessages, sourceWarnings } from '../../../shared/messages/sources.ts';
import { cut } from '../cut.ts';
import { type Reading, unlessEnded, unwatchedReading } from '../reading.ts';
import { uniqueNames, warnAboutNames } from './column-names.ts';
import { createMemoryTable } from './memory-table.ts';
import type { TableSource } from './table.ts';
import { type MergedCells, openWorkbook } from './workbook.ts';

/** A cell as it is read. */
type Cell = string | number | boolean | Date | null;

/**
 * A sheet of an .xlsx file as a table; null takes the first. The first row that is not empty has the names of the columns; formulas count
 * with the values that were saved, and each of merged cells has their common value. Throws UserError naming the file.
 */
export async function openXlsx(
  path: string,
  sheet: string | null,
  reading: Reading = unwatchedReading(),
): Promise<TableSource> {
  reading.report({ step: 'load', count: null });
  const workbook = await openWorkbook(path);
  try {
    const name = sheet ?? workbook.sheets[0]!;
    if (!workbook.sheets.includes(name)) {
      const values = { file: path, expected: cut(workbook.sheets.join(', '), 200), received: name };
      throw new UserError(say(sourceMessages['sheet-missing'], values));
    }
    const { merged, uncalculated, errors } = await workbook.look(name);
    const cells = await unlessEnded(reading, readCells(path, name));
    fillMerged(cells, merged);
    const { columns, warnings } = tableOf(path, cells);
    return {
      ...createMemoryTable(path, columns, null, [
        ...warnings,
        ...(merged.length > 0 ? [say(sourceWarnings['cells-merged'], { count: merged.length })] : []),
        ...(uncalculated > 0 ? [say(sourceWarnings['formulas-uncalculated'], { count: uncalculated })] : []),
        ...(errors.count > 0 ? [say(sourceWarnings['cells-in-error'], errors)] : []),
      ]),
      sheets: { all: workbook.sheets, read: name },
    };
  } finally {
    workbook.close();
  }
}

async function readCells(path: string, sheet: string): Promise<Cell[][]> {
  // Loaded only here: few projects have a workbook.
  const { readSheet } = await import('read-excel-file/node');
  try {
    return (await readSheet(path, sheet, { trim: false })) as Cell[][];
  } catch (error) {
    const received = (error instanceof Error ? error.message : String(error)).split('\n')[0]!;
    throw new UserError(say(sourceMessages['workbook-unreadable'], { file: path, received }));
  }
}

function fillMerged(rows: Cell[][], merged: readonly MergedCells[]): void {
  for (const { top, left, bottom, right } of merged) {
    const value = rows[top]?.[left] ?? null;
    if (value === null) continue;
    for (let row = top; row <= Math.min(bottom, rows.length - 1); row++)
      for (let column = left; column <= Math.min(right, rows[row]!.length - 1); column++) rows[row]![column] = value;
  }
}

interface FoundTable {
  readonly columns: ReadonlyMap<string, readonly string[]>;
  readonly warnings: readonly Words[];
}

function tableOf(path: string, rows: readonly Cell[][]): FoundTable {
  const isThere = (cell: Cell | undefined) => cell !== null && cell !== undefined && cell !== '';
  const head = rows.findIndex((row) => row.some(isThere));
  const body = rows.slice(head + 1);
  while (body.length > 0 && !body.at(-1)!.some(isThere)) body.pop();
  if (head < 0 || body.length === 0) throw new UserError(say(dataMessages['rows-missing'], { file: path }));
  const first = rows[head]!;
  // Columns that are empty throughout stand beside the table.
  const kept = Array.from(first.keys()).filter((at) => isThere(first[at]) || body.some((row) => isThere(row[at])));
  const hasHeader = kept.some((at) => typeof first[at] === 'string');
  const values = hasHeader ? body : [first, ...body];
  const { names, changed } = uniqueNames(kept.map((at) => (hasHeader ? textOf(first[at]) : `column_${at + 1}`)));
  const received = cut(kept.map((at) => textOf(first[at])).join(', '), 60);
  const columns = kept.map((at, place) => [names[place]!, values.map((row) => textOf(row[at]))] as const);
  return {
    columns: new Map(columns),
    warnings: hasHeader ? warnAboutNames(changed) : [say(dataWarnings['header-missing'], { received })],
  };
}

/** A cell as text: numbers without loss, dates as ISO 8601 has them. */
function textOf(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return '';
  if (!(cell instanceof Date)) return String(cell);
  if (Number.isNaN(cell.getTime())) return '';
  const [date, time] = cell.toISOString().split('T') as [string, string];
  const clock = time.replace(/(?:\.000)?Z$/, '');
  // A time without a day is one of the day before Excel's calendar begins.
  if (cell.getUTCFullYear() < 1900) return clock;
  return clock === '00:00:00' ? date : `${date} ${clock}`;
}
