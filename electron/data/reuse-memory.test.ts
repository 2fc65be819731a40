import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { type DataDocument, emptyData } from '../../shared/data/document.ts';
import { withFoundSource } from '../../shared/data/found-source.ts';
import { npyOf } from '../../testing/arrays.ts';
import { allRows, collectBatches, dataOf, diabetes, vegaFile } from '../../testing/datasets.ts';
import { imageStep } from '../../testing/pictures.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import type { Batch } from './dataset.ts';
import { openDataset } from './open.ts';
import { findSource } from './sources/find-source.ts';

async function found(path: string, changes: Partial<DataDocument> = {}): Promise<DataDocument> {
  return { ...withFoundSource(emptyData, await findSource(path)), ...changes };
}

async function pictures(changes: Partial<DataDocument> = {}): Promise<DataDocument> {
  const folder = temporaryFolder();
  for (let at = 0; at < 24; at++) {
    const path = join(folder, at % 2 === 0 ? 'even' : 'odd', `${at}.png`);
    mkdirSync(join(path, '..'), { recursive: true });
    await sharp({ create: { width: 5, height: 5, channels: 3, background: { r: at, g: 2 * at, b: 255 - at } } })
      .png()
      .toFile(path);
  }
  return found(folder, { preparation: [imageStep(5, 5)], ...changes });
}

async function arrays(): Promise<DataDocument> {
  const folder = temporaryFolder();
  const numbers = (count: number) => Array.from({ length: count }, (_, at) => Math.sin(at));
  writeFileSync(join(folder, 'x.npy'), npyOf([30, 3], numbers(90)));
  writeFileSync(join(folder, 'y.npy'), npyOf([30], numbers(30)));
  return found(folder);
}

const kinds: Readonly<Record<string, () => Promise<DataDocument>>> = {
  'digits, as bytes in memory': async () => dataOf({ kind: 'mnist' }),
  'a table of numbers': async () => diabetes,
  // Of one-hot values only the ones are written.
  'a table of categories': async () => found(vegaFile('penguins.json')),
  'windows of a time series': async () =>
    found(vegaFile('seattle-weather.csv'), {
      windows: { length: 4, horizon: 1, stride: 1, time: 'date', series: null },
      split: { ...emptyData.split, method: 'time', column: 'date' },
    }),
  'images of files': pictures,
  'images that threads augment': () => pictures({ augmentation: [{ step: 'random-flip', mode: 'horizontal' }] }),
  arrays,
};

test.for(Object.entries(kinds))('%s are the same in memory that is used again', async ([, make]) => {
  const dataset = await openDataset(await make(), { ...allRows, limit: 50 });
  try {
    const options = { batchSize: 8, shuffleSeed: 3, augmentSeed: 4 };
    const own = await collectBatches(dataset.batches('train', options));
    const copies: Batch[] = [];
    for await (const batch of dataset.batches('train', { ...options, reuseMemory: true })) {
      copies.push(structuredClone(batch));
      // What a reader leaves in it is of no account.
      for (const { data } of Object.values(batch.inputs)) data.fill(-7);
    }
    expect(copies.length).toBeGreaterThan(1);
    expect(copies).toEqual(own);
  } finally {
    dataset.close();
  }
});

test.for(Object.entries(kinds).filter(([kind]) => !kind.includes('threads')))(
  '%s lie in one memory where a reader allows that',
  async ([, make]) => {
    const dataset = await openDataset(await make(), { ...allRows, limit: 50 });
    try {
      const memoryOf = async (reuseMemory: boolean) => {
        const options = { batchSize: 8, shuffleSeed: null, reuseMemory };
        const batches = await collectBatches(dataset.batches('train', options));
        return new Set(batches.flatMap(({ rows, inputs }) => (rows === 8 ? [Object.values(inputs)[0]!.data] : [])));
      };
      expect((await memoryOf(false)).size).toBeGreaterThan(1);
      expect((await memoryOf(true)).size).toBe(1);
    } finally {
      dataset.close();
    }
  },
);
