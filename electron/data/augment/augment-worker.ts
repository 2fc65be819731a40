/** The program of a thread that augments batches for `augment-pool.ts`. */
import { parentPort, workerData } from 'node:worker_threads';
import { augmentBatch } from './augment-batch.ts';
import { type AugmentTask, type AugmentWorkerData, memoryOf } from './augment-task.ts';

const { plan } = workerData as AugmentWorkerData;

parentPort!.on('message', ({ batch, seed }: AugmentTask) => {
  const made = augmentBatch(plan, batch, seed);
  parentPort!.postMessage(made, memoryOf(made));
});
