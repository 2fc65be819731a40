import { join } from 'node:path';
import type { Copies } from '../../../shared/data/copies.ts';
import type { DataDocument } from '../../../shared/data/document.ts';
import { UserError } from '../../../shared/ipc/port.ts';
import { copyMessages } from '../../../shared/messages/copies.ts';
import { dataMessages } from '../../../shared/messages/data.ts';
import { openArrays } from '../arrays/array-files.ts';
import { joinArrays } from '../arrays/joined-arrays.ts';
import { closeAll, pauseReading } from '../arrays/open-arrays.ts';
import { lookAtArrays, planningArrays } from '../arrays/plan-arrays.ts';
import { formOf, imageTarget, prepareImages, splittingImages } from '../images/image-dataset.ts';
import { readImageFolder } from '../images/image-folder.ts';
import { checkImageColumn, findImages, pathsOf, planImageTable } from '../images/image-table.ts';
import { splitDigits } from '../open.ts';
import { resolveSettings } from '../other-table.ts';
import { planTable } from '../plan-table.ts';
import { doSteadily, type Reading } from '../reading.ts';
import { resolveDataPath } from '../sources/data-path.ts';
import { readDigits } from '../sources/mnist.ts';
import { openTable, type TableDataSource } from '../sources/sources.ts';
import { readUsed } from '../split/guides.ts';
import { findArrayCopies } from './array-copies.ts';
import { findDigitCopies } from './digit-copies.ts';
import { findImageCopies } from './image-copies.ts';
import { findTableCopies, showRows } from './table-copies.ts';
import { tellCopies } from './tell-copies.ts';

/** Where a search finds relative paths, and who hears how far it is and may end it. */
export interface SearchOptions {
  readonly directory: string | null;
  readonly reading: Reading;
}

/**
 * The rows of the parts that copy others. Throws UserError for data that cannot be read or split into parts, and for windows, which overlap.
 * An ended reading rejects.
 */
export async function findCopies(data: DataDocument, { directory, reading }: SearchOptions): Promise<Copies> {
  const { source } = data;
  if (data.windows !== null) throw new UserError(copyMessages['not-searched']);
  switch (source.kind) {
    case 'none':
      throw new UserError(dataMessages['no-source']);
    case 'next-token':
      throw new UserError(copyMessages['not-searched']);
    case 'mnist': {
      const digits = await readDigits();
      return tellCopies(await findDigitCopies(digits, splitDigits(digits.labels, data), reading));
    }
    case 'image-folder':
      return searchImageFolder(resolveDataPath(source.path, directory), data, reading);
    case 'arrays':
      return searchArrays(resolveDataPath(source.path, directory), data, reading);
    default:
      return searchTable(source, data, directory, reading);
  }
}

async function searchImageFolder(path: string, data: DataDocument, reading: Reading): Promise<Copies> {
  const folder = await readImageFolder(path, reading);
  const { images, classes } = folder;
  const found = await findImageCopies(
    {
      files: images.map(({ path: file, bytes, modified }) => ({ path: join(path, file), bytes, modified })),
      rows: await doSteadily(splittingImages(folder, data), 'prepare', reading),
      form: formOf(prepareImages(folder, data)),
      paths: images.map((image) => image.path),
      cellsOf: (rows) => Array.from(rows, (row) => [{ column: imageTarget, text: classes[images[row]!.classNumber]! }]),
    },
    reading,
  );
  return tellCopies(found);
}

async function searchArrays(path: string, data: DataDocument, reading: Reading): Promise<Copies> {
  const opened = await openArrays(path, reading);
  try {
    const joined = joinArrays(path, opened);
    const pause = (done: number) => pauseReading(reading, done, joined.rows);
    const { facts } = await lookAtArrays(joined, data.columns, pause);
    const plan = await doSteadily(planningArrays(path, joined, facts, data), 'prepare', reading);
    return await tellCopies(await findArrayCopies(facts, plan, reading));
  } finally {
    closeAll(opened);
  }
}

async function searchTable(
  source: TableDataSource,
  data: DataDocument,
  directory: string | null,
  reading: Reading,
): Promise<Copies> {
  const { table, room } = await openTable(source, directory, reading);
  try {
    const imageColumn = source.kind === 'image-table' ? checkImageColumn(table, source.column) : null;
    const settings = await resolveSettings(table, data, imageColumn);
    const { columns: read, guides } = await readUsed(table, settings, data, room, reading);
    reading.signal.throwIfAborted();
    const paths = table.paths ?? null;
    const columns = read.filter(({ name }) => name !== imageColumn);
    const parts = { columns, settings, data, guides, paths };
    if (imageColumn === null) {
      const { rows } = await planTable(parts, reading);
      return await tellCopies(await findTableCopies(columns, rows, paths, reading));
    }
    const images = await findImages(table, imageColumn, pathsOf(read, imageColumn), reading);
    const { rows, preparation } = await planImageTable(parts, images, reading);
    const found = await findImageCopies(
      {
        files: images.files,
        rows,
        form: formOf(preparation, imageColumn),
        paths,
        cellsOf: (some) => showRows(read, some).map(({ cells }) => cells),
      },
      reading,
    );
    return await tellCopies(found);
  } finally {
    room.close();
    table.close();
  }
}
