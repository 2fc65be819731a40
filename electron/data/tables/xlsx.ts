import { UserError } from '../../../shared/ipc/port.ts';
import { cut } from '../../../shared/messages/cut.ts';
import { dataMessages } from '../../../shared/messages/data.ts';
import { say, type Words } from '../../../shared/messages/sentence.ts';
import { sourceMessages, sourceWarnings } from '../../../shared/messages/sources.ts';
import { type Reading, unlessEnded, unwatchedReading } from '../reading.ts';
import { createMemoryTable } from './memory-table.ts';
import { type Cell, findSheetTable, type SheetTable } from './sheet-table.ts';
import type { TableSource } from './table.ts';
import { openWorkbook, type Workbook } from './workbook.ts';

/** Which sheet of a workbook is read. */
export interface WantedSheet {
  /** Its name; null takes the first that is a table. */
  readonly sheet?: string | null;
  /** Where no sheet is named: columns that it must have. */
  readonly columns?: readonly string[];
}

/**
 * A sheet of an .xlsx file as a table, from its header on; formulas count with the values that were saved. Where no sheet is named and none is a table, or
 * has the columns, it is the first that is a table, then the first with rows. Throws UserError naming the file.
 */
export async function openXlsx(
  path: string,
  { sheet = null, columns = [] }: WantedSheet = {},
  reading: Reading = unwatchedReading(),
): Promise<TableSource> {
  reading.report({ step: 'load', count: null });
  const workbook = await openWorkbook(path);
  try {
    const { sheets } = workbook;
    if (sheet !== null && !sheets.includes(sheet)) {
      const values = { file: path, expected: cut(sheets.join(', '), 200), received: sheet };
      throw new UserError(say(sourceMessages['sheet-missing'], values));
    }
    let found: FoundSheet | null = null;
    for (const name of sheet === null ? sheets : [sheet]) {
      const read = await readTable(path, workbook, name, reading);
      if (read === null) continue;
      if (columns.length > 0 ? hasAll(read, columns) : read.isTable) {
        found = read;
        break;
      }
      if (found === null || (read.isTable && !found.isTable)) found = read;
    }
    if (found === null) throw new UserError(say(dataMessages['rows-missing'], { file: nameOf(path, sheet) }));
    const { name, warnings } = found;
    const reason = columns.length > 0 && hasAll(found, columns) ? 'sheet-of-columns' : 'sheet-found';
    const values = { sheet: name, sheets: cut(sheets.join(', '), 200) };
    const said = sheet === null && name !== sheets[0] ? [say(sourceWarnings[reason], values), ...warnings] : warnings;
    return {
      ...createMemoryTable(path, found.columns, null, said),
      sheets: { all: sheets, read: name },
    };
  } finally {
    workbook.close();
  }
}

function hasAll({ columns }: SheetTable, names: readonly string[]): boolean {
  return names.every((name) => columns.has(name));
}

function nameOf(path: string, sheet: string | null): string {
  return sheet === null ? path : `${path} (${sheet})`;
}

interface FoundSheet extends SheetTable {
  readonly name: string;
}

/** The table of a sheet, and what is odd about its cells; null where there is none. */
async function readTable(path: string, workbook: Workbook, name: string, reading: Reading): Promise<FoundSheet | null> {
  const { merged, uncalculated, errors, durations } = await workbook.look(name);
  const rows = await unlessEnded(reading, readCells(path, name));
  for (const { row, column } of durations) {
    const cell = rows[row]?.[column];
    if (cell instanceof Date) rows[row]![column] = { lasting: cell.getTime() - workbook.epoch };
  }
  const table = findSheetTable(rows, merged);
  if (table === null) return null;
  const warnings: Words[] = [
    ...table.warnings,
    ...(merged.length > 0 ? [say(sourceWarnings['cells-merged'], { count: merged.length })] : []),
    ...(uncalculated > 0 ? [say(sourceWarnings['formulas-uncalculated'], { count: uncalculated })] : []),
    ...(errors.count > 0 ? [say(sourceWarnings['cells-in-error'], errors)] : []),
  ];
  return { ...table, name, warnings };
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
