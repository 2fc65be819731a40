import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DatasetLook } from '../../../shared/data/dataset.ts';
import { type DataDocument, emptyData } from '../../../shared/data/document.ts';
import { withFoundSource } from '../../../shared/data/found-source.ts';
import { inEnglish } from '../../../shared/messages/sentence.ts';
import { allRows, collectBatches } from '../../../testing/datasets.ts';
import { imageStep } from '../../../testing/pictures.ts';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import type { Batch } from '../dataset.ts';
import { inspectDataset } from '../inspect.ts';
import { openDataset } from '../open.ts';
import { unwatchedReading } from '../reading.ts';
import { findSource } from '../sources/find-source.ts';

const { LAYERLOOM_HOME } = process.env;
beforeEach(() => {
  process.env.LAYERLOOM_HOME = temporaryFolder();
});
afterEach(() => {
  if (LAYERLOOM_HOME === undefined) delete process.env.LAYERLOOM_HOME;
  else process.env.LAYERLOOM_HOME = LAYERLOOM_HOME;
});

type Colour = readonly [red: number, green: number, blue: number];

/** Writes an image of one colour; its blue tells which it is. */
async function paint(path: string, [r, g, b]: Colour, width = 4, height = 3): Promise<void> {
  mkdirSync(join(path, '..'), { recursive: true });
  await sharp({ create: { width, height, channels: 3, background: { r, g, b } } })
    .png()
    .toFile(path);
}

/** Red and green images, 20 of each, and what else lies about in folders. */
async function paintFolder(): Promise<string> {
  const folder = temporaryFolder();
  for (let at = 0; at < 20; at++) {
    await paint(join(folder, 'red', `${at}.png`), [255, 0, at]);
    await paint(join(folder, 'green', `${at}.png`), [0, 255, at]);
  }
  writeFileSync(join(folder, 'red', 'notes.txt'), 'no image');
  return folder;
}

async function dataOf(folder: string, changes: Partial<DataDocument> = {}): Promise<DataDocument> {
  return { ...withFoundSource(emptyData, await findSource(folder)), ...changes };
}

/** The numbers that were painted into the images of batches, and the classes. */
function seen(batches: readonly Batch[]): readonly (readonly [number, number])[] {
  return batches.flatMap(({ rows, inputs, targets }) =>
    Array.from({ length: rows }, (_, row) => {
      const { data, shape } = inputs.image!;
      const size = shape[1]! * shape[2]! * shape[3]!;
      return [Math.round(data[row * size + 2]! * 255), targets.label?.data[row] ?? -1] as const;
    }),
  );
}

test('a folder of images is found with the size that suits them, and looked at as the model will see it', async () => {
  const folder = await paintFolder();
  const data = await dataOf(folder);
  expect(data.preparation.at(-1)).toEqual(imageStep(3, 4));
  const looks: DatasetLook[] = [];
  const reading = { ...unwatchedReading(), show: (look: DatasetLook) => looks.push(look) };
  const summary = await inspectDataset(data, { directory: null, reading });
  // Before all are decoded, a few of each class and how many there are.
  const { title, classCounts, images } = summary;
  expect(looks).toEqual([{ title, origin: null, columns: [], preview: [], classCounts, images: images.slice(0, 12) }]);
  expect(images.slice(0, 12).filter(({ label }) => label === 'red').length).toBe(6);
  expect(summary).toMatchObject({
    rows: { train: 28, validation: 6, test: 6 },
    features: [{ name: 'image', kind: 'image', shape: [3, 4, 3], dtype: 'float32' }],
    targets: [{ name: 'label', classes: ['green', 'red'] }],
    classCounts: [
      { name: 'green', rows: 20 },
      { name: 'red', rows: 20 },
    ],
  });
  const [first] = summary.images;
  expect([first!.width, first!.height, first!.channels, first!.label]).toEqual([4, 3, 3, 'green']);
  expect([...Buffer.from(first!.pixels, 'base64').subarray(0, 2)]).toEqual([0, 255]);
  expect(summary.warnings.map(inEnglish)).toContain('Files that are no images: 1. They are left aside.');
});

test('batches have the images and their classes, shuffled by the seed, again from the cache', async () => {
  const dataset = await openDataset(await dataOf(await paintFolder()), allRows);
  const inOrder = seen(await collectBatches(dataset.batches('train', { batchSize: 8, shuffleSeed: null })));
  // Rows are green, then red; each image tells its own number.
  expect(inOrder).toEqual(Array.from(dataset.sourceRows('train'), (row) => [row % 20, Math.floor(row / 20)]));
  const shuffled = async (seed: number) =>
    seen(await collectBatches(dataset.batches('train', { batchSize: 8, shuffleSeed: seed })));
  const once = await shuffled(1);
  expect(await shuffled(1)).toEqual(once);
  expect(await shuffled(2)).not.toEqual(once);
  expect(once).not.toEqual(inOrder);
  expect(once.toSorted()).toEqual(inOrder.toSorted());
  dataset.close();
});

test('a look at a folder names every broken image, in whatever part and however far behind', async () => {
  const folder = await paintFolder();
  for (let at = 20; at < 40; at++) await paint(join(folder, 'red', `${at}.png`), [255, 0, at]);
  const data = await dataOf(folder);
  const whole = readFileSync(join(folder, 'red', '1.png'));
  const broken = ['green/4.png', 'green/19.png', 'red/2.png', 'red/30.png', 'red/37.png', 'red/38.png', 'red/39.png'];
  const contents = [whole.subarray(0, 60), 'a text', '', Buffer.alloc(500), whole.subarray(0, 8), 'GIF89a', '\0'];
  for (const [at, name] of broken.entries()) writeFileSync(join(folder, name), contents[at]!);
  const { warnings } = await inspectDataset(data, { directory: null });
  const told = warnings.map(inEnglish).filter((words) => words.includes('is not an image'));
  expect(told.map((words) => words.slice(folder.length + 1, words.indexOf(' ', folder.length))).sort()).toEqual(
    broken.toSorted(),
  );
});

test('an image that cannot be read is told once and left out, with the numbers of the others', async () => {
  const folder = await paintFolder();
  const cut = join(folder, 'red', '3.png');
  writeFileSync(cut, readFileSync(cut).subarray(0, 60));
  const split = { ...emptyData.split, validation: 0, test: 0 };
  const told: string[] = [];
  const tell = (words: Parameters<typeof inEnglish>[0]) => told.push(inEnglish(words));
  const dataset = await openDataset(await dataOf(folder, { split }), { ...allRows, tell });
  for (let epoch = 0; epoch < 2; epoch++) {
    const batches = await collectBatches(dataset.batches('train', { batchSize: 7, shuffleSeed: null }));
    const rows = batches.flatMap(({ sources }) => [...sources!]);
    expect(rows).toEqual(Array.from({ length: 40 }, (_, row) => row).filter((row) => row !== 23));
    expect(seen(batches)).toEqual(rows.map((row) => [row % 20, Math.floor(row / 20)]));
  }
  expect(told).toHaveLength(1);
  expect(told[0]).toContain(cut);
  dataset.close();
});

test('folders of parts are the parts; validation is taken from training where it has none', async () => {
  const folder = temporaryFolder();
  for (const name of ['red', 'green']) {
    for (let at = 0; at < 10; at++) await paint(join(folder, 'train', name, `${at}.png`), [9, 9, at]);
    for (let at = 0; at < 4; at++) await paint(join(folder, 'test', name, `${at}.png`), [9, 9, 100 + at]);
  }
  const split = { ...emptyData.split, validation: 0.2, test: 0.5 };
  const dataset = await openDataset(await dataOf(folder, { split }), allRows);
  expect(dataset.rows).toEqual({ train: 16, validation: 4, test: 8 });
  const test = seen(await collectBatches(dataset.batches('test', { batchSize: 8, shuffleSeed: null })));
  expect(test.every(([number]) => number >= 100)).toBe(true);
  dataset.close();
});

test('images of people are prepared alike: one, or all of a folder, whose folders of classes are the right answers', async () => {
  const folder = await paintFolder();
  const told: string[] = [];
  const tell = (words: Parameters<typeof inEnglish>[0]) => told.push(inEnglish(words));
  const dataset = await openDataset(await dataOf(folder), { ...allRows, tell });
  const others = temporaryFolder();
  // Each blue value is the place among all.
  for (const [at, name] of ['2.jpg.png', '10.png', 'blue/1.png', 'green/a/red/1.png', 'test/red/1.png'].entries())
    await paint(join(others, name), [1, 2, at], 8, 6);
  const all = await collectBatches(dataset.readFile(others, { batchSize: 8 }));
  const [green, red] = [0, 1];
  expect([seen(all), all[0]!.files, all[0]!.inputs.image!.shape]).toEqual([
    [
      [0, -1],
      [1, -1],
      [2, -1],
      [3, green],
      [4, red],
    ],
    ['2.jpg.png', '10.png', 'blue/1.png', 'green/a/red/1.png', 'test/red/1.png'],
    [5, 3, 4, 3],
  ]);
  const one = await collectBatches(dataset.readFile(join(others, '10.png'), { batchSize: 8 }));
  expect([seen(one), one[0]!.files, one[0]!.targets]).toEqual([[[1, -1]], ['10.png'], {}]);
  // What cannot be read is told and left out.
  for (const name of ['10.png', 'green/a/red/1.png']) writeFileSync(join(others, name), 'x');
  const some = await collectBatches(dataset.readFile(others, { batchSize: 2 }));
  expect(some.map(({ files }) => files)).toEqual([['2.jpg.png'], ['blue/1.png'], ['test/red/1.png']]);
  expect(seen(some)).toEqual([
    [0, -1],
    [2, -1],
    [4, red],
  ]);
  expect(told).toEqual([expect.stringContaining('10.png'), expect.stringContaining('green/a/red/1.png')]);
  await expect(collectBatches(dataset.readFile(join(others, 'green'), { batchSize: 8 }))).rejects.toThrow('1.png');
  dataset.close();
});

test('without a step that says the size nothing is trained, and it is said', async () => {
  const folder = await paintFolder();
  const data = await dataOf(folder, { preparation: [] });
  await expect(openDataset(data, allRows)).rejects.toThrow(
    'No step makes numbers of "image". Expected: the step size of images. Received: images.',
  );
  const { warnings, features } = await inspectDataset(data, { directory: null });
  expect([inEnglish(warnings[0]!), features]).toEqual([
    'No step makes numbers of "image". Expected: the step size of images. Received: images.',
    [],
  ]);
});

test('what an earlier run was trained on decides size and classes', async () => {
  const folder = await paintFolder();
  const before = await openDataset(await dataOf(folder), allRows);
  const { preparation } = before;
  before.close();
  const changed = await dataOf(folder, { preparation: [] });
  const again = await openDataset(changed, { ...allRows, preparation: JSON.parse(JSON.stringify(preparation)) });
  expect(again.features).toEqual(before.features);
  again.close();
  await paint(join(folder, 'blue', '1.png'), [0, 0, 1]);
  await expect(openDataset(changed, { ...allRows, preparation })).rejects.toThrow('blue');
});

test('images are trained on where none can be kept, and it is told once', async () => {
  const home = process.env.LAYERLOOM_HOME!;
  mkdirSync(join(home, 'cache'), { recursive: true });
  writeFileSync(join(home, 'cache', 'images'), 'no folder');
  const told: string[] = [];
  const dataset = await openDataset(await dataOf(await paintFolder()), {
    ...allRows,
    tell: (words) => told.push(inEnglish(words)),
  });
  for (let epoch = 0; epoch < 2; epoch++) {
    const batches = await collectBatches(dataset.batches('train', { batchSize: 7, shuffleSeed: null }));
    expect(seen(batches)).toHaveLength(dataset.rows.train);
  }
  dataset.close();
  expect(told).toEqual([
    expect.stringMatching(/^Decoded images cannot be kept: .* could not be written: .*ENOTDIR\.$/),
  ]);
});
