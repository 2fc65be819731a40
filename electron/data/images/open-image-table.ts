import { stat } from 'node:fs/promises';
import type { DataDocument, DataSource } from '../../../shared/data/document.ts';
import type { ImageForm } from '../../../shared/data/image-form.ts';
import { UserError } from '../../../shared/ipc/port.ts';
import { say } from '../../../shared/messages/sentence.ts';
import { sourceMessages } from '../../../shared/messages/sources.ts';
import type { Batch, Dataset, OpenOptions } from '../dataset.ts';
import { describeFileError } from '../disk/file-error.ts';
import { listSettings, type OtherTable, readOtherTable, resolveSettings } from '../other-table.ts';
import { parsePreparation } from '../preparation/preparation.ts';
import { preparingRows } from '../preparation/prepare.ts';
import { checkBatchSize } from '../preparation/prepared-dataset.ts';
import { doSteadily, unwatchedReading } from '../reading.ts';
import { openTable } from '../sources/sources.ts';
import { readUsed } from '../split/guides.ts';
import { createRoom } from '../store/room.ts';
import type { DecodePool } from './decoding/decode-pool.ts';
import { isImageName } from './decoding/image-kind.ts';
import { createImageDataset, formOf, readWholeImages, withDecodePool } from './image-dataset.ts';
import { checkImageColumn, findImages, pathsOf, planImageTable, withoutFeature } from './image-table.ts';
import { readImagesAlone } from './images-alone.ts';

/** Opens a table of images as a dataset. Throws UserError for data that cannot be trained on. */
export async function openImageTable(
  source: Extract<DataSource, { readonly kind: 'image-table' }>,
  data: DataDocument,
  options: OpenOptions,
): Promise<Dataset> {
  return withDecodePool((pool) => openWithPool(source, data, options, pool));
}

async function openWithPool(
  source: Extract<DataSource, { readonly kind: 'image-table' }>,
  data: DataDocument,
  { directory, limit, preparation: saved, tell, fold = null, reading = unwatchedReading() }: OpenOptions,
  pool: DecodePool,
): Promise<Dataset> {
  const { table, room } = await openTable(source, directory, reading);
  try {
    const column = checkImageColumn(table, source.column);
    const earlier = saved === undefined ? null : parsePreparation(saved);
    const others =
      earlier === null
        ? (await resolveSettings(table, data, column)).filter(({ name }) => name !== column)
        : listSettings(withoutFeature(earlier, column));
    const settings = [...others, { name: column, kind: 'text', role: 'input' } as const];
    const { columns: read, guides } = await readUsed(table, settings, data, room, reading);
    const images = await findImages(table, column, pathsOf(read, column), reading);
    const columns = read.filter(({ name }) => name !== column);
    const parts = { columns, settings: others, data, guides, earlier, fold };
    const { rows, preparation } = await planImageTable(parts, images, reading);
    for (const words of images.warnings) tell?.(words);
    const form = formOf(preparation, column);
    return await createImageDataset({
      feature: column,
      files: images.files,
      others: await doSteadily(preparingRows(columns, withoutFeature(preparation, column), room), 'prepare', reading),
      rows,
      preparation,
      limit,
      tell,
      room,
      pool,
      readFile: (path, how) => readOthers(path, how.batchSize, { ...how, column, form, preparation, tell, pool }),
    });
  } catch (error) {
    room.close();
    throw error;
  } finally {
    table.close();
  }
}

interface OtherImages extends OtherTable {
  readonly column: string;
  readonly form: ImageForm;
  readonly pool: DecodePool;
}

/** Another table of the same form; or images alone, where a model needs nothing else. Rejects with a UserError for an image that is missing. */
async function* readOthers(
  path: string,
  batchSize: number,
  { column, form, preparation, sheet, tell, pool, reading = unwatchedReading() }: OtherImages,
): AsyncGenerator<Batch> {
  checkBatchSize(batchSize);
  const about = await stat(path).catch((error: unknown) => {
    throw describeFileError(error, path, 'read');
  });
  const others = withoutFeature(preparation, column);
  if ((about.isDirectory() || isImageName(path)) && Object.keys(others.features).length === 0) {
    yield* readImagesAlone(path, batchSize, { feature: column, form, preparation, pool, tell, reading });
    return;
  }
  const room = createRoom();
  try {
    const { columns } = await readOtherTable(path, { preparation: others, sheet, tell, reading }, room, [
      { name: column, kind: 'text' },
    ]);
    const images = await findImages({ file: path }, column, pathsOf(columns, column), reading);
    const [missing] = images.missing;
    if (missing !== undefined) {
      const received = pathsOf(columns, column).at(missing);
      throw new UserError(say(sourceMessages['row-image-wanted'], { file: path, row: missing + 1, received }));
    }
    const prepared = await doSteadily(preparingRows(columns, others, room), 'prepare', reading);
    yield* readWholeImages(images.files, batchSize, { feature: column, form, pool, others: prepared });
  } finally {
    room.close();
  }
}
