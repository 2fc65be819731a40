import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { readdirSync, readFileSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { expect, onTestFinished, test, vi } from 'vitest';
import { bytesOf, type ImageForm } from '../../../../shared/data/image-form.ts';
import { cachedFiles, pixelsOf, smallForm } from '../../../../testing/cached-images.ts';
import { buildEngine } from '../../../../testing/engine-host.ts';
import { temporaryFolder } from '../../../../testing/temporary-folder.ts';
import { type DecodedCache, type DecodedCacheSettings, openDecodedCache } from './decoded-cache.ts';

vi.mock('node:fs', async (original) => {
  const real = await original<typeof fs>();
  return { ...real, readvSync: vi.fn(real.readvSync), readv: vi.fn(real.readv) };
});

async function openCache(folder: string, rest: Partial<DecodedCacheSettings> = {}): Promise<DecodedCache> {
  const cache = await openDecodedCache({ folder, mostBytes: 1e9, files: cachedFiles(50), form: smallForm, ...rest });
  onTestFinished(() => cache.close());
  return cache;
}

async function writeImages(cache: DecodedCache, places: readonly number[], form = smallForm): Promise<void> {
  const images = places.map((place) => pixelsOf(place, form));
  await cache.write(
    places,
    Buffer.concat(images),
    images.map((pixels) => crc32(pixels)),
  );
  await cache.flush();
}

/** Which of the places the cache has, and whether the pixels of those are theirs. */
async function readImages(cache: DecodedCache, places: readonly number[], form = smallForm) {
  const size = bytesOf(form);
  const target = new Uint8Array(places.length * size);
  const missing = await cache.read(places, target);
  const there = [...places.keys()].filter((position) => !missing.includes(position));
  // By whole arrays: to go through a million values one by one takes seconds.
  const isTheirs = (position: number) =>
    Buffer.compare(target.subarray(position * size, (position + 1) * size), pixelsOf(places[position]!, form)) === 0;
  expect(there.filter((position) => !isTheirs(position))).toEqual([]);
  return there.map((position) => places[position]!);
}

function filesOf(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => join(folder, name));
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);

test('what is written is read back in any order, at once and by who comes later', async () => {
  const folder = temporaryFolder();
  const first = await openCache(folder);
  await writeImages(first, [3, 1, 4]);
  await writeImages(first, [15, 9, 2]);
  const places = [2, 2, 0, 9, 3, 49, 15, 4, 1];
  const there = [2, 2, 9, 3, 15, 4, 1];
  expect(await readImages(first, places)).toEqual(there);
  await first.close();
  const second = await openCache(folder);
  expect(await readImages(second, places)).toEqual(there);
  expect(range(0, 50).filter((place) => second.has(place))).toEqual([1, 2, 3, 4, 9, 15]);
});

test('records that lie side by side come in one request, with 2048 bytes between them at most too', async () => {
  const cache = await openCache(temporaryFolder());
  await writeImages(cache, range(0, 50));
  const requests = vi.mocked(fs.readvSync);
  requests.mockClear();
  expect(await readImages(cache, [...range(0, 20), 40].reverse())).toHaveLength(21);
  expect(requests).toHaveBeenCalledTimes(1);
  expect(await readImages(cache, [1, 24, 2, 25])).toHaveLength(4);
  expect(requests).toHaveBeenCalledTimes(3);
});

test('large records are read while others get their turn', async () => {
  const form: ImageForm = { ...smallForm, height: 1200, width: 1000 };
  const cache = await openCache(temporaryFolder(), { form });
  await writeImages(cache, range(0, 6), form);
  const requests = vi.mocked(fs.readvSync);
  requests.mockClear();
  expect(await readImages(cache, [5, 0, 3], form)).toEqual([5, 0, 3]);
  expect(requests).not.toHaveBeenCalled();
});

test('another size, time, path or form is another image', async () => {
  const folder = temporaryFolder();
  await writeImages(await openCache(folder), [0, 1, 2, 3]);
  const files = cachedFiles(4);
  files[1] = { ...files[1]!, bytes: 1 };
  files[2] = { ...files[2]!, modified: 1 };
  files[3] = { ...files[3]!, path: '/images/other.png' };
  const changed = await openCache(folder, { files });
  expect(range(0, 4).map((place) => changed.has(place))).toEqual([true, false, false, false]);
  for (const form of [
    { height: 11 },
    { width: 11 },
    { colorMode: 'rgb' },
    { resizing: 'pad' },
    { interpolation: 'nearest' },
    { antialias: false },
  ] as Partial<ImageForm>[])
    expect((await openCache(folder, { form: { ...smallForm, ...form } })).has(0)).toBe(false);
});

test('what was kept before images could do without antialiasing is found', async () => {
  const folder = temporaryFolder();
  await writeImages(await openCache(folder), [0]);
  expect(readdirSync(folder)).toEqual([expect.stringMatching(/^\d+(-sharp)?-10x10-grayscale-stretch-bilinear$/)]);
});

test('files in another order, and others among them, are found', async () => {
  const folder = temporaryFolder();
  await writeImages(await openCache(folder), range(0, 10));
  const [first, second, ...others] = cachedFiles(10);
  const more = await openCache(folder, {
    files: [...others, { ...first!, path: '/new.png' }, second!, first!, first!],
  });
  expect(more.has(8)).toBe(false);
  const target = new Uint8Array(300);
  expect(await more.read([10, 9, 11], target)).toEqual([]);
  expect(target).toEqual(new Uint8Array(Buffer.concat([pixelsOf(0), pixelsOf(1), pixelsOf(0)])));
});

test('what is not whole is not there, and can be written again', async () => {
  const damages: Readonly<Record<string, (pixels: string, entries: string) => void>> = {
    'the last pixels are missing': (pixels) => truncateSync(pixels, statSync(pixels).size - 1),
    'the last pixels are zero': (pixels) => {
      truncateSync(pixels, statSync(pixels).size - 60);
      truncateSync(pixels, statSync(pixels).size + 60);
    },
    'the last entry is cut off': (_, entries) => truncateSync(entries, statSync(entries).size - 1),
    'the last entry leads elsewhere': (_, entries) => {
      const bytes = readFileSync(entries);
      bytes[bytes.length - 8]! ^= 1;
      writeFileSync(entries, bytes);
    },
  };
  for (const [damage, inflict] of Object.entries(damages)) {
    const folder = temporaryFolder();
    const whole = await openCache(folder);
    await writeImages(whole, range(0, 5));
    await whole.close();
    inflict(filesOf(folder, '.pixels')[0]!, filesOf(folder, '.entries')[0]!);
    const damaged = await openCache(folder);
    expect(await readImages(damaged, range(0, 5)), damage).toEqual([0, 1, 2, 3]);
    expect(damaged.has(4)).toBe(false);
    await writeImages(damaged, range(0, 5));
    expect(await readImages(damaged, range(0, 5)), damage).toEqual([0, 1, 2, 3, 4]);
    await damaged.close();
    expect(await readImages(await openCache(folder), range(0, 5)), damage).toEqual([0, 1, 2, 3, 4]);
  }
});

test('images are written together, many small ones at once', async () => {
  const folder = temporaryFolder();
  const cache = await openCache(folder, { files: cachedFiles(20_000) });
  for (let place = 0; place < 20_000; place++) {
    const pixels = pixelsOf(place);
    await cache.write([place], pixels, [crc32(pixels)]);
  }
  const written = range(0, 20_000).filter((place) => cache.has(place)).length;
  expect(written).toBe(10_486);
  await cache.close();
  const later = await openCache(folder, { files: cachedFiles(20_000) });
  expect((await readImages(later, range(0, 20_000))).length).toBe(20_000);
});

test('a process that is killed while it writes leaves whole images only', async () => {
  const folder = temporaryFolder();
  const program = await buildEngine('testing/cache-writer.ts');
  const child = spawn(process.execPath, [program, folder, '100000'], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (text) => {
    said += text;
    if (said.split('\n').length > 500) child.kill('SIGKILL');
  });
  await new Promise((resolve) => child.once('close', resolve));
  const count = said.split('\n').length - 1;
  const cache = await openCache(folder, { files: cachedFiles(count) });
  expect(await readImages(cache, range(0, count))).toEqual(range(0, count));
});

test('two processes write at once, and a third reads what both have written', async () => {
  const folder = temporaryFolder();
  const program = await buildEngine('testing/cache-writer.ts');
  const children = [0, 1].map(() => spawn(process.execPath, [program, folder, '300'], { stdio: 'ignore' }));
  const own = await openCache(folder, { files: cachedFiles(600) });
  for (const place of range(300, 600)) await writeImages(own, [place]);
  const codes = await Promise.all(
    children.map((child) => child.exitCode ?? new Promise((resolve) => child.once('exit', resolve))),
  );
  expect(codes).toEqual([0, 0]);
  const cache = await openCache(folder, { files: cachedFiles(600) });
  expect(await readImages(cache, range(0, 600))).toEqual(range(0, 600));
});

test('beyond the limit the images that were not used for longest go, whatever their form', async () => {
  const folder = temporaryFolder();
  const other: ImageForm = { ...smallForm, resizing: 'crop' };
  for (const [at, form] of [smallForm, other].entries()) {
    const cache = await openCache(folder, { form });
    await writeImages(cache, range(0, 20));
    await cache.close();
    for (const path of filesOf(folder, '.entries').filter((path) => path.includes(form.resizing)))
      utimesSync(path, 1000 + at, 1000 + at);
  }
  // Reading the older one makes it the newer one.
  await (await openCache(folder)).close();
  const third = await openCache(folder, { form: { ...smallForm, resizing: 'pad' }, mostBytes: 5200 });
  await writeImages(third, range(0, 20));
  expect(third.isFull).toBe(false);
  expect((await openCache(folder)).has(0)).toBe(true);
  expect((await openCache(folder, { form: other })).has(0)).toBe(false);
});

test('a list larger than the limit keeps what fits', async () => {
  const folder = temporaryFolder();
  const cache = await openCache(folder, { mostBytes: 1000 });
  await writeImages(cache, range(0, 7));
  await writeImages(cache, range(7, 14));
  expect([cache.isFull, cache.problem]).toEqual([true, null]);
  expect(await readImages(cache, range(0, 14))).toEqual(range(0, 7));
});

test('a disk that takes no more is told, and ends nothing', async () => {
  const folder = temporaryFolder();
  const cache = await openCache(folder);
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
  await writeImages(cache, [0]);
  expect(cache.problem).toMatchObject({ values: { received: 'ENOENT' } });
  expect(cache.has(0)).toBe(false);
});

test('where nothing can be kept that is told too, and ends nothing', async () => {
  const folder = join(temporaryFolder(), 'a file');
  writeFileSync(folder, '');
  const cache = await openCache(folder);
  await writeImages(cache, [0]);
  expect(cache.problem).toMatchObject({ values: { received: 'ENOTDIR' } });
  expect([cache.has(0), await readImages(cache, [0])]).toEqual([false, []]);
  await cache.close();
});

test('what a crash has left of a segment is cleared away after an hour', async () => {
  const folder = temporaryFolder();
  await writeImages(await openCache(folder), [0]);
  const [form] = readdirSync(folder);
  const remains = ['old', 'young'].map((name) => join(folder, form!, `${name}.pixels`));
  for (const path of remains) writeFileSync(path, 'x');
  utimesSync(remains[0]!, 1000, 1000);
  expect((await openCache(folder)).has(0)).toBe(true);
  expect(remains.map((path) => fs.existsSync(path))).toEqual([false, true]);
});
