import type { ShownImage } from '../../../shared/data/dataset.ts';
import type { SampledCell } from '../../../shared/data/sample.ts';
import { cut } from '../../../shared/messages/cut.ts';
import type { Batch } from '../dataset.ts';
import { isMissing } from '../plan-table.ts';
import type { Preparation } from '../preparation/preparation.ts';
import type { Column } from '../tables/table.ts';

/** What one feature of a row was before it was prepared. */
export interface Original {
  readonly cells?: readonly SampledCell[];
  readonly image?: ShownImage;
}

/** Some rows, prepared, each with what it was before, by feature; in the order of the batch. */
export interface RowSample {
  readonly batch: Batch & { readonly sources: Int32Array };
  readonly originals: readonly Readonly<Record<string, Original>>[];
}

/** Characters of a cell that are shown. */
const shownCharacters = 2000;

/** The cells that the features of a table's rows come from. */
export function originalCells(
  columns: readonly Column[],
  { features }: Preparation,
  rows: Int32Array,
): RowSample['originals'] {
  const byName = new Map(columns.map((column) => [column.name, column]));
  const columnsOf = Object.entries(features).map(([name, feature]) => {
    const names =
      feature.kind === 'numbers'
        ? feature.columns.map(({ column }) => column)
        : 'column' in feature
          ? [feature.column]
          : [];
    return [name, names.flatMap((one) => byName.get(one) ?? [])] as const;
  });
  return Array.from(rows, (row) =>
    Object.fromEntries(
      columnsOf.map(([name, columns]) => [
        name,
        { cells: columns.map((column) => ({ column: column.name, text: cellText(column, row) })) },
      ]),
    ),
  );
}

/** A cell as people read it; '' where it is empty. */
export function cellText(column: Column, row: number, characters = shownCharacters): string {
  if (isMissing(column, row)) return '';
  switch (column.kind) {
    case 'numeric':
      return String(column.values.at(row));
    case 'categorical':
      return cut(column.categories[column.values.at(row)]!, characters);
    case 'text':
      return cut(column.values.at(row), characters);
    case 'date': {
      const [day, time] = new Date(column.values.at(row)).toISOString().split(/T|\.000Z|Z/) as [string, string];
      return time === '00:00:00' ? day : `${day} ${time}`;
    }
  }
}
