import type { Part, Target } from '../../../shared/data/dataset.ts';
import type { Batch, BatchOptions, BatchTensor, Dataset } from '../dataset.ts';
import { rowNumbers } from '../rows.ts';
import type { RowSample } from '../sample/originals.ts';
import { type StoredRows, shuffleRows, windowFor } from '../split/order.ts';
import type { PartRows } from '../split/split.ts';
import type { Room } from '../store/room.ts';
import { gatherBatch, ownMemory, type PreparedRows, reusedMemory } from './gather.ts';
import { listFeatures, listTargets, type Preparation } from './preparation.ts';
import { inChunks } from './values.ts';

/** What a dataset in memory is made of. */
export interface PreparedDatasetParts {
  readonly preparation: Preparation;
  readonly prepared: PreparedRows;
  readonly rows: PartRows;
  /** Where the values are, if not in `prepared` itself, and what of them batches are made of; closed with the dataset. */
  readonly room?: Room;
  readonly stored?: StoredRows;
  /** At most this many rows of each part, evenly spaced; null for all. */
  readonly limit: number | null;
  /** What rows were before they were prepared, by feature. */
  readonly originals: (rows: Int32Array) => RowSample['originals'];
  readonly readFile: Dataset['readFile'];
}

/** A dataset whose rows are in memory, prepared: a batch is a copy of some of them. */
export function createPreparedDataset({
  preparation,
  prepared,
  rows,
  room,
  stored,
  limit,
  originals,
  readFile,
}: PreparedDatasetParts): Dataset {
  const cut = (part: Part) => spreadRows(rows[part], limit);
  const used: PartRows = { train: cut('train'), validation: cut('validation'), test: cut('test') };
  const window = room === undefined || stored === undefined ? null : windowFor(room.memory, stored);
  // Let go of when it closes; batches that are under way end in an error.
  let open: PreparedRows | null = prepared;

  async function* batches(
    part: Part,
    { batchSize, shuffleSeed, reuseMemory = false }: BatchOptions,
  ): AsyncGenerator<Batch> {
    checkBatchSize(batchSize);
    const memory = reuseMemory ? reusedMemory() : ownMemory;
    const all = used[part];
    const ordered = shuffleSeed === null ? all : shuffleRows(all, shuffleSeed, window);
    for (let start = 0; start < ordered.length; start += batchSize) {
      if (open === null)
        throw new Error('A dataset gives no batches after it was closed. Received: a request for a batch.');
      const sources = ordered.slice(start, start + batchSize);
      yield { ...gatherBatch(open, sources, memory), sources };
    }
  }

  return {
    ...aboutRows(preparation, used, prepared.targets),
    batches,
    async sampleRows(sources) {
      if (open === null) throw new Error('A dataset gives no rows after it was closed. Received: a request for some.');
      return { batch: { ...gatherBatch(open, sources), sources }, originals: originals(sources) };
    },
    readFile,
    close: () => {
      open = null;
      room?.close();
    },
  };
}

/** What a dataset tells of its rows without preparing them. */
export function aboutRows(
  preparation: Preparation,
  used: PartRows,
  targets: PreparedRows['targets'],
): Pick<Dataset, 'features' | 'targets' | 'rows' | 'preparation' | 'classCounts' | 'sourceRows'> {
  const listed = listTargets(preparation);
  return {
    features: listFeatures(preparation),
    targets: listed,
    rows: { train: used.train.length, validation: used.validation.length, test: used.test.length },
    preparation,
    classCounts: (name) => countClasses(name, listed, used.train, (rows) => targets.get(name)!(rows, ownMemory())),
    sourceRows: (part) => used[part].slice(),
  };
}

/** Rows of each class of a target. Throws an Error for a target that has none. */
function countClasses(
  name: string,
  targets: readonly Target[],
  rows: Int32Array,
  gather: (rows: Int32Array) => Pick<BatchTensor, 'data'>,
): number[] {
  const classes = targets.find((target) => target.name === name)?.classes;
  if (!classes) throw new Error(`Rows are counted by the classes of a target. Received: ${name}, which has none.`);
  const counts = classes.map(() => 0);
  for (const some of inChunks(rows)) for (const number of gather(some).data) if (number >= 0) counts[number]!++;
  return counts;
}

/** At most `limit` rows, evenly spaced; all of them where there is no limit: sources are often sorted by class, and the first rows would be of one class alone. */
export function spreadRows(rows: Int32Array, limit: number | null): Int32Array {
  if (limit === null || limit >= rows.length) return rows;
  return Int32Array.from({ length: limit }, (_, at) => rows[Math.floor((at * rows.length) / limit)]!);
}

/** Throws a RangeError for a batch size that is no whole number of at least 1. */
export function checkBatchSize(batchSize: number): void {
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new RangeError(`A batch has a whole number of rows, 1 or more. Received: ${batchSize}`);
  }
}

/** Batches of all rows, in their order; `files` are those that the rows are, if they are files. */
export function* gatherInOrder(
  prepared: PreparedRows,
  count: number,
  batchSize: number,
  files?: readonly string[],
): Generator<Batch> {
  const rows = rowNumbers(count);
  for (let start = 0; start < count; start += batchSize) {
    const batch = gatherBatch(prepared, rows.subarray(start, start + batchSize));
    yield files === undefined ? batch : { ...batch, files: files.slice(start, start + batchSize) };
  }
}
