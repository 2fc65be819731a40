import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type DataDocument, emptyData } from '../../../shared/data/document.ts';
import { withFoundSource } from '../../../shared/data/found-source.ts';
import { inEnglish } from '../../../shared/messages/sentence.ts';
import { collectBatches } from '../../../testing/datasets.ts';
import { formOf } from '../../../testing/pictures.ts';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import type { Batch } from '../dataset.ts';
import { inspectDataset } from '../inspect.ts';
import { openDataset } from '../open.ts';
import { findSource } from '../sources/find-source.ts';

const { LAYERLOOM_HOME } = process.env;
beforeEach(() => {
  process.env.LAYERLOOM_HOME = temporaryFolder();
});
afterEach(() => {
  if (LAYERLOOM_HOME === undefined) delete process.env.LAYERLOOM_HOME;
  else process.env.LAYERLOOM_HOME = LAYERLOOM_HOME;
});

/** Thirty photographs of one colour, whose blue tells which it is; a table of them, with two that are not as it says. */
async function makeTable(): Promise<string> {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'photographs'));
  const lines = ['file,weight,kind,price'];
  for (let at = 0; at < 30; at++) {
    const background = { r: at % 2 === 0 ? 255 : 0, g: 40, b: at * 8 };
    const path = join(folder, 'photographs', `${at}.png`);
    await sharp({ create: { width: 4, height: 3, channels: 3, background } })
      .png()
      .toFile(path);
    lines.push(`photographs/${at}.png,${at},${at % 2 === 0 ? 'red' : 'green'},${at * 10}`);
  }
  lines.push('photographs/gone.png,7,red,70');
  writeFileSync(
    join(folder, 'photographs', 'cut.png'),
    readFileSync(join(folder, 'photographs', '0.png')).subarray(0, 40),
  );
  lines.push(`${join(folder, 'photographs', 'cut.png')},8,green,80`, '');
  writeFileSync(join(folder, 'list.csv'), lines.join('\n'));
  return folder;
}

const columns = {
  weight: { kind: 'numeric', role: 'input' },
  kind: { kind: 'categorical', role: 'target' },
  price: { kind: 'numeric', role: 'target' },
} as const;

async function dataOf(path: string): Promise<DataDocument> {
  return { ...withFoundSource(emptyData, await findSource(path)), columns };
}

/** What each row of batches was: the number painted in its picture, its weight before scaling, its class and its price. */
function rowsOf(batches: readonly Batch[], weights: (scaled: number) => number) {
  return batches.flatMap(({ rows, inputs, targets }) =>
    Array.from({ length: rows }, (_, row) => ({
      painted: Math.round((inputs.file!.data[row * 36 + 2]! * 255) / 8),
      weight: Math.round(weights(inputs.inputs!.data[row]!)),
      kind: targets.kind?.data[row],
      price: targets.price?.data[row],
    })),
  );
}

test('a table whose column names images is found, and its rows keep picture, numbers and targets together', async () => {
  const folder = await makeTable();
  const found = await findSource(join(folder, 'list.csv'));
  expect(found).toEqual({
    source: { kind: 'image-table', path: join(folder, 'list.csv'), column: 'file' },
    partColumn: null,
    keyColumns: [],
    imageForm: formOf(3, 4),
    textForm: null,
  });
  // A folder that has the table and its images in no folders of classes means the same.
  expect((await findSource(folder)).source).toEqual(found.source);

  const data = await dataOf(folder);
  const told: string[] = [];
  const dataset = await openDataset(data, {
    directory: null,
    limit: null,
    tell: (words) => told.push(inEnglish(words)),
  });
  try {
    expect(dataset.features).toEqual([
      { name: 'file', kind: 'image', shape: [3, 4, 3], dtype: 'float32', vocabularySize: null },
      { name: 'inputs', kind: 'numbers', shape: [1], dtype: 'float32', vocabularySize: null },
    ]);
    expect(dataset.targets.map(({ name, classes }) => [name, classes])).toEqual([
      ['kind', ['green', 'red']],
      ['price', null],
    ]);
    const { train, validation, test } = dataset.rows;
    // The row whose image is not there is in no part; that of the broken one is found when it is read.
    expect(train + validation + test).toBe(31);
    const { features } = dataset.preparation;
    const { centers, scales } = (
      features.inputs as { columns: { steps: { centers: number[]; scales: number[] }[] }[] }
    ).columns[0]!.steps.at(-1)!;
    const batches = [];
    for (const part of ['train', 'validation', 'test'] as const)
      batches.push(
        ...(await collectBatches(dataset.batches(part, { batchSize: 4, shuffleSeed: part === 'train' ? 1 : null }))),
      );
    const rows = rowsOf(batches, (scaled) => scaled * scales[0]! + centers[0]!).sort((a, b) => a.painted - b.painted);
    expect(rows).toEqual(
      Array.from({ length: 30 }, (_, at) => ({ painted: at, weight: at, kind: at % 2 === 0 ? 1 : 0, price: at * 10 })),
    );
    expect(told).toHaveLength(2);
    expect(told[0]).toBe('Row 31 is left out: its image is not there (photographs/gone.png).');
    expect(told[1]).toContain('cut.png is not an image that can be read.');

    // Other rows: their images are looked for beside their own table.
    const other = join(folder, 'other.csv');
    writeFileSync(other, 'weight,file\n3,photographs/3.png\n9,photographs/9.png\n');
    const answered = rowsOf(
      await collectBatches(dataset.readFile(other, { batchSize: 8 })),
      (scaled) => scaled * scales[0]! + centers[0]!,
    );
    expect(answered).toEqual([
      { painted: 3, weight: 3, kind: undefined, price: undefined },
      { painted: 9, weight: 9, kind: undefined, price: undefined },
    ]);
    writeFileSync(other, 'weight,file\n3,photographs/3.png\n9,nowhere.png\n');
    await expect(collectBatches(dataset.readFile(other, { batchSize: 8 }))).rejects.toThrow(
      'row 2: its image is not there. Expected: an image for every row. Received: nowhere.png.',
    );
    // A run's preparation opens it again without fitting.
    const again = await openDataset(data, { directory: null, limit: null, preparation: dataset.preparation });
    expect(again.preparation).toEqual(dataset.preparation);
    again.close();
  } finally {
    dataset.close();
  }
});

test('what there is to see of a table of images: pictures by class, columns, and each row that has none', async () => {
  const folder = await makeTable();
  const summary = await inspectDataset(await dataOf(folder), { directory: null });
  expect(summary.columns.map(({ name, kind, role }) => [name, kind, role])).toEqual([
    ['file', 'text', 'input'],
    ['weight', 'numeric', 'input'],
    ['kind', 'categorical', 'target'],
    ['price', 'numeric', 'target'],
  ]);
  expect(summary.classCounts).toMatchObject([
    { name: 'green', rows: 16 },
    { name: 'red', rows: 15 },
  ]);
  expect(new Set(summary.images.map(({ label }) => label))).toEqual(new Set(['green', 'red']));
  expect(summary.warnings.map(inEnglish)).toContain(
    'Row 31 is left out: its image is not there (photographs/gone.png).',
  );
});

test('a broken image of a table is named also where more come before it than are shown, in whatever part it is', async () => {
  const folder = temporaryFolder();
  const rows = Array.from({ length: 60 }, (_, at) => `${at}.png,${at < 55 ? 'train' : 'test'},a${at % 2}`);
  const image = await sharp({ create: { width: 4, height: 4, channels: 3, background: '#123456' } })
    .png()
    .toBuffer();
  for (let at = 0; at < 60; at++)
    writeFileSync(join(folder, `${at}.png`), [50, 57].includes(at) ? image.subarray(0, 40) : image);
  writeFileSync(join(folder, 'table.csv'), ['file,part,kind', ...rows].join('\n'));
  const data = {
    ...(await dataOf(join(folder, 'table.csv'))),
    columns: {},
    split: { ...emptyData.split, method: 'column', column: 'part' },
  } as const;
  const { warnings } = await inspectDataset(data, { directory: null });
  const broken = warnings.map(inEnglish).filter((words) => words.includes('is not an image that can be read'));
  expect(broken.map((words) => /(\d+)\.png/.exec(words)![1])).toEqual(['50', '57']);
});

test.each([
  ['in it, by whole names', 'images', 'images/labels.csv', '.png'],
  ['in it, without endings', 'images', 'images/labels.csv', ''],
  ['beside it, by whole names', 'images', 'labels.csv', '.png'],
  ['beside it, without endings', 'images', 'labels.csv', ''],
  ['above it, with the folder that holds both', '.', 'labels.csv', ''],
])('a folder of images without classes is the table that names them: %s', async (_, chosen, listing, ending) => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'images'));
  const background = '#123456';
  const image = await sharp({ create: { width: 4, height: 4, channels: 3, background } })
    .png()
    .toBuffer();
  for (let at = 0; at < 30; at++) writeFileSync(join(folder, 'images', `${at}.png`), image);
  const lines = (count: number) => Array.from({ length: count }, (_, at) => `${at % 2},${at}${ending}`);
  const path = join(folder, listing);
  writeFileSync(path, ['label,id', ...lines(30)].join('\n'));
  // Another table in the same place says nothing of them.
  writeFileSync(join(folder, listing, '..', 'notes.csv'), 'id,note\na1,x\na2,y\n');
  const found = await findSource(join(folder, chosen));
  expect(found.source).toEqual({ kind: 'image-table', path, column: 'id' });
  if (ending !== '') expect(await findSource(path)).toEqual(found);
  const dataset = await openDataset(withFoundSource(emptyData, found), { directory: null, limit: null });
  const { train, validation, test } = dataset.rows;
  dataset.close();
  expect(train + validation + test).toBe(30);
  // Of two that do, none is taken.
  writeFileSync(join(folder, listing, '..', 'others.csv'), ['label,id', ...lines(20)].join('\n'));
  expect((await findSource(join(folder, chosen))).source.kind).toBe('image-folder');
});
