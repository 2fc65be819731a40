import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { parts } from '../../../shared/data/dataset.ts';
import { type DataDocument, emptyData } from '../../../shared/data/document.ts';
import { allRows, dataOf, writeTable } from '../../../testing/datasets.ts';
import { findPython } from '../../../testing/keras.ts';
import { imageStep } from '../../../testing/pictures.ts';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import { openDataset } from '../open.ts';

/** The source's rows of each part of every fold. */
async function openFolds(data: DataDocument, folds: number) {
  const opened: Record<(typeof parts)[number], readonly number[]>[] = [];
  for (let fold = 1; fold <= folds; fold++) {
    const dataset = await openDataset(data, { ...allRows, fold: { fold, folds } });
    const rows = (part: (typeof parts)[number]) => [...dataset.sourceRows(part)].sort((a, b) => a - b);
    opened.push({ train: rows('train'), validation: rows('validation'), test: rows('test') });
    dataset.close();
  }
  return opened;
}

const heldOut = (opened: Awaited<ReturnType<typeof openFolds>>) =>
  opened.flatMap(({ validation }) => validation).sort((a, b) => a - b);
const upTo = (count: number, from = 0) => Array.from({ length: count }, (_, row) => from + row);

test('digits: the training images are dealt, and no official test image is trained on', async () => {
  const data = dataOf({ kind: 'mnist' });
  const opened = await openFolds(data, 2);
  expect(heldOut(opened)).toEqual(upTo(60_000));
  const whole = await openDataset(data, allRows);
  for (const { train, validation, test } of opened) {
    expect([train.length, validation.length]).toEqual([30_000, 30_000]);
    expect(test).toEqual([...whole.sourceRows('test')].sort((a, b) => a - b));
  }
  whole.close();
});

test('windows: cut by time, no fold trains on a window that reaches into what it holds out', async () => {
  const rows = upTo(40).map((moment) => [moment, moment, moment * 10].join(','));
  const input = { kind: 'numeric', role: 'input' } as const;
  const data = dataOf(
    { kind: 'table', path: writeTable(`t,x,y\n${rows.join('\n')}\n`) },
    {
      columns: { t: { kind: 'numeric', role: 'ignored' }, x: input, y: { kind: 'numeric', role: 'target' } },
      windows: { length: 2, horizon: 1, stride: 1, time: 't', series: null },
      split: { method: 'time', column: 't', validation: 0.2, test: 0.2, seed: 1 },
    },
  );
  // 32 moments before the test in four stretches of 8; a window is known by the row that it tells of.
  expect(await openFolds(data, 3)).toEqual([
    { train: upTo(6, 2), validation: upTo(8, 8), test: upTo(8, 32) },
    { train: upTo(14, 2), validation: upTo(8, 16), test: upTo(8, 32) },
    { train: upTo(22, 2), validation: upTo(8, 24), test: upTo(8, 32) },
  ]);
});

test('a fold of which no window tells is refused', async () => {
  const rows = upTo(10).map((moment) => [moment, moment, moment].join(','));
  const input = { kind: 'numeric', role: 'input' } as const;
  const data = dataOf(
    { kind: 'table', path: writeTable(`t,x,y\n${rows.join('\n')}\n`) },
    {
      columns: { t: { kind: 'numeric', role: 'ignored' }, x: input, y: { kind: 'numeric', role: 'target' } },
      windows: { length: 2, horizon: 1, stride: 6, time: 't', series: null },
      split: { method: 'time', column: 't', validation: 0, test: 0, seed: 1 },
    },
  );
  // Windows tell of the rows 2 and 8; the first fold holds out 4 to 6.
  await expect(openFolds(data, 2)).rejects.toThrow('Fold 1 of 2 has nothing to validate with.');
});

test('a folder of images: its training part is dealt, unless it has a folder for validation', async () => {
  const folder = temporaryFolder();
  const paint = async (part: string, count: number) => {
    for (const [at, name] of ['dark', 'light'].entries()) {
      mkdirSync(join(folder, part, name), { recursive: true });
      const image = sharp({ create: { width: 2, height: 2, channels: 3, background: at === 0 ? '#000' : '#fff' } });
      for (let number = 0; number < count; number++)
        await image
          .clone()
          .png()
          .toFile(join(folder, part, name, `${number}.png`));
    }
  };
  const data = dataOf(
    { kind: 'image-folder', path: folder },
    {
      preparation: [imageStep(2, 2)],
    },
  );
  await paint('train', 4);
  await paint('test', 2);
  const opened = await openFolds(data, 2);
  const whole = await openDataset(data, allRows);
  const ascending = (rows: Iterable<number>) => [...rows].sort((a, b) => a - b);
  expect(heldOut(opened)).toEqual(ascending([...whole.sourceRows('train'), ...whole.sourceRows('validation')]));
  expect(opened.map(({ validation, test }) => [validation.length, test])).toEqual(
    Array(2).fill([4, ascending(whole.sourceRows('test'))]),
  );
  whole.close();
  await paint('validation', 2);
  await expect(openFolds(data, 2)).rejects.toThrow('Received: 4 rows given for validation.');
});

test('arrays: dealt as the split says, unless some are given for validation', async () => {
  const folder = temporaryFolder();
  const source = `
import numpy as np
x = np.arange(24, dtype='float32').reshape(12, 2)
y = np.repeat([0, 1], 6)
np.savez('${folder}/whole.npz', x=x, y=y)
np.savez('${folder}/given.npz', x_train=x, y_train=y, x_val=x[::3], y_val=y[::3])
`;
  execFileSync(findPython()!, ['-c', source]);
  const split = { ...emptyData.split, test: 0 };
  const data = (name: string) => dataOf({ kind: 'arrays', path: join(folder, name) }, { split });
  const opened = await openFolds(data('whole.npz'), 2);
  expect(heldOut(opened)).toEqual(upTo(12));
  // The first six rows are of one class, the others of the other.
  expect(opened.map(({ validation }) => validation.filter((row) => row < 6).length)).toEqual([3, 3]);
  await expect(openFolds(data('given.npz'), 2)).rejects.toThrow('Received: 4 rows given for validation.');
});

test('one long text has no folds', async () => {
  const path = join(temporaryFolder(), 'text.txt');
  writeFileSync(path, 'one two three four '.repeat(50));
  const data = dataOf({ kind: 'next-token', path, stride: 1 });
  await expect(openFolds(data, 5)).rejects.toThrow('One long text has no folds');
});
