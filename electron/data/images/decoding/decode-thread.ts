import type { Worker } from 'node:worker_threads';
import { UserError } from '../../../../shared/ipc/port.ts';
import { dataMessages } from '../../../../shared/messages/data.ts';
import { phrases } from '../../../../shared/messages/phrases.ts';
import { say, type Words } from '../../../../shared/messages/sentence.ts';
import {
  type DecodeAnswer,
  type DecodeMessage,
  type DecodeTask,
  type DecodeWorkerData,
  notBegun,
  statePlaces,
} from './decode-task.ts';

/** A task, and who waits for it. */
export interface DecodeJob {
  readonly task: DecodeTask;
  resolve(answer: DecodeAnswer): void;
  reject(error: Error): void;
}

/** Jobs that a worker has: one that it does, and the next, so that it does not wait for this thread to be free between two. */
const mostJobs = 2;

export const poolClosed = (): Error => new Error('The decoding pool is closed.');

/**
 * Threads are never ended by force, which is what a process that exits does too: if one of them is in the code of libjpeg-turbo, its binding then
 * throws what nobody can catch, and the whole process is aborted. So each ends after the image that it is at.
 */
const living = new Set<DecodeThread>();
/** Milliseconds that a process which exits waits for an image: the largest take as long. */
const mostWait = 5000;

process.once('exit', () => {
  for (const thread of living) thread.beginNoMore();
  for (const thread of living) thread.waitUntilIdle();
});

/** One worker of the pool. It does its jobs one after the other; if it ends meanwhile, whoever waits for the first hears at which file. */
export class DecodeThread {
  readonly #worker: Worker;
  readonly #state = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
  readonly #jobs: DecodeJob[] = [];
  readonly #exited: Promise<void>;
  #isEnding = false;
  #reason: Words | null = null;

  /** `onDone` is called after each job, `onEnd` once, when the worker is gone, with the jobs that it had not come to. */
  constructor(
    startWorker: (data: DecodeWorkerData) => Worker,
    on: { onDone(): void; onEnd(left: readonly DecodeJob[]): void },
  ) {
    this.#state[statePlaces.image] = notBegun;
    this.#worker = startWorker({ state: this.#state });
    this.#worker.unref();
    living.add(this);
    this.#exited = new Promise((resolve) => {
      this.#worker.once('exit', () => {
        living.delete(this);
        resolve();
      });
    });
    this.#worker.on('message', (answer: DecodeAnswer) => {
      this.#finish()?.resolve(answer);
      on.onDone();
    });
    this.#worker.on('error', (error: unknown) => {
      this.#reason = error instanceof Error ? error.message : String(error);
    });
    this.#worker.on('exit', (code) => {
      const job = this.#finish();
      job?.reject(this.#describeEnd(job.task, this.#reason ?? say(phrases['end-code'], { code })));
      on.onEnd(this.#jobs.splice(0));
    });
  }

  /** How many more jobs it takes. */
  get room(): number {
    return mostJobs - this.#jobs.length;
  }

  /** Has a job done, after those that it has; its pixels come in `memory`, which is handed over, if that is large enough. */
  run(job: DecodeJob, memory: ArrayBuffer | null): void {
    this.#jobs.push(job);
    this.#worker.ref();
    const message: DecodeMessage = { ...job.task, memory };
    this.#worker.postMessage(message, memory === null ? [] : [memory]);
  }

  /** Has it end after the image that it is at, and refuses its jobs. */
  async end(): Promise<void> {
    this.beginNoMore();
    for (const { reject } of this.#jobs.splice(0)) reject(poolClosed());
    this.#isEnding = true;
    this.#worker.ref();
    this.#worker.postMessage(null);
    await this.#exited;
  }

  beginNoMore(): void {
    Atomics.store(this.#state, statePlaces.isEnding, 1);
  }

  /** Stops this thread until the other is at no image any more, or for some seconds. */
  waitUntilIdle(): void {
    const { image } = statePlaces;
    for (let place = Atomics.load(this.#state, image); place !== notBegun; place = Atomics.load(this.#state, image))
      if (Atomics.wait(this.#state, image, place, mostWait) === 'timed-out') return;
  }

  #finish(): DecodeJob | undefined {
    const job = this.#jobs.shift();
    if (this.#jobs.length === 0 && !this.#isEnding) this.#worker.unref();
    return job;
  }

  #describeEnd({ items }: DecodeTask, received: Words): Error {
    const place = Atomics.load(this.#state, statePlaces.image);
    return new UserError(
      place === notBegun
        ? say(dataMessages['decoding-not-started'], { received })
        : say(dataMessages['decoding-ended'], { file: items[place]!.path, received }),
    );
  }
}
