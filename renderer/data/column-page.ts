import type { ColumnLook } from '../../shared/data/dataset.ts';

/** Columns that are drawn at once: each has two menus, a chart and fifty cells, and of ten thousand the window would stand still; of a hundred it does for a fifth of a second on a busy machine. */
export const drawnColumns = 50;

/** The columns of a table that are drawn. */
export interface ColumnPage<Column> {
  /** With their places in the table: some of those that are looked for, in their order, and behind them the targets that are not among them. */
  readonly drawn: readonly { readonly column: Column; readonly at: number }[];
  /** Which of those that are looked for they are, from 1 on; 0 where there are none. */
  readonly first: number;
  readonly last: number;
  /** How many are looked for, and on how many pages. */
  readonly count: number;
  readonly pages: number;
  /** The page that is drawn: the one that is asked for, or the last there is. */
  readonly page: number;
}

/** A page of the columns that have `search` in their names, in any case of letters. What is learned is on every page. */
export function pageOfColumns<Column extends Pick<ColumnLook, 'name' | 'role'>>(
  columns: readonly Column[],
  { search, page: wanted }: { readonly search: string; readonly page: number },
): ColumnPage<Column> {
  const placed = columns.map((column, at) => ({ column, at }));
  const sought = search.trim().toLowerCase();
  const found = sought === '' ? placed : placed.filter(({ column }) => column.name.toLowerCase().includes(sought));
  const pages = Math.max(1, Math.ceil(found.length / drawnColumns));
  const page = Math.min(wanted, pages - 1);
  const some = found.slice(page * drawnColumns, (page + 1) * drawnColumns);
  const there = new Set(some.map(({ at }) => at));
  const targets = placed.filter(({ column, at }) => column.role === 'target' && !there.has(at)).slice(0, drawnColumns);
  const first = some.length === 0 ? 0 : page * drawnColumns + 1;
  return {
    drawn: [...some, ...targets],
    first,
    last: page * drawnColumns + some.length,
    count: found.length,
    pages,
    page,
  };
}
