import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { augmentations } from '../../shared/data/augmentation/index.ts';
import { dataOf, diabetes } from '../../testing/datasets.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { openDataset } from '../data/open.ts';
import { createSamples } from './samples.ts';

test('what was read for a viewer is kept while augmentation changes, and a look at other data ends the one before', async () => {
  const open = vi.fn(openDataset);
  const samples = createSamples(open);
  const augmentation = augmentations.flatMap(({ step, defaults }) => (step === 'gaussian-noise' ? [defaults] : []));
  const [first, second] = await Promise.all([
    samples.take('window', diabetes, null, 1),
    samples.take('window', { ...diabetes, augmentation }, null, 1),
  ]);
  expect(open).toHaveBeenCalledTimes(1);
  expect(second.rows.map(({ row }) => row)).toEqual(first.rows.map(({ row }) => row));
  const withSeed = (seed: number) => ({ ...diabetes, split: { ...diabetes.split, seed } });
  const superseded = samples.take('window', withSeed(2), null, 1);
  const another = samples.take('another window', withSeed(2), null, 1);
  const last = samples.take('window', withSeed(3), null, 1);
  await expect(superseded).rejects.toThrow('The data was not read to its end');
  expect((await last).rows.length).toBe(3);
  expect((await another).rows.length).toBe(3);
  samples.close();
});

test('what could not be opened is tried anew', async () => {
  const open = vi.fn(openDataset);
  const samples = createSamples(open);
  const missing = dataOf({ kind: 'table', path: join(temporaryFolder(), 'none.csv') });
  for (let tries = 1; tries <= 2; tries++) {
    await expect(samples.take('window', missing, null, 1)).rejects.toThrow('none.csv');
    expect(open).toHaveBeenCalledTimes(tries);
  }
  samples.close();
});
