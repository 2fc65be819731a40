import { UserError } from '../../../shared/ipc/port.ts';
import { cut } from '../../../shared/messages/cut.ts';
import { dataMessages } from '../../../shared/messages/data.ts';
import { say, type Words } from '../../../shared/messages/sentence.ts';
import { keyOfText } from '../duplicates/short-hash.ts';
import { numbersIn } from '../store/numbers.ts';
import { type Texts, textsIn } from '../store/texts.ts';
import { tokenize } from '../text/tokenizers/tokens.ts';
import {
  type Column,
  type ColumnProfile,
  emptyCell,
  emptyNumberCell,
  parseDate,
  parseNumber,
  sampledRows,
  sortCategories,
  type TableSource,
} from './table.ts';

/** Cells in memory, or texts in a room. */
type Cells = readonly string[] | Texts;

/** A table whose cells were all read, by the names of columns; each column as long as the others. Of texts in a room none are held beside it. */
export function createMemoryTable(
  file: string,
  cells: ReadonlyMap<string, Cells>,
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
    profile: async (wanted = names) => wanted.map((name) => profileCells(name, cellsOf(name))),
    preview: async (count) =>
      Array.from({ length: Math.min(count, rows) }, (_, row) => names.map((name) => cellsOf(name).at(row)!)),
    read: async (columns) => ({ rows, columns: columns.map(({ name, kind }) => readCells(name, kind, cellsOf(name))) }),
    close: () => undefined,
  };
}

/** Cells whose words are counted. */
const sampledTexts = 10_000;
const emptyPattern = new RegExp(`^${emptyCell}$`, 'i');
const emptyNumberPattern = new RegExp(`^${emptyNumberCell}$`, 'i');

/**
 * What cells are, in one pass: of texts in a room the first `sampledRows`; of others, such as classes, of which one comes after the other, all.
 */
function profileCells(name: string, cells: Cells): ColumnProfile {
  const different = new Set<string>();
  const found = { present: 0, numbers: 0, notNumbers: 0, whole: true, dates: 0 };
  let [row, words, worded] = [0, 0, 0];
  for (const cell of cells) {
    if (isStored(cells) && row === sampledRows) break;
    row++;
    const number = parseNumber(cell);
    if (number !== null) {
      found.numbers++;
      if (!Number.isInteger(number)) found.whole = false;
    } else if (!emptyNumberPattern.test(cell)) found.notNumbers++;
    if (parseDate(cell) !== null) found.dates++;
    if (emptyPattern.test(cell)) continue;
    found.present++;
    different.add(keyOfText(cell.trim()));
    if (worded === sampledTexts) continue;
    worded++;
    words += tokenize(cell, 100).length;
  }
  const meanWords = worded === 0 || found.notNumbers === 0 ? 0 : words / worded;
  return { name, ...found, distinct: different.size, meanWords };
}

function isStored(cells: Cells): cells is Texts {
  return !Array.isArray(cells);
}

function readCells(name: string, kind: Column['kind'], cells: Cells): Column {
  switch (kind) {
    case 'numeric':
    case 'date': {
      const parse = kind === 'numeric' ? parseNumber : parseDate;
      const values = new Float64Array(cells.length);
      let [row, count, first] = [0, 0, 0];
      for (const cell of cells) {
        const value = parse(cell);
        values[row] = value ?? Number.NaN;
        if (value === null && !emptyNumberPattern.test(cell) && count++ === 0) first = row;
        row++;
      }
      const invalid = count === 0 ? null : { count, example: cells.at(first)!, row: first };
      return { name, kind, values: numbersIn(values), invalid };
    }
    case 'categorical': {
      const places = new Map<string, number>();
      const values = new Int32Array(cells.length);
      let row = 0;
      for (const cell of cells) {
        const value = cell.trim();
        const isPresent = !emptyPattern.test(cell);
        if (isPresent && !places.has(value)) places.set(value, places.size);
        values[row++] = isPresent ? places.get(value)! : -1;
      }
      const categories = sortCategories(places.keys());
      const ranks = new Map(categories.map((category, rank) => [category, rank]));
      const rankOf = Int32Array.from(places.keys(), (category) => ranks.get(category)!);
      for (let at = 0; at < values.length; at++) if (values[at]! >= 0) values[at] = rankOf[values[at]!]!;
      return { name, kind, values: numbersIn(values), categories };
    }
    case 'text':
      return { name, kind, values: isStored(cells) ? cells : textsIn(cells) };
  }
}
