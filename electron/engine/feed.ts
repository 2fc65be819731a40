import type { Part } from '../../shared/data/dataset.ts';
import type { Match } from '../../shared/graph/match.ts';
import type { Batch, BatchOptions, BatchTensor, Dataset, FileOptions } from '../data/dataset.ts';
import type { StepBatch } from './step/step.ts';

/** A dataset as a model takes it: batches by the blocks of its Inputs and Outputs. */
export interface Feed {
  /** Batches of a part, once through. */
  batches(part: Part, options: BatchOptions): AsyncIterable<StepBatch>;
  /** A batch of the dataset's form as the model takes it. */
  convert(batch: Batch): StepBatch;
  /** Rows of another file of the same form; without targets where the file has no answers. */
  file(path: string, options: FileOptions): AsyncIterable<StepBatch>;
}

/** Joins a dataset to the blocks that `match` found for its features and targets. */
export function createFeed(dataset: Pick<Dataset, 'batches' | 'readFile'>, match: Match): Feed {
  const inputs = [...match.inputs].map(([block, { name }]) => ({ block, name }));
  const targets = [...match.targets].map(([block, { name }]) => ({ block, name }));
  const convert = (batch: Batch): StepBatch => ({
    rows: batch.rows,
    ...(batch.sources && { sources: batch.sources }),
    ...(batch.files && { files: batch.files }),
    inputs: pick(batch.inputs, inputs),
    targets: pick(batch.targets, targets),
  });
  async function* converted(batches: AsyncIterable<Batch>): AsyncGenerator<StepBatch> {
    for await (const batch of batches) yield convert(batch);
  }
  return {
    convert,
    batches: (part, options) => converted(dataset.batches(part, options)),
    file: (path, options) => converted(dataset.readFile(path, options)),
  };
}

/** Tensors by block instead of by name; a name that is not there is left out. */
function pick(
  tensors: Readonly<Record<string, BatchTensor>>,
  wanted: readonly { readonly block: string; readonly name: string }[],
): Record<string, BatchTensor> {
  const picked: Record<string, BatchTensor> = {};
  for (const { block, name } of wanted) {
    const tensor = tensors[name];
    if (tensor) picked[block] = tensor;
  }
  return picked;
}
