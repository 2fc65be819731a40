import type { Augmentation } from '../../../shared/data/augmentation/index.ts';
import type { Batch, BatchOptions, Dataset } from '../dataset.ts';
import { augmentBatch, type NumberedBatch } from './augment-batch.ts';
import { type AugmentPool, createAugmentPool } from './augment-pool.ts';
import { type AugmentationPlan, planAugmentation } from './plan-augmentation.ts';

/** Bytes of batches that may wait for the step, besides the one it gets next. */
const bytesAhead = 256 * 1024 ** 2;

/**
 * A dataset whose training batches are augmented where a seed is asked for; without one, and in all other parts, they stay as they are.
 * Throws UserError for steps that cannot be for this data.
 */
export function withAugmentation(dataset: Dataset, augmentation: readonly Augmentation[]): Dataset {
  const plan = planAugmentation(augmentation, dataset);
  if (plan === null) return dataset;
  // Rows of numbers and tokens take less time to change than to hand over.
  const isInThreads = plan.features.some(({ kind }) => kind === 'image');
  let pool: AugmentPool | null = null;
  return {
    ...dataset,
    batches(part, options) {
      const { augmentSeed } = options;
      if (part !== 'train' || augmentSeed === undefined) return dataset.batches(part, options);
      if (!isInThreads) return inPlace(dataset.batches(part, options), plan, augmentSeed);
      pool ??= createAugmentPool(plan);
      // Batches wait for threads while the next are read.
      return ahead(dataset.batches(part, { ...options, reuseMemory: false }), pool, augmentSeed);
    },
    close() {
      void pool?.close();
      dataset.close();
    },
  };
}

async function* inPlace(
  source: AsyncIterable<Batch>,
  plan: AugmentationPlan,
  seed: NonNullable<BatchOptions['augmentSeed']>,
): AsyncGenerator<Batch> {
  for await (const batch of source) yield augmentBatch(plan, numbered(batch), seed);
}

/** Batches in the order of the source, whichever thread is done first; those after the next are read and augmented meanwhile. */
async function* ahead(source: AsyncIterable<Batch>, pool: AugmentPool, seed: number): AsyncGenerator<Batch> {
  const iterator = source[Symbol.asyncIterator]();
  const waiting: { readonly made: Promise<Batch>; readonly bytes: number }[] = [];
  let bytes = 0;
  let isDone = false;
  try {
    for (;;) {
      while (!isDone && (waiting.length === 0 || (waiting.length <= pool.threads && bytes < bytesAhead))) {
        const next = await iterator.next();
        if (next.done) isDone = true;
        else {
          const size = bytesOf(next.value);
          const made = pool.augment(numbered(next.value), seed);
          // It is awaited later, or not at all if an earlier one is the last that is wanted.
          made.catch(() => undefined);
          waiting.push({ made, bytes: size });
          bytes += size;
        }
      }
      const first = waiting.shift();
      if (first === undefined) return;
      yield await first.made;
      bytes -= first.bytes;
    }
  } finally {
    await iterator.return?.();
  }
}

function numbered(batch: Batch): NumberedBatch {
  if (batch.sources === undefined)
    throw new Error('Rows are augmented by their numbers in the source. Received: a batch without them.');
  return { ...batch, sources: batch.sources };
}

function bytesOf({ inputs }: Batch): number {
  return Object.values(inputs).reduce((sum, { data }) => sum + data.byteLength, 0);
}
