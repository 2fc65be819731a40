import type { DataDocument } from '../../shared/data/document.ts';
import { UserError } from '../../shared/ipc/port.ts';
import { dataMessages } from '../../shared/messages/data.ts';
import { phrases } from '../../shared/messages/phrases.ts';
import { say } from '../../shared/messages/sentence.ts';
import type { Fold } from '../../shared/training/cross-validation.ts';
import { openArrayDataset } from './arrays/open-arrays.ts';
import { withAugmentation } from './augment/augmented-dataset.ts';
import type { Dataset, OpenDataset, OpenOptions } from './dataset.ts';
import { openImageFolder } from './images/image-dataset.ts';
import { openImageTable } from './images/open-image-table.ts';
import { listSettings, resolveSettings } from './other-table.ts';
import { planTable } from './plan-table.ts';
import { gatherImages, gatherValues } from './preparation/gather.ts';
import { parsePreparation, preparedAs, unfitPreparation } from './preparation/preparation.ts';
import { preparingRows } from './preparation/prepare.ts';
import { createPreparedDataset } from './preparation/prepared-dataset.ts';
import { readTableFile } from './read-table-file.ts';
import { doSteadily, unwatchedReading } from './reading.ts';
import { rowNumbers } from './rows.ts';
import { originalCells } from './sample/originals.ts';
import { resolveDataPath } from './sources/data-path.ts';
import { readOtherDigits } from './sources/image-files.ts';
import {
  digitFeature,
  digitPreparation,
  digitSize,
  digitTarget,
  readDigits,
  testDigits,
  trainingDigits,
} from './sources/mnist.ts';
import { openTable, type TableDataSource } from './sources/sources.ts';
import { findExcluded, withoutRows } from './split/excluded.ts';
import { readUsed } from './split/guides.ts';
import { storedRows } from './split/order.ts';
import { type PartRows, splitRows, splitTestRows } from './split/split.ts';
import { openNextTokens } from './text/next-token-dataset.ts';
import { gatherWindows } from './windows/gather-windows.ts';

/** Reads, splits and prepares a source. Throws UserError, naming file, line or column, for data that cannot be trained on. */
export const openDataset: OpenDataset = async (data, options) => {
  const dataset = await openSource(data, options);
  try {
    checkFold(dataset, options);
    return withAugmentation(dataset, data.augmentation);
  } catch (error) {
    dataset.close();
    throw error;
  }
};

/** A fold is judged by its validation part alone. Throws UserError for one without, as where no window tells of its rows. */
function checkFold({ rows }: Dataset, { fold }: OpenOptions): void {
  if (fold && rows.validation === 0) throw new UserError(say(dataMessages['fold-empty'], { ...fold }));
}

const openSource: OpenDataset = async (data, options) => {
  switch (data.source.kind) {
    case 'none':
      throw new UserError(dataMessages['no-source']);
    case 'mnist':
      return openDigits(data, options);
    case 'image-folder':
      return openImageFolder(resolveDataPath(data.source.path, options.directory), data, options);
    case 'image-table':
      return openImageTable(data.source, data, options);
    case 'arrays':
      return openArrayDataset(resolveDataPath(data.source.path, options.directory), data, options);
    case 'next-token':
      if (options.fold) throw new UserError(say(dataMessages['folds-text'], { received: options.fold.folds }));
      return openNextTokens(data.source, data, options);
    default:
      return openTableDataset(data.source, data, options);
  }
};

/** Where each digit goes that is not left out; test digits are numbered on from the training digits. */
export function splitDigits(
  labels: Uint8Array,
  data: Pick<DataDocument, 'split' | 'excluded'>,
  fold: Fold | null = null,
): PartRows {
  return withoutRows(splitAllDigits(labels, data.split, fold), findExcluded(data, labels.length));
}

function splitAllDigits(labels: Uint8Array, split: DataDocument['split'], fold: Fold | null): PartRows {
  const train = rowNumbers(trainingDigits);
  const official = Int32Array.from({ length: testDigits }, (_, row) => trainingDigits + row);
  const parts = { train, ...splitTestRows({ rows: official, classes: labels.subarray(trainingDigits) }, split) };
  if (fold === null) return parts;
  // The validation part is of the official test digits: no fold trains on those.
  const method = split.method === 'random' ? 'random' : 'stratified';
  const dealt = splitRows({ rows: train, classes: labels }, { ...split, method, validation: 0, test: 0 }, fold);
  return { ...dealt, test: parts.test };
}

async function openDigits(
  data: DataDocument,
  { limit, preparation: saved, tell, fold }: OpenOptions,
): Promise<Dataset> {
  const preparation = saved === undefined ? digitPreparation : parsePreparation(saved);
  const feature = preparation.features[digitFeature];
  if (feature?.kind !== 'image')
    throw unfitPreparation(`features.${digitFeature}`, say(phrases['an-image']), preparedAs(feature));
  const { images, labels } = await readDigits();
  return createPreparedDataset({
    preparation,
    prepared: {
      inputs: new Map([[digitFeature, gatherImages(images, digitSize, digitSize)]]),
      targets: new Map([[digitTarget, gatherValues(new Int32Array(labels))]]),
    },
    rows: splitDigits(labels, data, fold),
    limit,
    originals: (rows) => {
      const size = digitSize * digitSize;
      return Array.from(rows, (row) => {
        const pixels = Buffer.from(images.subarray(row * size, (row + 1) * size)).toString('base64');
        return { [digitFeature]: { image: { width: digitSize, height: digitSize, channels: 1, pixels } } };
      });
    },
    readFile: (path, { batchSize, reading }) => readOtherDigits(path, { tell, reading }, batchSize),
  });
}

async function openTableDataset(source: TableDataSource, data: DataDocument, options: OpenOptions): Promise<Dataset> {
  const { reading = unwatchedReading(), fold = null } = options;
  const { table, room } = await openTable(source, options.directory, reading);
  try {
    const earlier = options.preparation === undefined ? null : parsePreparation(options.preparation);
    const settings = earlier === null ? await resolveSettings(table, data) : listSettings(earlier);
    const { columns, guides } = await readUsed(table, settings, data, room, reading);
    reading.signal.throwIfAborted();
    const { rows, preparation, ordered } = await planTable(
      { columns, settings, data, guides, earlier, paths: table.paths ?? null, fold },
      reading,
    );
    const bytesOfColumns = room.bytes;
    const prepared = await doSteadily(preparingRows(columns, preparation, room), 'prepare', reading);
    const bytes = { columns: bytesOfColumns, tokens: room.bytes - bytesOfColumns };
    const { windows } = preparation;
    return createPreparedDataset({
      preparation,
      prepared:
        ordered === null || windows === null
          ? prepared
          : gatherWindows(prepared, ordered, { length: windows.length, ahead: windows.horizon }),
      rows,
      limit: options.limit,
      room,
      stored: storedRows(columns, bytes),
      originals: (some) => originalCells(columns, preparation, some),
      readFile: (path, how) => readTableFile(path, { ...how, preparation, tell: options.tell }, how.batchSize),
    });
  } catch (error) {
    room.close();
    throw error;
  } finally {
    table.close();
  }
}
