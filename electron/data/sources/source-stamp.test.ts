import { appendFile, mkdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dataOf, diabetes } from '../../../testing/datasets.ts';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import { stampSource } from './source-stamp.ts';

/** What is done to a folder with a table and with images in folders of parts, and the data whose stamp that changes. */
const changes: readonly (readonly [string, 'table' | 'images' | 'none', (folder: string) => Promise<void>])[] = [
  ['nothing', 'none', async () => undefined],
  ['another file beside the table', 'none', (folder) => writeFile(join(folder, 'other.csv'), 'a')],
  ['a longer table', 'table', (folder) => appendFile(join(folder, 'table.csv'), '3,4\n')],
  ['a table of the same length', 'table', (folder) => utimes(join(folder, 'table.csv'), 1, 1)],
  ['a table that is gone', 'table', (folder) => rm(join(folder, 'table.csv'))],
  ['another image of a class', 'images', (folder) => writeFile(join(folder, 'images/train/cat/2.png'), '')],
  ['a class with another name', 'images', (folder) => rename(join(folder, 'images/dog'), join(folder, 'images/dogs'))],
];

test.each(changes)('%s: %s', async (_title, changed, change) => {
  const folder = temporaryFolder();
  const images = join(folder, 'images');
  for (const inner of ['train/cat', 'dog']) await mkdir(join(images, inner), { recursive: true });
  await writeFile(join(folder, 'table.csv'), 'a,b\n1,2\n');
  const table = dataOf({ kind: 'table', path: 'table.csv' });
  const stamps = async () => ({
    table: await stampSource(table, folder),
    images: await stampSource(dataOf({ kind: 'image-folder', path: images }), null),
  });
  const before = await stamps();
  await change(folder);
  const after = await stamps();
  const differing = (['table', 'images'] as const).filter((name) => before[name] !== after[name]);
  expect(differing).toEqual(changed === 'none' ? [] : [changed]);
});

test('what is not there, and what ships with the app, has none', async () => {
  const gone = dataOf({ kind: 'table', path: join(temporaryFolder(), 'gone.csv') });
  expect([await stampSource(gone, null), await stampSource(diabetes, null)]).toEqual([null, null]);
});
