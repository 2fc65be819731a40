import type { NumberedBatch } from './augment-batch.ts';
import type { AugmentationPlan } from './plan-augmentation.ts';

/** A batch for a thread to augment. */
export interface AugmentTask {
  readonly batch: NumberedBatch;
  readonly seed: number;
}

/** What a thread is started with. */
export interface AugmentWorkerData {
  readonly plan: AugmentationPlan;
}

/** The memory of a batch, which threads hand over to each other without copying it. */
export function memoryOf({ inputs, targets, sources }: NumberedBatch): ArrayBuffer[] {
  const arrays = [...Object.values(inputs), ...Object.values(targets)].map(({ data }) => data);
  return [...new Set([...arrays, sources].map(({ buffer }) => buffer as ArrayBuffer))];
}
