import { spawnSync } from 'node:child_process';
import { on } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { ImageForm } from '../../../../shared/data/image-form.ts';
import { buildEngine } from '../../../../testing/engine-host.ts';
import { formOf } from '../../../../testing/pictures.ts';
import { temporaryFolder } from '../../../../testing/temporary-folder.ts';
import { appFolder } from '../../disk/places.ts';
import { decodeImage } from './decode-image.ts';
import {
  createDecodePool,
  type Decoded,
  type DecodePool,
  type DecodePoolSettings,
  startDecodeWorker,
} from './decode-pool.ts';
import type { DecodeAnswer, DecodeItem, DecodeMessage, DecodeWorkerData } from './decode-task.ts';

const form = formOf(8, 8, { colorMode: 'grayscale' });

function testPool(settings?: DecodePoolSettings): DecodePool {
  const pool = createDecodePool(settings);
  onTestFinished(() => pool.close());
  return pool;
}

/** Grey images of so many sizes that they take unlike times; the grey value says which is which. */
async function writeImages(count: number): Promise<DecodeItem[]> {
  const folder = temporaryFolder();
  return Promise.all(
    Array.from({ length: count }, async (_, number) => {
      const path = join(folder, `${number}.${number % 2 ? 'tif' : 'png'}`);
      const size = number % 7 === 0 ? 1200 : 8;
      await sharp({
        create: { width: size, height: size, channels: 3, background: { r: number, g: number, b: number } },
      })
        .toColourspace('b-w')
        .toFile(path);
      return { path, form };
    }),
  );
}

async function collect(images: AsyncIterable<Decoded>): Promise<Decoded[]> {
  const all: Decoded[] = [];
  for await (const image of images) all.push('pixels' in image ? { ...image, pixels: image.pixels.slice() } : image);
  return all;
}

function valuesOf(images: readonly Decoded[]): (number | string)[] {
  return images.map((image) => ('pixels' in image ? image.pixels[0]! : 'broken'));
}

/** A worker that answers with numbers it makes up, and does what the test says at a file. */
function worker(atFile: string): (data: DecodeWorkerData) => Worker {
  return (workerData) =>
    new Worker(
      `const { parentPort, workerData } = require('node:worker_threads');
       parentPort.on('message', (task) => {
         if (task === null) return parentPort.close();
         const { items } = task;
         const pixels = new Uint8Array(items.length * 64);
         for (const [place, { path }] of items.entries()) {
           Atomics.store(workerData.state, 0, place);
           ${atFile}
         }
         Atomics.store(workerData.state, 0, -1);
         parentPort.postMessage({ pixels, images: items.map(() => ({ checksum: 0 })) }, [pixels.buffer]);
       });`,
      { eval: true, workerData },
    );
}

test.for([1, 2, 5])('%d threads give the images in the order of the items', async (threads) => {
  const items = await writeImages(60);
  const images = await collect(testPool({ threads }).decode(items));
  expect(valuesOf(images)).toEqual(items.map((_, number) => number));
});

test('images are shared out among the threads', async () => {
  const messages: Worker['postMessage'][] = [];
  const startWorker = (data: DecodeWorkerData) => {
    const started = worker('')(data);
    messages.push(vi.spyOn(started, 'postMessage'));
    return started;
  };
  const items = Array.from({ length: 6 }, () => ({ path: 'any', form }));
  await collect(testPool({ threads: 3, imagesAhead: 6, startWorker }).decode(items));
  for (const sent of messages) expect(sent).toHaveBeenCalledTimes(2);
});

test('an order gives some of the images, some of them twice', async () => {
  const items = await writeImages(40);
  const order = Int32Array.from([39, 0, 7, 7, 21, 3, 0]);
  expect(valuesOf(await collect(testPool({ threads: 2 }).decode(items, { order })))).toEqual([...order]);
});

test('the pixels are those that decoding here gives, in forms of several sizes', async () => {
  const [item] = await writeImages(1);
  const forms: ImageForm[] = [form, { ...form, colorMode: 'rgb', width: 5 }, { ...form, height: 300, width: 400 }];
  const images = await collect(testPool({ threads: 2 }).decode(forms.map((form) => ({ path: item!.path, form }))));
  for (const [place, image] of images.entries()) {
    const pixels = await decodeImage(item!.path, forms[place]!);
    expect(image).toEqual({ pixels, checksum: crc32(pixels) });
  }
});

test('the memory of images that were taken is handed to a thread again, for those to come', async () => {
  const items = await writeImages(60);
  const images = testPool({ threads: 1, imagesAhead: 8 }).decode(items);
  const { value: first } = await images.next();
  if (first === undefined || 'broken' in first)
    throw new Error(`The first image is sound. Received: ${first?.broken}.`);
  const { pixels } = first;
  expect(pixels[0]).toBe(0);
  await collect(images);
  expect(pixels).toHaveLength(0);
});

test('a broken file comes with its reason in its place, and ends nothing', async () => {
  const items = await writeImages(9);
  const path = join(temporaryFolder(), 'text.png');
  writeFileSync(path, 'not an image');
  const missing = join(temporaryFolder(), 'missing.png');
  const mixed = [...items.slice(0, 4), { path, form }, { path: missing, form }, ...items.slice(4)];
  const images = await collect(testPool({ threads: 2 }).decode(mixed));
  expect(valuesOf(images)).toEqual([0, 1, 2, 3, 'broken', 'broken', 4, 5, 6, 7, 8]);
  expect(images[4]).toMatchObject({
    broken: { key: expect.stringContaining('image-unreadable'), values: { file: path } },
  });
  expect(images[5]).toMatchObject({ broken: { values: { file: missing } } });
});

test('several iterations share the threads, each in its own order', async () => {
  const items = await writeImages(30);
  const pool = testPool({ threads: 2 });
  const backwards = items.map((_, number) => items.length - 1 - number);
  const [one, other] = await Promise.all([
    collect(pool.decode(items)),
    collect(pool.decode(items, { order: backwards })),
  ]);
  expect(valuesOf(one)).toEqual([...backwards].reverse());
  expect(valuesOf(other)).toEqual(backwards);
});

test('no more images are decoded ahead than may be, by their number and by their bytes', async () => {
  const asked = new Int32Array(new SharedArrayBuffer(4));
  const items = Array.from({ length: 500 }, () => ({ path: 'any', form }));
  for (const limits of [{ imagesAhead: 40 }, { bytesAhead: 40 * 64 }]) {
    Atomics.store(asked, 0, 0);
    const pool = testPool({
      threads: 2,
      ...limits,
      startWorker: (data) => worker('Atomics.add(workerData.asked, 0, 1);')({ ...data, asked } as DecodeWorkerData),
    });
    let taken = 0;
    for await (const _ of pool.decode(items)) {
      taken++;
      if (taken % 100 === 0) await setTimeout(50);
      expect(Atomics.load(asked, 0) - taken).toBeLessThanOrEqual(40);
    }
    expect([taken, Atomics.load(asked, 0)]).toEqual([500, 500]);
  }
});

test('an image larger than all that may be ahead is decoded nevertheless', async () => {
  const [item] = await writeImages(1);
  const images = await collect(testPool({ threads: 2, bytesAhead: 10, imagesAhead: 1 }).decode([item!, item!]));
  expect(valuesOf(images)).toEqual([0, 0]);
});

test('aborting rejects at once with its reason, and the pool decodes on for others', async () => {
  const items = await writeImages(60);
  const pool = testPool({ threads: 2 });
  const controller = new AbortController();
  const images = pool.decode(items, { signal: controller.signal });
  await images.next();
  controller.abort(new Error('enough'));
  await expect(images.next()).rejects.toThrow('enough');
  await expect(collect(pool.decode(items, { signal: controller.signal }))).rejects.toThrow('enough');
  expect(await collect(pool.decode(items))).toHaveLength(60);
});

test('a reader who leaves early stops what is decoded for him', async () => {
  const begun = new Int32Array(new SharedArrayBuffer(4));
  const items = Array.from({ length: 400 }, () => ({ path: 'any', form }));
  const pool = testPool({
    threads: 1,
    imagesAhead: 400,
    startWorker: (data) =>
      worker('Atomics.add(workerData.begun, 0, 1); Atomics.wait(workerData.begun, 0, -1, 2);')({
        ...data,
        begun,
      } as DecodeWorkerData),
  });
  for await (const _ of pool.decode(items)) break;
  // What is decoded at all is decoded once no more begins.
  for (let before = -1; before !== Atomics.load(begun, 0); await setTimeout(200)) before = Atomics.load(begun, 0);
  expect(Atomics.load(begun, 0)).toBeLessThan(200);
});

test('a worker leaves what nobody wants any more', async () => {
  const items = await writeImages(3);
  const state = new Int32Array(new SharedArrayBuffer(8));
  const real = startDecodeWorker({ state });
  onTestFinished(async () => void (await real.terminate()));
  const answers = on(real, 'message');
  for (const wanted of [true, false]) {
    const stop = new Int32Array(new SharedArrayBuffer(4)).fill(wanted ? 0 : 1);
    real.postMessage({ items, stop, memory: null } satisfies DecodeMessage);
    const [answer] = (await answers.next()).value as [DecodeAnswer];
    const checksum = expect.any(Number);
    expect(answer.images).toEqual(wanted ? [{ checksum }, { checksum }, { checksum }] : []);
  }
  expect(state[0]).toBe(-1);
});

test('a thread that ends names the file, and others take its place', async () => {
  const crashes = {
    'process.exit(3)': 'exit code 3',
    'throw new Error("out of luck")': 'out of luck',
  };
  for (const [crash, words] of Object.entries(crashes)) {
    const pool = testPool({ threads: 1, startWorker: worker(`if (path === 'bad.png') ${crash};`) });
    const items = ['a.png', 'b.png', 'bad.png', 'c.png'].map((path) => ({ path, form }));
    await expect(collect(pool.decode(items))).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringContaining(`bad.png ended the thread that decodes images.`),
    });
    await expect(collect(pool.decode(items))).rejects.toThrow(`Received: ${words}.`);
    expect(await collect(pool.decode(items.slice(0, 2)))).toHaveLength(2);
  }
});

test('what a thread that ends had not come to is done by another', async () => {
  const pool = testPool({
    threads: 1,
    imagesAhead: 8,
    startWorker: worker(`if (path === 'bad.png') process.exit(3);`),
  });
  const bad = collect(pool.decode([{ path: 'bad.png', form }]));
  const good = collect(pool.decode(['a.png', 'b.png', 'c.png'].map((path) => ({ path, form }))));
  await expect(bad).rejects.toThrow('bad.png ended the thread that decodes images.');
  expect(await good).toHaveLength(3);
});

test('a message holds few images of large files, as an epoch ends with the last of them', async () => {
  const messages: number[] = [];
  const seen = new Int32Array(new SharedArrayBuffer(4 * 40));
  const pool = testPool({
    threads: 1,
    startWorker: (data) =>
      worker('if (place === 0) workerData.seen[Atomics.add(workerData.seen, 39, 1)] = items.length;')({
        ...data,
        seen,
      } as DecodeWorkerData),
  });
  for (const fileBytes of [1000, 52_000, 2_000_000]) {
    Atomics.store(seen, 39, 0);
    await collect(pool.decode(Array.from({ length: 30 }, () => ({ path: 'any', form, fileBytes }))));
    messages.push(...seen.subarray(0, seen[39]!));
    messages.push(0);
  }
  expect(messages).toEqual([30, 0, 10, 10, 10, 0, ...Array(30).fill(1), 0]);
});

test('a thread that cannot start is told as such', async () => {
  const pool = testPool({ startWorker: () => new Worker('throw new Error("no such module")', { eval: true }) });
  await expect(collect(pool.decode([{ path: 'a.png', form }]))).rejects.toThrow(
    'Images cannot be decoded. Expected: a thread that begins with it. Received: no such module.',
  );
});

test.for(['close', 'exit', 'throw'] as const)(
  'a process outlives its threads, and ends as it means to, while they decode photographs: %s',
  async (how) => {
    const path = join(temporaryFolder(), 'photo.jpg');
    await sharp({ create: { width: 1500, height: 1200, channels: 3, background: 'green' } })
      .jpeg()
      .toFile(path);
    const program = await buildEngine('testing/decode-and-end.ts');
    const { status, signal, stderr } = spawnSync(process.execPath, [program, path, how], { encoding: 'utf8' });
    expect([status, signal, stderr.match(/terminate called/g)]).toEqual([how === 'throw' ? 1 : 7, null, null]);
  },
);

test('closing ends the threads, and whoever waits hears of it', async () => {
  const items = await writeImages(20);
  const pool = createDecodePool({ threads: 2 });
  const images = pool.decode(items);
  await images.next();
  await pool.close();
  await expect(collect(images)).resolves.toBeDefined();
  await expect(collect(pool.decode(items))).rejects.toThrow('The decoding pool is closed.');
});

test('closing refuses what a thread had not come to, and starts no other for it', async () => {
  let started = 0;
  const pool = createDecodePool({
    threads: 1,
    startWorker(data) {
      started++;
      return worker('Atomics.wait(workerData.state, 0, place, 300);')(data);
    },
  });
  const asked = Array.from({ length: 3 }, () => collect(pool.decode([{ path: 'any', form }])));
  await setTimeout(100);
  const [ended] = await Promise.all([Promise.allSettled(asked), pool.close()]);
  expect(ended.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(started).toBe(1);
});

test('the program of a thread brings no schemas: to load them takes as long as to start a thread', () => {
  const program = readFileSync(join(appFolder(), 'build', 'decode-worker.cjs'), 'utf8');
  expect(program).toContain('decompressSync');
  expect(program).not.toContain('ZodType');
});
