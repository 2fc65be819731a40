/** The program of a thread that decodes images for `decode-pool.ts`. */
import { parentPort, workerData } from 'node:worker_threads';
import { crc32 } from 'node:zlib';
import { bytesOf } from '../../../shared/data/image-form.ts';
import { UserError } from '../../../shared/ipc/port.ts';
import type { Words } from '../../../shared/messages/sentence.ts';
import { decodeImage } from './decode-image.ts';
import { type DecodeAnswer, type DecodeMessage, type DecodeWorkerData, notBegun } from './decode-task.ts';

const { current } = workerData as DecodeWorkerData;

let last = Promise.resolve();

parentPort!.on('message', (task: DecodeMessage) => {
  // One after the other: the pool knows which it is at. What goes wrong that is no file's fault ends the thread, and the pool says at which file.
  last = last.then(async () => {
    const answer = await decode(task);
    Atomics.store(current, 0, notBegun);
    parentPort!.postMessage(answer, [answer.pixels.buffer]);
  });
});

async function decode({ items, stop, memory }: DecodeMessage): Promise<DecodeAnswer> {
  const bytes = items.reduce((sum, { form }) => sum + bytesOf(form), 0);
  // Nobody looks at what is not written: the images that are broken, and those after a stop.
  const enough = memory !== null && memory.byteLength >= bytes ? memory : Buffer.allocUnsafeSlow(bytes).buffer;
  const pixels = new Uint8Array(enough, 0, bytes);
  const checksums: number[] = [];
  const broken: (Words | null)[] = [];
  let start = 0;
  for (const [place, { path, form }] of items.entries()) {
    if (Atomics.load(stop, 0) === 1) break;
    Atomics.store(current, 0, place);
    const end = start + bytesOf(form);
    try {
      checksums[place] = crc32(await decodeImage(path, form, pixels.subarray(start, end)));
      broken.push(null);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      broken.push(error.words);
    }
    start = end;
  }
  return { pixels, checksums, broken };
}
