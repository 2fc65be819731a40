import { createRoom } from '../electron/data/store/room.ts';
import type { Column, TableSource, WantedColumn } from '../electron/data/tables/table.ts';

/** A column with its values in an array. */
export type ReadColumn = Omit<Column, 'values'> & { readonly values: Float64Array | Int32Array | string[] };

/** Columns of a table, whole. */
export async function readColumns(
  table: TableSource,
  columns: readonly WantedColumn[],
  memory?: number,
): Promise<ReadColumn[]> {
  const room = createRoom(memory);
  try {
    return (await table.read(columns, room)).columns.map(readColumn);
  } finally {
    room.close();
  }
}

/** A column with its values in an array. */
export function readColumn(column: Column): ReadColumn {
  const { length } = column.values;
  switch (column.kind) {
    case 'categorical':
      return { ...column, values: Int32Array.from({ length }, (_, row) => column.values.at(row)) };
    case 'text':
      return { ...column, values: [...column.values] };
    default:
      return { ...column, values: Float64Array.from({ length }, (_, row) => column.values.at(row)) };
  }
}
