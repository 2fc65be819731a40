import { cut } from '../../../shared/messages/cut.ts';
import { dataWarnings } from '../../../shared/messages/data.ts';
import type { Words } from '../../../shared/messages/sentence.ts';
import { say } from '../../../shared/messages/sentence.ts';
import { sourceWarnings } from '../../../shared/messages/sources.ts';
import { uniqueNames, warnAboutNames } from './column-names.ts';
import { looksLikeNames } from './csv-file.ts';
import { endOfTable } from './sheet-foot.ts';
import type { MergedCells } from './workbook.ts';

/** A time that something takes, in milliseconds. */
export interface Duration {
  readonly lasting: number;
}

/** A cell as it is read. */
export type Cell = string | number | boolean | Date | Duration | null;

/** What a sheet has: columns of cells by their names, from the header on. */
export interface SheetTable {
  readonly columns: ReadonlyMap<string, readonly string[]>;
  /** Whether it looks like a table, and not like remarks: there are two columns or more, and most rows have values in several. */
  readonly isTable: boolean;
  readonly warnings: readonly Words[];
}

/** The table in the cells of a sheet; null where there is no row below the header. Each of merged cells has their common value. */
export function findSheetTable(rows: Cell[][], merged: readonly MergedCells[]): SheetTable | null {
  const found = findHeader(rows, merged);
  if (found === null) return null;
  const { header, skipped, isCertain } = found;
  // Merged cells of a remark are one value.
  const counted = rows.map(countValues);
  fillMerged(rows, merged);
  const below = rows.slice(header + 1);
  if (!below.some((row) => row.some(isThere))) return null;
  const end = endOfTable(below, counted.slice(header + 1), usualCount(counted));
  const body = below.slice(0, end);
  const foot = below.slice(end).filter((row) => row.some(isThere));
  const first = rows[header]!;
  // Columns that are empty throughout stand beside the table.
  const kept = Array.from(first.keys()).filter((at) => isThere(first[at]) || body.some((row) => isThere(row[at])));
  const hasHeader = skipped > 0 || isHeader(first, body.find((row) => row.some(isThere))!, kept);
  const values = hasHeader ? body : [first, ...body];
  const { names, changed } = uniqueNames(kept.map((at) => (hasHeader ? textOf(first[at]) : `column_${at + 1}`)));
  const received = cut(kept.map((at) => textOf(first[at])).join(', '), 60);
  const columns = kept.map((at, place) => [names[place]!, values.map((row) => textOf(row[at]))] as const);
  const counts = body.map(countValues).filter((count) => count > 0);
  return {
    columns: new Map(columns),
    isTable: isCertain && kept.length > 1 && counts.filter((count) => count > 1).length * 2 > counts.length,
    warnings: [
      ...(skipped > 0
        ? [say(sourceWarnings['rows-above'], { row: header + 1, count: skipped, received: firstRemark(rows) })]
        : []),
      ...(foot.length > 0
        ? [say(sourceWarnings['rows-below'], { count: foot.length, received: firstRemark(foot) })]
        : []),
      ...(hasHeader ? warnAboutNames(changed) : [say(dataWarnings['header-missing'], { received })]),
    ],
  };
}

interface FoundHeader {
  /** Its row, from 0. */
  readonly header: number;
  /** Rows with values that stand above it. */
  readonly skipped: number;
  /** False where nothing but remarks was found, so that it is the first row with a value. */
  readonly isCertain: boolean;
}

/**
 * The row of the header: the first that is no remark (`remarks`). Where no names come after remarks, it is the first row with a value.
 */
function findHeader(rows: readonly Cell[][], merged: readonly MergedCells[]): FoundHeader | null {
  const counts = rows.map(countValues);
  const first = counts.findIndex((count) => count > 0);
  if (first < 0) return null;
  const isRemark = remarks(rows, counts, merged);
  let header = first;
  let skipped = 0;
  while (header < rows.length && (counts[header] === 0 || isRemark(header))) if (counts[header++]! > 0) skipped++;
  if (skipped === 0) return { header, skipped, isCertain: true };
  const next = rows.find((_, at) => at > header && counts[at]! > 0);
  const isFound = next !== undefined && isHeader(rows[header]!, next, [...rows[header]!.keys()]);
  return isFound ? { header, skipped, isCertain: true } : { header: first, skipped: 0, isCertain: false };
}

/**
 * Tells whether a row above a table is a remark. Its first value ends in a colon, or it has fewer values than the table is wide and begins where the table does or
 * before, or is one title alone, or merged. It has at most half as many; else an empty row comes before the table, or it has numbers where the table begins with texts.
 */
function remarks(rows: readonly Cell[][], counts: readonly number[], merged: readonly MergedCells[]) {
  const width = usualCount(counts);
  const full = counts.findIndex((count) => count >= width);
  const left = rows[full]!.findIndex(isThere);
  const blank = counts.lastIndexOf(0, full);
  const wide = new Set(merged.filter(({ left, right }) => right > left).map(({ top, left }) => `${top} ${left}`));
  return (at: number) => {
    const row = rows[at]!;
    const count = counts[at]!;
    const begin = row.findIndex(isThere);
    if (/[:\uff1a]\s*$/.test(String(row[begin]))) return true;
    const isShort =
      count * 2 <= width || (count < width && (at < blank || (!row.every(isText) && rows[full]!.every(isText))));
    if (!isShort) return false;
    const isTitle = (count === 1 && width > 3) || row.every((cell, to) => !isThere(cell) || wide.has(`${at} ${to}`));
    return begin <= left || isTitle;
  };
}

/** How many values most rows with values have; of two that are as frequent the larger. */
function usualCount(counts: readonly number[]): number {
  const rowsOf = new Map<number, number>();
  for (const count of counts) if (count > 0) rowsOf.set(count, (rowsOf.get(count) ?? 0) + 1);
  const [usual] = [...rowsOf].sort(([one, rows], [other, others]) => others - rows || other - one);
  return usual![0];
}

function isText(cell: Cell | undefined): boolean {
  return !isThere(cell) || typeof cell === 'string';
}

/** Whether a row is names of what is in the next: texts above what is none, else by the rule for all tables. */
function isHeader(row: readonly Cell[], next: readonly Cell[], columns: readonly number[]): boolean {
  if (columns.every((at) => isText(row[at])) && !columns.every((at) => isText(next[at]))) return true;
  const texts = (cells: readonly Cell[]) => columns.map((at) => textOf(cells[at]));
  return looksLikeNames(texts(row), texts(next));
}

function firstRemark(rows: readonly Cell[][]): string {
  const row = rows.find((cells) => cells.some(isThere))!;
  return cut([...new Set(row.filter(isThere).map(textOf))].join(', '), 60);
}

function countValues(row: readonly Cell[]): number {
  return row.reduce<number>((count, cell) => (isThere(cell) ? count + 1 : count), 0);
}

function isThere(cell: Cell | undefined): boolean {
  return cell !== null && cell !== undefined && cell !== '';
}

function fillMerged(rows: Cell[][], merged: readonly MergedCells[]): void {
  for (const { top, left, bottom, right } of merged) {
    const value = rows[top]?.[left] ?? null;
    if (value === null) continue;
    for (let row = top; row <= Math.min(bottom, rows.length - 1); row++)
      for (let column = left; column <= Math.min(right, rows[row]!.length - 1); column++) rows[row]![column] = value;
  }
}

/** A cell as text: numbers without loss, dates as ISO 8601 has them, durations in hours, minutes and seconds. */
function textOf(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell !== 'object') return String(cell);
  if (!(cell instanceof Date)) return durationText(cell);
  if (Number.isNaN(cell.getTime())) return '';
  const [date, time] = new Date(toSecond(cell.getTime())).toISOString().split('T') as [string, string];
  const clock = time.replace(/(?:\.000)?Z$/, '');
  // A time without a day is one of the day before Excel's calendar begins.
  if (cell.getUTCFullYear() < 1900) return clock;
  return clock === '00:00:00' ? date : `${date} ${clock}`;
}

/** Days are written with so many digits that a whole second may be short of it, which the cells' reader cuts to its last millisecond. */
function toSecond(milliseconds: number): number {
  return (milliseconds + 1) % 1000 === 0 ? milliseconds + 1 : milliseconds;
}

function durationText({ lasting }: Duration): string {
  const size = Math.abs(toSecond(lasting));
  const hours = String(Math.floor(size / 3_600_000)).padStart(2, '0');
  const [rest] = new Date(size % 3_600_000)
    .toISOString()
    .slice(14)
    .split(/(?:\.000)?Z/);
  return `${lasting < 0 ? '-' : ''}${hours}:${rest}`;
}
