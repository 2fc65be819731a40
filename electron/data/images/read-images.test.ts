import { readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, onTestFinished, test, vi } from 'vitest';
import { formOf } from '../../../testing/pictures.ts';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import { until } from '../../../testing/until.ts';
import { type CachedFile, openDecodedCache } from './cache/decoded-cache.ts';
import { createDecodePool } from './decoding/decode-pool.ts';
import { type ImageSource, readImages } from './read-images.ts';

const form = formOf(6, 6, { colorMode: 'grayscale' });

/** Grey images whose value is their place; the one at `broken` is none. */
async function writeImages(count: number, broken = -1): Promise<CachedFile[]> {
  const folder = temporaryFolder();
  return Promise.all(
    Array.from({ length: count }, async (_, place) => {
      const path = join(folder, `${place}.png`);
      const background = { r: place, g: place, b: place };
      if (place === broken) writeFileSync(path, 'no image');
      else await sharp({ create: { width: 6, height: 6, channels: 3, background } }).toFile(path);
      return { path, bytes: 100, modified: 1 };
    }),
  );
}

async function openSource(files: readonly CachedFile[], folder: string | null): Promise<ImageSource> {
  const pool = createDecodePool({ threads: 2 });
  const cache = folder === null ? null : await openDecodedCache({ folder, mostBytes: 1e9, files, form });
  onTestFinished(async () => {
    await pool.close();
    await cache?.close();
  });
  return { files, form, pool, cache };
}

/** The first value of each image of an epoch, by batch; checks that all its values are the same. */
async function epoch(source: ImageSource, order: readonly number[], batchSize = 4): Promise<number[][]> {
  const batches: number[][] = [];
  for await (const { places, pixels } of readImages(source, { order, batchSize })) {
    for (const [at, value] of pixels.entries()) expect(value).toBe(pixels[at - (at % 36)]);
    batches.push(places.map((_, position) => pixels[position * 36]!));
  }
  return batches;
}

test.for([true, false])('every epoch gives its order, cached or not: %s', async (isCached) => {
  const source = await openSource(await writeImages(10), isCached ? temporaryFolder() : null);
  expect(await epoch(source, [9, 0, 3, 3, 7])).toEqual([[9, 0, 3, 3], [7]]);
  expect(await epoch(source, [1, 3, 9, 2, 7, 0, 9])).toEqual([
    [1, 3, 9, 2],
    [7, 0, 9],
  ]);
  expect(await epoch(source, [])).toEqual([]);
});

test('a later epoch, and a later process, need the files no more', async () => {
  const files = await writeImages(8);
  const folder = temporaryFolder();
  const order = [5, 2, 7, 0, 1, 6, 3, 4];
  const source = await openSource(files, folder);
  await epoch(source, order);
  for (const { path } of files) rmSync(path);
  expect((await epoch(source, [...order].reverse(), 3)).flat()).toEqual([...order].reverse());
  expect((await epoch(await openSource(files, folder), order)).flat()).toEqual(order);
});

test('a file that cannot be read is black and told, each time', async () => {
  const source = await openSource(await writeImages(5, 2), temporaryFolder());
  for (let round = 0; round < 2; round++) {
    for await (const { pixels, broken, places } of readImages(source, { order: [4, 2, 1], batchSize: 3 })) {
      expect([places, [0, 36, 72].map((at) => pixels[at])]).toEqual([
        [4, 2, 1],
        [4, 0, 1],
      ]);
      expect(broken).toMatchObject([{ position: 1, reason: { values: { file: source.files[2]!.path } } }]);
    }
  }
});

test('what is damaged in the cache is decoded anew', async () => {
  const files = await writeImages(6);
  const folder = temporaryFolder();
  await epoch(await openSource(files, folder), [0, 1, 2, 3, 4, 5]);
  const source = await openSource(files, folder);
  const pixels = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((name) => name.endsWith('.pixels'))!;
  truncateSync(join(folder, pixels), 100);
  expect(await epoch(source, [5, 0, 4, 1, 3, 2], 3)).toEqual([
    [5, 0, 4],
    [1, 3, 2],
  ]);
});

test('while a batch is used the next is read, into memory of its own', async () => {
  const files = await writeImages(6);
  const source = await openSource(files, temporaryFolder());
  const order = [5, 4, 3, 2, 1, 0];
  await epoch(source, order);
  const read = vi.spyOn(source.cache!, 'read');
  const images = readImages(source, { order, batchSize: 2 });
  const { value } = await images.next();
  await until(() => expect(read).toHaveBeenCalledTimes(2));
  await Promise.all(read.mock.results.map(({ value }) => value));
  expect([value!.pixels[0], value!.pixels[36]]).toEqual([5, 4]);
  await images.return();
  expect(read).toHaveBeenCalledTimes(2);
});

test('an abort ends it with the reason', async () => {
  const source = await openSource(await writeImages(10), temporaryFolder());
  const controller = new AbortController();
  const images = readImages(source, { order: [...Array(10).keys()], batchSize: 2, signal: controller.signal });
  await images.next();
  controller.abort(new Error('enough'));
  await expect(images.next()).rejects.toThrow('enough');
});
