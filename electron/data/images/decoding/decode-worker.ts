/** The program of a thread that decodes images for `decode-pool.ts`. */
import { parentPort, workerData } from 'node:worker_threads';
import { crc32 } from 'node:zlib';
import { bytesOf } from '../../../../shared/data/image-form.ts';
import { UserError } from '../../../../shared/ipc/port.ts';
import { createFileMemory } from '../read-image.ts';
import { decodeImage } from './decode-image.ts';
import {
  type DecodeAnswer,
  type DecodeMessage,
  type DecodeOutcome,
  type DecodeWorkerData,
  notBegun,
  statePlaces,
} from './decode-task.ts';

const { state } = workerData as DecodeWorkerData;

const fileMemory = createFileMemory();

let last = Promise.resolve();

parentPort!.on('message', (task: DecodeMessage | null) => {
  // One after the other: the pool knows which it is at. What goes wrong that is no file's fault ends the thread, and the pool says at which file.
  last = last.then(async () => {
    if (task === null) {
      parentPort!.close();
      return;
    }
    const answer = await decode(task);
    Atomics.store(state, statePlaces.image, notBegun);
    Atomics.notify(state, statePlaces.image);
    parentPort!.postMessage(answer, [answer.pixels.buffer]);
  });
});

async function decode({ items, stop, memory }: DecodeMessage): Promise<DecodeAnswer> {
  const bytes = items.reduce((sum, { form }) => sum + bytesOf(form), 0);
  // Nobody looks at what is not written: the images that are broken, and those after a stop.
  const enough = memory !== null && memory.byteLength >= bytes ? memory : Buffer.allocUnsafeSlow(bytes).buffer;
  const pixels = new Uint8Array(enough, 0, bytes);
  const images: DecodeOutcome[] = [];
  let start = 0;
  for (const [place, { path, form }] of items.entries()) {
    Atomics.store(state, statePlaces.image, place);
    if (Atomics.load(stop, 0) === 1 || Atomics.load(state, statePlaces.isEnding) === 1) break;
    const end = start + bytesOf(form);
    try {
      images.push({ checksum: crc32(await decodeImage(path, form, pixels.subarray(start, end), fileMemory)) });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      images.push({ broken: error.words });
    }
    start = end;
  }
  return { pixels, images };
}
