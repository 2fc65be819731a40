import { UserError } from '../../shared/ipc/port.ts';
import { dataMessages } from '../../shared/messages/data.ts';
import { say } from '../../shared/messages/sentence.ts';
import type { Batch } from './dataset.ts';
import { checkCells, checkColumns, checkRows, type OtherTable, warnAboutNewCategories } from './other-table.ts';
import { gatherBatch } from './preparation/gather.ts';
import type { WindowsPreparation } from './preparation/preparation.ts';
import { listInputColumns, listTargetColumns, preparingRows } from './preparation/prepare.ts';
import { checkBatchSize, gatherInOrder } from './preparation/prepared-dataset.ts';
import { doSteadily, unwatchedReading } from './reading.ts';
import { rowNumbers } from './rows.ts';
import { readFolderClasses } from './sources/folder-classes.ts';
import { createRoom } from './store/room.ts';
import type { Column, TableSource, WantedColumn } from './tables/table.ts';
import { openTableOrTexts } from './text/texts-alone.ts';
import { gatherWindows } from './windows/gather-windows.ts';
import { type OrderedRows, orderRows, type SeriesColumns } from './windows/ordered-rows.ts';

/**
 * Rows of another table, or texts alone, prepared as those of a run are; of time series the last window of each, whose answer lies after the file's end,
 * under the number of its last row. Throws UserError, naming the file, for a table that lacks what the model was trained on.
 */
export async function* readTableFile(path: string, other: OtherTable, batchSize: number): AsyncGenerator<Batch> {
  checkBatchSize(batchSize);
  const { preparation, reading = unwatchedReading() } = other;
  const { windows } = preparation;
  const guides = windows === null ? [] : listGuides(windows);
  const room = createRoom();
  let table: TableSource | null = null;
  try {
    table = await openTableOrTexts(path, { ...other, reading }, room, guides);
    const { names, paths } = table;
    const inputs = listInputColumns(preparation);
    await checkColumns(table, [...inputs, ...guides]);
    const [known, taken] = [new Set(names), new Set(inputs.map(({ name }) => name))];
    const isNew = ({ name }: WantedColumn) => known.has(name) && !taken.has(name);
    const used = [...inputs, ...listTargetColumns(preparation).filter(isNew)];
    const { rows: count, columns: read } = await table.read([...used, ...guides], room, reading);
    const columns = read.slice(0, used.length);
    for (const column of read) checkCells(path, column);
    const remarks = await doSteadily(warnAboutNewCategories(columns, preparation), 'prepare', reading);
    for (const words of remarks) other.tell?.(words);
    const prepared = await doSteadily(preparingRows(columns, preparation, room), 'prepare', reading);
    if (windows === null) {
      checkRows(path, columns, preparation, rowNumbers(count));
      // Files by themselves have no columns of answers, and may have folders that are.
      const answered = paths === undefined ? prepared : { ...prepared, targets: readFolderClasses(preparation, paths) };
      yield* gatherInOrder(answered, count, batchSize, paths);
      return;
    }
    const guided = guidesOf(windows, read.slice(used.length));
    const ordered = await doSteadily(orderRows(count, guided), 'prepare', reading);
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
    table?.close();
  }
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
