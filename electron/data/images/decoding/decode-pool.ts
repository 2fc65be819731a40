import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { bytesOf } from '../../../../shared/data/image-form.ts';
import type { Words } from '../../../../shared/messages/sentence.ts';
import { appFolder } from '../../disk/places.ts';
import { unlessEnded } from '../../reading.ts';
import type { DecodeAnswer, DecodeItem, DecodeTask, DecodeWorkerData } from './decode-task.ts';
import { type DecodeJob, DecodeThread, poolClosed } from './decode-thread.ts';

/** A decoded image, or the reason why there is none. The pixels are there until the next image is asked for, which may take their memory. */
export type Decoded = { readonly pixels: Uint8Array; readonly checksum: number } | { readonly broken: Words };

export interface DecodePoolSettings {
  /** Threads that decode; as many as the machine runs at once unless told. */
  readonly threads?: number;
  /** How many images may be decoded, or be at it, before they are asked for. */
  readonly imagesAhead?: number;
  /** How many bytes they may have together; a single larger image still is decoded. */
  readonly bytesAhead?: number;
  /** Starts a worker, for tests of what one that ends does. */
  readonly startWorker?: (data: DecodeWorkerData) => Worker;
}

export interface DecodePool {
  /**
   * The images of the items in the order of `order`, places in `items` each as often as wanted; the order of the items unless told. Files that
   * cannot be read come as `broken` and end nothing. Rejects with the signal's reason when it is aborted, and with an error that names the
   * file if decoding it ends a thread; the pool can be used on.
   */
  decode(
    items: readonly DecodeItem[],
    options?: { readonly order?: ArrayLike<number>; readonly signal?: AbortSignal },
  ): AsyncGenerator<Decoded, void, undefined>;
  /** Ends the threads, each after the image that it is at, and refuses what is still asked of them. */
  close(): Promise<void>;
}

/**
 * Images of one message to a worker, their bytes and those of their files: a message costs as much as decoding a small image, and at the end of an epoch
 * a thread that is done waits for the last message of another. Half a megabyte of photographs takes 10 ms.
 */
const mostOfTask = { images: 64, bytes: 1_048_576, fileBytes: 524_288 };

/**
 * Threads that decode images ahead of who needs them. They are started at once, as that takes as long as to decode hundreds of small images;
 * they do not keep a process alive that waits for no image.
 */
export function createDecodePool(settings: DecodePoolSettings = {}): DecodePool {
  const { threads = availableParallelism(), imagesAhead = 2048, bytesAhead = 64 * 1024 ** 2 } = settings;
  const { startWorker = startDecodeWorker } = settings;
  const queue: DecodeJob[] = [];
  const all = new Set<DecodeThread>();
  /**
   * Memory of pixels that were taken, for those to come: new memory for each task, given up soon after, costs the collector of garbage as much time
   * as a fifth of decoding. The last that came back is used first, as the processor still has it near.
   */
  const spare: ArrayBuffer[] = [];
  let iterations = 0;
  let closed = false;

  function dispatch(): void {
    while (queue.length > 0) {
      if (all.size < threads) start();
      const thread = [...all].reduce((most, other) => (other.room > most.room ? other : most));
      if (thread.room === 0) return;
      const job = queue.shift()!;
      // Nobody waits for it any more.
      if (Atomics.load(job.task.stop, 0) === 1) job.resolve({ pixels: new Uint8Array(), images: [] });
      else thread.run(job, spare.pop() ?? null);
    }
  }

  function start(): void {
    const thread = new DecodeThread(startWorker, {
      onDone: dispatch,
      onEnd: (left) => {
        all.delete(thread);
        queue.unshift(...left);
        dispatch();
      },
    });
    all.add(thread);
  }

  while (all.size < threads) start();

  function ask(task: DecodeTask): Promise<DecodeAnswer> {
    if (closed) return Promise.reject(poolClosed());
    return new Promise((resolve, reject) => {
      queue.push({ task, resolve, reject });
      dispatch();
    });
  }

  return {
    async *decode(items, { order, signal = new AbortController().signal } = {}) {
      const stop = new Int32Array(new SharedArrayBuffer(4));
      const end = () => Atomics.store(stop, 0, 1);
      signal.throwIfAborted();
      signal.addEventListener('abort', end, { once: true });
      // Small enough that every thread has one while another waits to be taken.
      const tasks = split(items, order, {
        ...mostOfTask,
        images: Math.floor(Math.min(mostOfTask.images, imagesAhead / (2 * threads))),
        bytes: Math.min(mostOfTask.bytes, bytesAhead / (2 * threads)),
      });
      const ahead: { answer: Promise<DecodeAnswer>; items: readonly DecodeItem[]; bytes: number }[] = [];
      let images = 0;
      let bytes = 0;
      let next = tasks.next().value;
      iterations++;
      try {
        for (;;) {
          while (next && (ahead.length === 0 || fits(next))) {
            const answer = ask({ items: next.items, stop });
            // It is awaited later, or not at all if an earlier one is the last that is wanted.
            answer.catch(() => undefined);
            ahead.push({ answer, items: next.items, bytes: next.bytes });
            images += next.items.length;
            bytes += next.bytes;
            next = tasks.next().value;
          }
          const first = ahead[0];
          if (first === undefined) return;
          const { pixels, images: outcomes } = await unlessEnded({ signal }, first.answer);
          let start = 0;
          for (const [place, { form }] of first.items.entries()) {
            const outcome = outcomes[place]!;
            const size = bytesOf(form);
            signal.throwIfAborted();
            yield 'broken' in outcome ? outcome : { ...outcome, pixels: pixels.subarray(start, start + size) };
            start += size;
          }
          ahead.shift();
          spare.push(pixels.buffer);
          images -= first.items.length;
          bytes -= first.bytes;
        }
      } finally {
        end();
        signal.removeEventListener('abort', end);
        // Who needs no more images keeps no memory for them.
        if (--iterations === 0) spare.length = 0;
      }

      function fits({ items, bytes: more }: Stretch): boolean {
        return images + items.length <= imagesAhead && bytes + more <= bytesAhead;
      }
    },
    async close() {
      closed = true;
      for (const { reject } of queue.splice(0)) reject(poolClosed());
      await Promise.all([...all].map((thread) => thread.end()));
    },
  };
}

/** Items that are decoded in one go. */
interface Stretch {
  readonly items: readonly DecodeItem[];
  readonly bytes: number;
}

/** Parts the items in their order: as many in a stretch as may be, but at least one. */
function* split(
  items: readonly DecodeItem[],
  order: ArrayLike<number> | undefined,
  most: typeof mostOfTask,
): Generator<Stretch, undefined> {
  let stretch: DecodeItem[] = [];
  let bytes = 0;
  let fileBytes = 0;
  const count = order?.length ?? items.length;
  for (let at = 0; at < count; at++) {
    const item = items[order?.[at] ?? at]!;
    const more = bytesOf(item.form);
    const moreOfFile = item.fileBytes ?? 0;
    const isTooMuch =
      stretch.length >= most.images || bytes + more > most.bytes || fileBytes + moreOfFile > most.fileBytes;
    if (stretch.length > 0 && isTooMuch) {
      yield { items: stretch, bytes };
      stretch = [];
      bytes = 0;
      fileBytes = 0;
    }
    stretch.push(item);
    bytes += more;
    fileBytes += moreOfFile;
  }
  if (stretch.length > 0) yield { items: stretch, bytes };
}

/** Starts a thread of the built program. */
export function startDecodeWorker(workerData: DecodeWorkerData): Worker {
  return new Worker(join(appFolder(), 'build', 'decode-worker.cjs'), { workerData });
}
