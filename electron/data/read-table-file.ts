import { UserError } from '../../shared/ipc/port.ts';
import { dataMessages } from '../../shared/messages/data.ts';
import { phrases } from '../../shared/messages/phrases.ts';
import { say } from '../../shared/messages/sentence.ts';
import type { Batch } from './dataset.ts';
import { gatherBatch } from './gather.ts';
import { isMissing } from './plan-table.ts';
import type { Preparation, WindowsPreparation } from './preparation.ts';
import { listInputColumns, listTargetColumns, prepareRows } from './prepare.ts';
import { checkBatchSize, gatherInOrder } from './prepared-dataset.ts';
import { rowNumbers } from './rows.ts';
import { createRoom } from './store/room.ts';
import { cut } from './tables/database.ts';
import { openTableFile } from './tables/open-table-file.ts';
import type { Column, TableSource, WantedColumn } from './tables/table.ts';
import { gatherWindows } from './windows/gather-windows.ts';
import { type OrderedRows, orderRows, type SeriesColumns } from './windows/ordered-rows.ts';

/**
 * Rows of another table, prepared as those of a run are; of time series the last window of each, whose answer lies after the file's end,
 * under the number of its last row. Throws UserError, naming the file, for a table that lacks what the model was trained on.
 */
export async function* readTableFile(path: string, preparation: Preparation, batchSize: number): AsyncGenerator<Batch> {
  checkBatchSize(batchSize);
  const table = await openTableFile(path);
  const room = createRoom();
  try {
    const { windows } = preparation;
    const guides = windows === null ? [] : listGuides(windows);
    const inputs = listInputColumns(preparation);
    await checkColumns(table, [...inputs, ...guides]);
    const isNew = ({ name }: WantedColumn) =>
      table.names.includes(name) && !inputs.some((input) => input.name === name);
    const used = [...inputs, ...listTargetColumns(preparation).filter(isNew)];
    const { rows: count, columns: read } = await table.read([...used, ...guides], room);
    const columns = read.slice(0, used.length);
    for (const column of read) checkCells(path, column);
    const prepared = prepareRows(columns, preparation);
    if (windows === null) {
      checkRows(path, columns, preparation, rowNumbers(count));
      yield* gatherInOrder(prepared, count, batchSize);
      return;
    }
    const ordered = orderRows(count, guidesOf(windows, read.slice(used.length)));
    const last = lastRows(path, ordered, windows);
    for (const row of last) {
      const end = ordered.places[row]! + 1;
      checkRows(path, columns, preparation, ordered.rows.slice(end - windows.length, end));
    }
    const gather = gatherWindows({ ...prepared, targets: new Map() }, ordered, { length: windows.length, ahead: 0 });
    for (let start = 0; start < last.length; start += batchSize) {
      const sources = last.slice(start, start + batchSize);
      yield { ...gatherBatch(gather, sources), sources };
    }
  } finally {
    room.close();
    table.close();
  }
}

/** Throws UserError for a column that the model was trained on and the table lacks. */
async function checkColumns(table: TableSource, wanted: readonly WantedColumn[]): Promise<void> {
  const { file, names } = table;
  const absent = wanted.find(({ name }) => !names.includes(name));
  if (absent === undefined) return;
  const expected = cut([...new Set(wanted.map(({ name }) => name))].join(', '), 200);
  if (names.every((name, at) => name === `column_${at + 1}`)) {
    const [values = []] = await table.preview(1);
    const received = cut(values.join(', '), 200);
    throw new UserError(say(dataMessages['header-wanted'], { file, expected, received }));
  }
  const received = cut(names.join(', '), 200);
  throw new UserError(say(dataMessages['column-wanted'], { file, column: absent.name, expected, received }));
}

/** The columns that rows of a series are ordered and told apart by. */
function listGuides({ time, series }: WindowsPreparation): WantedColumn[] {
  return [
    ...(time === null ? [] : [{ name: time.column, kind: time.kind }]),
    ...(series === null ? [] : [{ name: series, kind: 'categorical' as const }]),
  ];
}

/** Those columns as they were read, in the same order. */
function guidesOf({ time, series }: WindowsPreparation, columns: readonly Column[]): SeriesColumns {
  return {
    ...(time !== null && { time: columns[0] as NonNullable<SeriesColumns['time']> }),
    ...(series !== null && { series: columns.at(-1) as NonNullable<SeriesColumns['series']> }),
  };
}

/** The last row of each series. Throws UserError for one that is too short for a window. */
function lastRows(path: string, { rows, starts, names }: OrderedRows, { length }: WindowsPreparation): Int32Array {
  return Int32Array.from(names, (name, series) => {
    const end = starts[series + 1]!;
    const received = end - starts[series]!;
    if (received < length) {
      const key = name === '' ? 'windows-file-short' : 'windows-series-short';
      throw new UserError(say(dataMessages[key], { file: path, series: name, expected: length, received }));
    }
    return rows[end - 1]!;
  });
}

/** Throws UserError for a cell that is no number, or no date, where the model was trained on those. */
function checkCells(path: string, column: Column): void {
  if (!('invalid' in column) || column.invalid === null) return;
  const { example, row } = column.invalid;
  throw new UserError(
    say(dataMessages[column.kind === 'date' ? 'value-not-date' : 'value-not-number'], {
      file: path,
      row: row + 1,
      column: column.name,
      received: cut(example, 60),
    }),
  );
}

/** Throws UserError for an empty cell that no step fills: an answer would be no number, and a row left out would be no answer. */
function checkRows(path: string, columns: readonly Column[], { features }: Preparation, rows: Int32Array): void {
  for (const feature of Object.values(features)) {
    if (feature.kind !== 'numbers') continue;
    for (const { column: name, kind, steps } of feature.columns) {
      if (kind === 'categorical' || steps.some((step) => step.step === 'impute' && step.value !== null)) continue;
      const column = columns.find((column) => column.name === name)!;
      const row = rows.find((row) => isMissing(column, row));
      if (row === undefined) continue;
      const received = say(phrases['empty-cell']);
      throw new UserError(say(dataMessages['value-missing'], { file: path, row: row + 1, column: name, received }));
    }
  }
}
