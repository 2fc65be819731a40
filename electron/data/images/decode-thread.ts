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

/** One worker of the pool. It does one job at a time; if it ends meanwhile, whoever waits hears at which file. */
export class DecodeThread {
  readonly #worker: Worker;
  readonly #current = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  #job: DecodeJob | null = null;
  #reason: Words | null = null;

  /** `onIdle` is called after each job, `onEnd` once, when the worker is gone. */
  constructor(startWorker: (data: DecodeWorkerData) => Worker, on: { onIdle(): void; onEnd(): void }) {
    this.#worker = startWorker({ current: this.#current });
    this.#worker.unref();
    this.#worker.on('message', (answer: DecodeAnswer) => {
      this.#finish()?.resolve(answer);
      on.onIdle();
    });
    this.#worker.on('error', (error: unknown) => {
      this.#reason = error instanceof Error ? error.message : String(error);
    });
    this.#worker.on('exit', (code) => {
      const job = this.#finish();
      job?.reject(this.#describeEnd(job.task, this.#reason ?? say(phrases['end-code'], { code })));
      on.onEnd();
    });
  }

  /** Has a job done; its pixels come in `memory`, which is handed over, if that is large enough. */
  run(job: DecodeJob, memory: ArrayBuffer | null): void {
    this.#job = job;
    Atomics.store(this.#current, 0, notBegun);
    this.#worker.ref();
    const message: DecodeMessage = { ...job.task, memory };
    this.#worker.postMessage(message, memory === null ? [] : [memory]);
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #finish(): DecodeJob | null {
    const job = this.#job;
    this.#job = null;
    this.#worker.unref();
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
