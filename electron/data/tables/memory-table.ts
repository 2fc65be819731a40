import { UserError } from '../../../shared/ipc/port.ts';
import { dataMessages } from '../../../shared/messages/data.ts';
import { say, type Words } from '../../../shared/messages/sentence.ts';
import { cut } from '../cut.ts';
import { numbersIn } from '../store/numbers.ts';
import { textsIn } from '../store/texts.ts';
import { tokenize } from '../text/tokens.ts';
import {
  type Column,
  type ColumnProfile,
  emptyCell,
  emptyNumberCell,
  parseDate,
  parseNumber,
  sortCategories,
  type TableSource,
} from './table.ts';

/** A table whose cells are in memory, by the names of columns; each column as long as the others. */
export function createMemoryTable(
  file: string,
  cells: ReadonlyMap<string, readonly string[]>,
  target: string | null,
  warnings: readonly Words[] = [],
): TableSource {
  const names = [...cells.keys()];
  const rows = cells.get(names[0]!)?.length ?? 0;
  const cellsOf = (name: string) => {
    const found = cells.get(name);
    if (found !== undefined) return found;
    const values = { column: name, expected: `"${name}"`, received: cut(names.join(', '), 200) };
    throw new UserError(say(dataMessages['column-missing'], values));
  };
  return {
    file,
    names,
    target,
    warnings,
    profile: async () => names.map((name) => profileCells(name, cellsOf(name))),
    preview: async (count) =>
      Array.from({ length: Math.min(count, rows) }, (_, row) => names.map((name) => cellsOf(name)[row]!)),
    read: async (columns) => ({ rows, columns: columns.map(({ name, kind }) => readCells(name, kind, cellsOf(name))) }),
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
      const categories = sortCategories([...new Set(present)].filter((value) => value !== null));
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
