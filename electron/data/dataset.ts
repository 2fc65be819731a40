import type { DatasetSummary, Feature, Part, Target } from '../../shared/data/dataset.ts';
import type { DataDocument } from '../../shared/data/document.ts';
import type { Words } from '../../shared/messages/sentence.ts';
import type { Fold } from '../../shared/training/cross-validation.ts';
import type { Reading } from './reading.ts';
import type { RowSample } from './sample/originals.ts';

/** Numbers of a batch: `shape` includes the batch dimension. */
export interface BatchTensor {
  readonly data: Float32Array | Int32Array;
  readonly shape: readonly number[];
  /** Of a class target: shares of all classes, one dimension more, in place of one class number; mixup makes them. */
  readonly mixed?: true;
}

/** Rows ready for the model, by the names of features and targets. */
export interface Batch {
  readonly rows: number;
  /** The source's numbers of its rows. Rows that cannot be read are left out: a batch may have fewer than asked for. */
  readonly sources?: Int32Array;
  /** Where each of its rows is a file of its own: their paths, from the folder on that was read. */
  readonly files?: readonly string[];
  readonly inputs: Readonly<Record<string, BatchTensor>>;
  /** Empty for rows without known answers. Where only some rows of a file have one, the others are NaN or class -1. */
  readonly targets: Readonly<Record<string, BatchTensor>>;
}

/**
 * What was learned from the training part (scales, categories, vocabularies) and the classes of the targets, by the names of features
 * and targets: plain JSON, saved with the run. `preparation.ts` knows its form.
 */
export interface FittedPreparation {
  readonly version: number;
  readonly features: Readonly<Record<string, unknown>>;
  readonly targets: Readonly<Record<string, unknown>>;
  /** How rows of a series make samples; runs before version 3 have none. */
  readonly windows?: unknown;
  /** How numbers were written; runs before version 4 do not say. */
  readonly notations?: unknown;
}

export interface BatchOptions {
  readonly batchSize: number;
  /** A seed shuffles the rows, the same seed the same way; null keeps the order of the source. */
  readonly shuffleSeed: number | null;
  /** Augments training rows, the same seed the same way; without one, and in other parts, rows stay as they are. */
  readonly augmentSeed?: number;
  /** The reader is done with a batch once it asks for the next, so that one may be written where the other was; left out, arrays are its own for good. */
  readonly reuseMemory?: boolean;
}

export interface FileOptions {
  readonly batchSize: number;
  /** The sheet of a workbook; unless one is named, the first that has the columns. */
  readonly sheet?: string | undefined;
  /** Ends the reading of the file when it is aborted; the batches then reject. */
  readonly reading?: Reading | undefined;
}

/** A source that was read, split and prepared. */
export interface Dataset {
  readonly features: readonly Feature[];
  readonly targets: readonly Target[];
  readonly rows: Readonly<Record<Part, number>>;
  readonly preparation: FittedPreparation;
  /** Batches of a part, once through; the last may be shorter. */
  batches(part: Part, options: BatchOptions): AsyncIterable<Batch>;
  /** The source's row number (from 0) of each row of a part, in the order of unshuffled batches. Test images follow training images. */
  sourceRows(part: Part): Int32Array;
  /** Training rows of each class of a target of classes, in the order of its classes. */
  classCounts(target: string): readonly number[];
  /**
   * Rows of another file of the same form, prepared as this dataset is; answers are included where the file has them. Tables: one with the
   * same input columns. Images and texts alone: one file, or a folder with them at any depth, whose folders of classes are the answers.
   * Digits: also an IDX file; images of them are light on dark.
   */
  readFile(path: string, options: FileOptions): AsyncIterable<Batch>;
  /** Some rows by their numbers in the source, in their order, with what they were before preparation. Rows that cannot be read are left out. */
  sampleRows?(rows: Int32Array): Promise<RowSample>;
  /** Frees what it holds. */
  close(): void;
}

export interface OpenOptions {
  /** The project folder, for relative paths. */
  readonly directory: string | null;
  /** At most this many rows of each part, evenly spaced through it; null takes all. */
  readonly limit: number | null;
  /** The preparation of an earlier run instead of fitting a new one. */
  readonly preparation?: FittedPreparation | undefined;
  /** The fold of a cross-validation: its rows are the training and the validation part; null, or left out, for the parts of the split. */
  readonly fold?: Fold | null;
  /** Ends the opening when it is aborted; it then rejects. */
  readonly reading?: Reading;
  /** Hears what is left out while batches are made, such as images that cannot be read. */
  readonly tell?: ((message: Words) => void) | undefined;
}

/** Functions that `electron/data` offers: see `open.ts` and `inspect.ts`. */
export type OpenDataset = (data: DataDocument, options: OpenOptions) => Promise<Dataset>;
export type InspectDataset = (
  data: DataDocument,
  options: { readonly directory: string | null; readonly reading?: Reading },
) => Promise<DatasetSummary>;
