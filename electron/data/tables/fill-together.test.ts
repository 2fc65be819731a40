import { expect, test } from 'vitest';
import { writeTable } from '../../../testing/datasets.ts';
import { readColumns } from '../../../testing/tables.ts';
import { openTableFile } from './open-table-file.ts';
import type { WantedColumn } from './table.ts';

/** Cells of a column in which each row differs from those beside it, by the kind of the column. */
const kinds: readonly ((row: number, column: number) => string)[] = [
  (row, column) => String(row * 1000 + column),
  (row, column) => `${row},${column}5`,
  (row, column) => (row % 7 === column % 7 ? 'none' : `${column}.${row}`),
  (row, column) => (row % 500 === column % 500 ? `odd ${row}` : `-${row}.${column}`),
];

/** Columns of one query are read as each is by itself where they are no more than this. */
const fewColumns = 60;

test.each([
  { columns: 150, rows: 2100, what: 'with more rows than the database has in a piece' },
  { columns: 2100, rows: 1010, what: 'of which not all rows are looked at first' },
])('numbers of many columns are read as those of few, in a table $what', async ({ columns, rows }) => {
  const cell = (row: number, column: number) => kinds[column % kinds.length]!(row, column);
  const places = Array.from({ length: columns }, (_, at) => at);
  const lines = Array.from({ length: rows }, (_, row) => places.map((column) => cell(row, column)).join(';'));
  const table = await openTableFile(writeTable(`${places.map((at) => `n${at}`).join(';')}\n${lines.join('\n')}\n`));
  try {
    const wantedOf = (some: readonly number[]): WantedColumn[] =>
      some.map((at) => ({ name: `n${at}`, kind: at === 5 ? 'categorical' : 'numeric' }));
    const many = await readColumns(table, wantedOf(places));
    const some = places.filter((at) => at % Math.ceil(columns / fewColumns) === 0 || at < 8).slice(0, fewColumns);
    expect(some.map((at) => many[at])).toEqual(await readColumns(table, wantedOf(some)));
    expect(many[2]).toMatchObject({ invalid: null });
    expect(many[3]).toMatchObject({ invalid: { row: 3, example: 'odd 3' } });
    expect(many.map(({ name }) => name)).toEqual(places.map((at) => `n${at}`));
  } finally {
    table.close();
  }
});
