import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { parts } from '../../shared/data/dataset.ts';
import { type DataDocument, emptyData } from '../../shared/data/document.ts';
import { inEnglish } from '../../shared/messages/sentence.ts';
import { allRows, dataOf, diabetes, vegaFile } from '../../testing/datasets.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { inspectDataset } from './inspect.ts';
import { openDataset } from './open.ts';

/** The rows of each part, and what a look says of them. */
async function partsOf(data: DataDocument) {
  const dataset = await openDataset(data, allRows);
  try {
    const rows = parts.map((part) => Array.from(dataset.sourceRows(part)));
    const { rows: counts, classCounts, warnings } = await inspectDataset(data, { directory: null });
    expect(rows.map(({ length }) => length)).toEqual(parts.map((part) => counts[part]));
    if (classCounts.length > 0)
      for (const part of parts) expect(classCounts.reduce((sum, { parts }) => sum + parts[part], 0)).toBe(counts[part]);
    return { rows, warnings: warnings.map(inEnglish) };
  } finally {
    dataset.close();
  }
}

/** Leaves rows out by their entries, and expects them to be in no part and all others where they were. */
async function expectLeftOut(data: DataDocument, entryOf: (row: number) => number | string): Promise<void> {
  const all = await partsOf(data);
  const left = all.rows.flatMap((rows) => rows.slice(0, 2));
  expect(left).toHaveLength(6);
  const some = await partsOf({ ...data, excluded: left.map(entryOf) });
  expect(some.rows).toEqual(all.rows.map((rows) => rows.slice(2)));
}

/** A folder of two classes, of images or of texts. */
async function makeFolder(kind: 'images' | 'texts'): Promise<{ folder: string; paths: readonly string[] }> {
  const folder = temporaryFolder();
  const paths: string[] = [];
  for (const name of ['one', 'two']) {
    mkdirSync(join(folder, name));
    for (let at = 0; at < 20; at++) {
      const path = `${name}/${at}.${kind === 'images' ? 'png' : 'txt'}`;
      paths.push(path);
      const background = { r: at * 9, g: name === 'one' ? 0 : 200, b: 7 };
      const content =
        kind === 'images'
          ? await sharp({ create: { width: 8, height: 8, channels: 3, background } })
              .png()
              .toBuffer()
          : `text ${at} of ${name}, which says so at some length`;
      writeFileSync(join(folder, path), content);
    }
  }
  return { folder, paths };
}

describe('a row that is left out is in no part, and the others stay in theirs', () => {
  test.each<[string, DataDocument]>([
    ['a table', diabetes],
    [
      'a table that is split by time',
      dataOf(
        { kind: 'table', path: vegaFile('seattle-weather.csv') },
        {
          split: { ...emptyData.split, method: 'time', column: 'date' },
        },
      ),
    ],
    ['digits', dataOf({ kind: 'mnist' })],
  ])('%s', async (_, data) => {
    await expectLeftOut(data, (row) => row);
  });

  test('a folder of images, by paths', async () => {
    const { folder, paths } = await makeFolder('images');
    const form = { step: 'image', columns: null, height: 8, width: 8, colorMode: 'rgb' } as const;
    const preparation = [{ ...form, resizing: 'stretch', interpolation: 'bilinear' } as const];
    await expectLeftOut(dataOf({ kind: 'image-folder', path: folder }, { preparation }), (row) => paths[row]!);
  });

  test('a folder of texts, by paths', async () => {
    const { folder, paths } = await makeFolder('texts');
    await expectLeftOut(dataOf({ kind: 'text-folder', path: folder }), (row) => paths[row]!);
  });
});

test('what is left out and not there any more is told, and ends nothing', async () => {
  const { warnings } = await partsOf({ ...diabetes, excluded: [442, 'a/b.png', 3] });
  expect(warnings).toEqual([
    'Left out, but not in the data any more: 2, such as 443. The data may have changed since.',
  ]);
});

test('windows need every row: one that is left out is in the way', async () => {
  const windows = { length: 7, horizon: 1, stride: 1, time: 'date', series: null };
  const data = dataOf(
    { kind: 'table', path: vegaFile('seattle-weather.csv') },
    { windows, excluded: [3], split: { ...emptyData.split, method: 'time', column: 'date' } },
  );
  await expect(openDataset(data, allRows)).rejects.toThrow('Expected: none. Received: 1.');
  const text = join(temporaryFolder(), 'text.txt');
  writeFileSync(text, 'a text of some length. '.repeat(200));
  const source = { kind: 'next-token', path: text, stride: 1 } as const;
  await expect(openDataset(dataOf(source, { excluded: [3, 4] }), allRows)).rejects.toThrow(
    'Windows of a text are no rows that can be left out. Expected: none. Received: 2.',
  );
});
