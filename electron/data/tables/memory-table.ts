import type { Words } from '../../../shared/messages/sentence.ts';
import { numbersIn } from '../store/numbers.ts';
import { textsIn } from '../store/texts.ts';
import { tokenize } from '../text/tokens.ts';
import {
  type Column,
  type ColumnProfile,
  compareCategories,
  emptyCell,
  emptyNumberCell,
  parseDate,
  parseNumber,
  type TableSource,
} from './table.ts';

/** A table whose cells are in memory; each column as long as the others. */
export function createMemoryTable(
  file: string,
  cells: Readonly<Record<string, readonly string[]>>,
  target: string | null,
  warnings: readonly Words[] = [],
): TableSource {
  const names = Object.keys(cells);
  const rows = cells[names[0]!]?.length ?? 0;
  return {
    file,
    names,
    target,
    warnings,
    profile: async () => names.map((name) => profileCells(name, cells[name]!)),
    preview: async (count) =>
      Array.from({ length: Math.min(count, rows) }, (_, row) => names.map((name) => cells[name]![row]!)),
    read: async (columns) => ({ rows, columns: columns.map(({ name, kind }) => readCells(name, kind, cells[name]!)) }),
    close: () => undefined,
  };
}

const emptyPattern = new RegExp(`^${emptyCell}$`, 'i');
const emptyNumberPattern = new RegExp(`^${emptyNumberCell}$`, 'i');

function profileCells(name: string, cells: readonly string[]): ColumnProfile {
  const present = cells.filter((cell) => !emptyPattern.test(cell));
  const numbers = cells.map(parseNumber).filter((value) => value !== null);
  const notNumbers = cells.filter((cell) => !emptyNumberPattern.test(cell)).length - numbers.length;
  const words = notNumbers === 0 ? 0 : present.reduce((sum, cell) => sum + tokenize(cell, 100).length, 0);
  return {
    name,
    present: present.length,
    distinct: new Set(present.map((cell) => cell.trim())).size,
    numbers: numbers.length,
    notNumbers,
    whole: numbers.every(Number.isInteger),
    dates: cells.filter((cell) => parseDate(cell) !== null).length,
    meanWords: present.length === 0 ? 0 : words / present.length,
  };
}

function readCells(name: string, kind: Column['kind'], cells: readonly string[]): Column {
  switch (kind) {
    case 'numeric':
    case 'date': {
      const parse = kind === 'numeric' ? parseNumber : parseDate;
      const values = Float64Array.from(cells, (cell) => parse(cell) ?? Number.NaN);
      const bad = cells.flatMap((cell, row) =>
        Number.isNaN(values[row]!) && !emptyNumberPattern.test(cell) ? [row] : [],
      );
      const invalid = bad.length === 0 ? null : { count: bad.length, example: cells[bad[0]!]!, row: bad[0]! };
      return { name, kind, values: numbersIn(values), invalid };
    }
    case 'categorical': {
      const present = cells.map((cell) => (emptyPattern.test(cell) ? null : cell.trim()));
      const categories = [...new Set(present)].filter((value) => value !== null).sort(compareCategories);
      const places = new Map<string | null, number>(categories.map((value, at) => [value, at]));
      return {
        name,
        kind,
        values: numbersIn(Int32Array.from(present, (value) => places.get(value) ?? -1)),
        categories,
      };
    }
    case 'text':
      return { name, kind, values: textsIn(cells) };
  }
}
