import type { DataDocument } from '../../shared/data/document.ts';
import { UserError } from '../../shared/ipc/port.ts';
import { dataMessages } from '../../shared/messages/data.ts';
import { phrases } from '../../shared/messages/phrases.ts';
import { say } from '../../shared/messages/sentence.ts';
import type { Batch, Dataset, OpenDataset, OpenOptions } from './dataset.ts';
import { gatherBatch, gatherImages, gatherValues } from './gather.ts';
import { readDigitImages } from './image-files.ts';
import { openImageFolder } from './images/image-dataset.ts';
import {
  digitFeature,
  digitPreparation,
  digitSize,
  digitTarget,
  readDigits,
  testDigits,
  trainingDigits,
} from './mnist.ts';
import { isMissing, planTable, readUsed } from './plan-table.ts';
import { type Preparation, parsePreparation, preparedAs, unfitPreparation } from './preparation.ts';
import { listInputColumns, listTargetColumns, prepareRows } from './prepare.ts';
import { checkBatchSize, createPreparedDataset, gatherInOrder } from './prepared-dataset.ts';
import { rowNumbers } from './rows.ts';
import { openTable, resolveDataPath, type TableDataSource } from './sources.ts';
import { type PartRows, splitTestRows } from './split.ts';
import { createRoom } from './store/room.ts';
import { resolveColumns } from './tables/columns.ts';
import { cut } from './tables/database.ts';
import { openTableFile } from './tables/open-table-file.ts';
import type { Column, TableSource } from './tables/table.ts';
import { openNextTokens } from './text/next-token-dataset.ts';

/** Reads, splits and prepares a source. Throws UserError, naming file, line or column, for data that cannot be trained on. */
export const openDataset: OpenDataset = async (data, options) => {
  switch (data.source.kind) {
    case 'none':
      throw new UserError(dataMessages['no-source']);
    case 'mnist':
      return openDigits(data, options);
    case 'image-folder':
      return openImageFolder(resolveDataPath(data.source.path, options.directory), data, options);
    case 'next-token':
      return openNextTokens(data.source, data, options);
    default:
      return openTableDataset(data.source, data, options);
  }
};

/** Where each digit goes; test digits are numbered on from the training digits. */
export function splitDigits(labels: Uint8Array, split: DataDocument['split']): PartRows {
  const train = rowNumbers(trainingDigits);
  const official = Int32Array.from({ length: testDigits }, (_, row) => trainingDigits + row);
  return { train, ...splitTestRows({ rows: official, classes: labels.subarray(trainingDigits) }, split) };
}

async function openDigits(data: DataDocument, { limit, preparation: saved }: OpenOptions): Promise<Dataset> {
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
    rows: splitDigits(labels, data.split),
    limit,
    readFile: readDigitFile,
  });
}

async function* readDigitFile(path: string, { batchSize }: { readonly batchSize: number }): AsyncGenerator<Batch> {
  checkBatchSize(batchSize);
  for await (const images of readDigitImages(path, batchSize)) {
    const rows = rowNumbers(images.length / (digitSize * digitSize));
    const inputs = new Map([[digitFeature, gatherImages(images, digitSize, digitSize)]]);
    yield gatherBatch({ inputs, targets: new Map() }, rows);
  }
}

async function openTableDataset(source: TableDataSource, data: DataDocument, options: OpenOptions): Promise<Dataset> {
  const table = await openTable(source, options.directory);
  const room = createRoom();
  try {
    const earlier = options.preparation === undefined ? null : parsePreparation(options.preparation);
    const settings = earlier === null ? await resolveSettings(table, data) : listSettings(earlier);
    const { columns, splitBy } = await readUsed(table, settings, data, room);
    const { rows, preparation } = planTable({ columns, settings, data, splitBy, earlier });
    return createPreparedDataset({
      preparation,
      prepared: prepareRows(columns, preparation),
      rows,
      limit: options.limit,
      room,
      readFile: (path, { batchSize }) => readTableFile(path, preparation, batchSize),
    });
  } catch (error) {
    room.close();
    throw error;
  } finally {
    table.close();
  }
}

async function resolveSettings(table: TableSource, data: DataDocument) {
  const options = { knownTarget: table.target, steps: data.preparation, split: data.split };
  const { columns, problems } = resolveColumns(await table.profile(), data.columns, options);
  if (problems.length > 0) throw new UserError(problems[0]!);
  return columns;
}

/** The columns an earlier run was trained on. */
function listSettings(preparation: Preparation) {
  return [
    ...listInputColumns(preparation).map((column) => ({ ...column, role: 'input' as const })),
    ...listTargetColumns(preparation).map((column) => ({ ...column, role: 'target' as const })),
  ];
}

async function* readTableFile(path: string, preparation: Preparation, batchSize: number): AsyncGenerator<Batch> {
  checkBatchSize(batchSize);
  const table = await openTableFile(path);
  const room = createRoom();
  try {
    const inputs = listInputColumns(preparation);
    const absent = inputs.find(({ name }) => !table.names.includes(name));
    if (absent !== undefined) {
      const expected = cut(inputs.map(({ name }) => name).join(', '), 200);
      if (table.names.every((name, at) => name === `column_${at + 1}`)) {
        const [values = []] = await table.preview(1);
        const received = cut(values.join(', '), 200);
        throw new UserError(say(dataMessages['header-wanted'], { file: path, expected, received }));
      }
      const received = cut(table.names.join(', '), 200);
      throw new UserError(say(dataMessages['column-wanted'], { file: path, column: absent.name, expected, received }));
    }
    const targets = listTargetColumns(preparation).filter(({ name }) => table.names.includes(name));
    const { rows, columns } = await table.read([...inputs, ...targets], room);
    for (const column of columns) checkCells(path, column);
    checkRows(path, columns, preparation);
    yield* gatherInOrder(prepareRows(columns, preparation), rows, batchSize);
  } finally {
    room.close();
    table.close();
  }
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
function checkRows(path: string, columns: readonly Column[], { features }: Preparation): void {
  for (const feature of Object.values(features)) {
    if (feature.kind !== 'numbers') continue;
    for (const { column: name, kind, steps } of feature.columns) {
      if (kind === 'categorical' || steps.some((step) => step.step === 'impute' && step.value !== null)) continue;
      const column = columns.find((column) => column.name === name)!;
      const row = rowNumbers(column.values.length).find((row) => isMissing(column, row));
      if (row === undefined) continue;
      const received = say(phrases['empty-cell']);
      throw new UserError(say(dataMessages['value-missing'], { file: path, row: row + 1, column: name, received }));
    }
  }
}
