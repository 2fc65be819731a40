import type { Worker } from 'node:worker_threads';
import { UserError } from '../../../shared/ipc/port.ts';
import { dataMessages } from '../../../shared/messages/data.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { say, type Words } from '../../../shared/messages/sentence.ts';
import {
  type DecodeAnswer,
  type DecodeMessage,
  type DecodeTask,
  type DecodeWorkerData,
  notBegun,
} from './decode-task.ts';

/** A task, and who waits for it. */
export interface DecodeJob {
  readonly task: DecodeTask;
  resolve(answer: DecodeAnswer): void;
  reject(error: Error): void;
}

/** Jobs that a worker has: one that it does, and the next, so that it does not wait for this thread to be free between two. */
const mostJobs = 2;

/** One worker of the pool. It does its jobs one after the other; if it ends meanwhile, whoever waits for the first hears at which file. */
export class DecodeThread {
  readonly #worker: Worker;
  readonly #current = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)).fill(notBegun);
  readonly #jobs: DecodeJob[] = [];
  #reason: Words | null = null;

  /** `onDone` is called after each job, `onEnd` once, when the worker is gone, with the jobs that it had not come to. */
  constructor(
    startWorker: (data: DecodeWorkerData) => Worker,
    on: { onDone(): void; onEnd(left: readonly DecodeJob[]): void },
  ) {
    this.#worker = startWorker({ current: this.#current });
    this.#worker.unref();
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

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #finish(): DecodeJob | undefined {
    const job = this.#jobs.shift();
    if (this.#jobs.length === 0) this.#worker.unref();
    return job;
  }

  #describeEnd({ items }: DecodeTask, received: Words): Error {
    const place = Atomics.load(this.#current, 0);
    return new UserError(
      place === notBegun
        ? say(dataMessages['decoding-not-started'], { received })
        : say(dataMessages['decoding-ended'], { file: items[place]!.path, received }),
    );
  }
}
