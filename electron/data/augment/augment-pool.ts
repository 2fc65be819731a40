import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { UserError } from '../../../shared/ipc/port.ts';
import { dataMessages } from '../../../shared/messages/data.ts';
import { say } from '../../../shared/messages/sentence.ts';
import { appFolder } from '../disk/places.ts';
import type { NumberedBatch } from './augment-batch.ts';
import { type AugmentTask, memoryOf } from './augment-task.ts';
import type { AugmentationPlan } from './plan-augmentation.ts';

/** Threads that augment batches while the model is trained on others. */
export interface AugmentPool {
  /** Batches that threads can be at, at the same time. */
  readonly threads: number;
  /** Takes the memory of the batch; resolves with what became of it. */
  augment(batch: NumberedBatch, seed: number): Promise<NumberedBatch>;
  close(): Promise<void>;
}

interface Job {
  readonly task: AugmentTask;
  resolve(batch: NumberedBatch): void;
  reject(error: Error): void;
}

/** Threads beyond these find no work: a step takes longer than to augment its batch. */
const mostThreads = 4;

/** Starts threads for a plan, as they are needed. */
export function createAugmentPool(
  plan: AugmentationPlan,
  threads = Math.max(1, Math.min(mostThreads, availableParallelism() - 1)),
): AugmentPool {
  const queue: Job[] = [];
  const idle: Worker[] = [];
  const busy = new Map<Worker, Job>();
  let closed = false;

  function dispatch(): void {
    while (queue.length > 0 && (idle.length > 0 || busy.size < threads)) {
      const job = queue.shift()!;
      const worker = idle.pop() ?? start();
      busy.set(worker, job);
      worker.ref();
      worker.postMessage(job.task, memoryOf(job.task.batch));
    }
  }

  /** The job that a worker was at; it has none now. */
  function finish(worker: Worker): Job | undefined {
    const job = busy.get(worker);
    busy.delete(worker);
    return job;
  }

  function start(): Worker {
    const worker = new Worker(join(appFolder(), 'build', 'augment-worker.cjs'), { workerData: { plan } });
    let reason = '';
    worker.on('message', (batch: NumberedBatch) => {
      const job = finish(worker);
      worker.unref();
      idle.push(worker);
      job?.resolve(batch);
      dispatch();
    });
    worker.on('error', (error: unknown) => {
      reason = error instanceof Error ? error.message : String(error);
    });
    worker.on('exit', (code) => {
      const place = idle.indexOf(worker);
      if (place >= 0) idle.splice(place, 1);
      finish(worker)?.reject(new UserError(say(dataMessages['augmenting-ended'], { received: reason || code })));
      if (!closed) dispatch();
    });
    return worker;
  }

  return {
    threads,
    augment(batch, seed) {
      if (closed) return Promise.reject(new Error('The pool that augments batches is closed.'));
      return new Promise((resolve, reject) => {
        queue.push({ task: { batch, seed }, resolve, reject });
        dispatch();
      });
    },
    async close() {
      closed = true;
      for (const { reject } of queue.splice(0)) reject(new Error('The pool that augments batches was closed.'));
      await Promise.all([...idle, ...busy.keys()].map((worker) => worker.terminate()));
    },
  };
}
