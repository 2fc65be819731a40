import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { parts } from '../../../shared/data/dataset.ts';
import { type DataDocument, emptyData } from '../../../shared/data/document.ts';
import { inEnglish } from '../../../shared/messages/sentence.ts';
import { npyOf } from '../../../testing/arrays.ts';
import { allRows, dataOf, diabetes, readPart, vegaFile, writeTable } from '../../../testing/datasets.ts';
import { imageStep } from '../../../testing/pictures.ts';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import { inspectDataset } from '../inspect.ts';
import { openDataset } from '../open.ts';
import { idxMagic } from '../sources/idx.ts';

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

const arrayRows = 60;
const classOf = (row: number) => row % 3;

/** An array of bytes in IDX: one number for each row, or an image of 4 by 4. */
function idx(rows: readonly number[], size: 1 | 16, value: (row: number) => number): Buffer {
  const shape = size === 1 ? [rows.length] : [rows.length, 4, 4];
  const head = Buffer.alloc(4 + 4 * shape.length);
  [idxMagic(shape.length), ...shape].forEach((number, at) => {
    head.writeUInt32BE(number, 4 * at);
  });
  return Buffer.concat([
    head,
    Uint8Array.from({ length: rows.length * size }, (_, at) => value(rows[Math.floor(at / size)]!)),
  ]);
}

const everyRow = Array.from({ length: arrayRows }, (_, row) => row);

/** The same rows as arrays of every kind: each has its number in its values, and its class. */
function makeArrays(kind: 'npz' | 'npy' | 'npy in parts' | 'IDX'): DataDocument {
  const folder = temporaryFolder();
  const write = (name: string, bytes: Uint8Array) => {
    writeFileSync(join(folder, name), bytes);
  };
  const x = (rows: readonly number[]) =>
    npyOf(
      [rows.length, 2],
      rows.flatMap((row) => [100 * row, 100 * row + 1]),
    );
  const y = (rows: readonly number[]) => npyOf([rows.length], rows.map(classOf));
  const [first, last] = [everyRow.slice(0, 45), everyRow.slice(45)];
  switch (kind) {
    case 'npz':
      write('data.npz', zipSync({ 'x.npy': x(everyRow), 'y.npy': y(everyRow) }));
      return dataOf({ kind: 'arrays', path: join(folder, 'data.npz') });
    case 'npy':
      write('x.npy', x(everyRow));
      write('y.npy', y(everyRow));
      break;
    case 'npy in parts':
      write('x_train.npy', x(first));
      write('y_train.npy', y(first));
      write('x_test.npy', x(last));
      write('y_test.npy', y(last));
      break;
    case 'IDX':
      write(
        'train-images-idx3-ubyte',
        idx(first, 16, (row) => row),
      );
      write('train-labels-idx1-ubyte', idx(first, 1, classOf));
      write(
        't10k-images-idx3-ubyte',
        idx(last, 16, (row) => row),
      );
      write('t10k-labels-idx1-ubyte', idx(last, 1, classOf));
  }
  return dataOf({ kind: 'arrays', path: folder });
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
    const preparation = [imageStep(8, 8)];
    await expectLeftOut(dataOf({ kind: 'image-folder', path: folder }, { preparation }), (row) => paths[row]!);
  });

  test('a folder of texts, by paths', async () => {
    const { folder, paths } = await makeFolder('texts');
    await expectLeftOut(dataOf({ kind: 'text-folder', path: folder }), (row) => paths[row]!);
  });
});

describe('a row of arrays that is left out', () => {
  test.each(['npz', 'npy', 'npy in parts', 'IDX'] as const)(
    'is in no part, and the others stay in theirs: %s',
    async (kind) => {
      await expectLeftOut(makeArrays(kind), (row) => row);
    },
  );

  test.each(['npz', 'npy in parts', 'IDX'] as const)(
    'is in no batch, and nothing is learned from it: %s',
    async (kind) => {
      const data = makeArrays(kind);
      const whole = await openDataset(data, allRows);
      const excluded = [...whole.sourceRows('train').slice(3, 9), ...whole.sourceRows('test').slice(0, 1)];
      whole.close();
      const dataset = await openDataset({ ...data, excluded }, allRows);
      try {
        const train = [...dataset.sourceRows('train')];
        expect(train.filter((row) => excluded.includes(row))).toEqual([]);
        const { inputs, targets } = await readPart(dataset, 'train');
        const { data: values } = Object.values(inputs)[0]!;
        const width = values.length / train.length;
        const came = train.map((_, at) => values[at * width]!);
        const feature = Object.values(dataset.preparation.features)[0] as { readonly steps?: readonly unknown[] };
        if (kind === 'IDX') expect(came).toEqual(train.map((row) => Math.fround(row / 255)));
        else {
          const mean = train.reduce((sum, row) => sum + 100 * row, 0) / train.length;
          const scale = Math.sqrt(train.reduce((sum, row) => sum + (100 * row - mean) ** 2, 0) / train.length);
          const told = [expect.closeTo(mean, 9), expect.closeTo(mean + 1, 9)];
          expect(feature.steps).toEqual([expect.objectContaining({ step: 'scale', centers: told })]);
          came.forEach((value, at) => {
            expect(value).toBeCloseTo((100 * train[at]! - mean) / scale, 5);
          });
        }
        expect([...Object.values(targets)[0]!.data]).toEqual(train.map(classOf));
      } finally {
        dataset.close();
      }
    },
  );

  test('is in no fold', async () => {
    const data = { ...makeArrays('npz'), excluded: [0, 5, 17, 59] };
    const held: number[] = [];
    for (const fold of [1, 2, 3]) {
      const dataset = await openDataset(data, { ...allRows, fold: { fold, folds: 3 } });
      const [train, validation, test] = parts.map((part) => [...dataset.sourceRows(part)]);
      expect([...train!, ...validation!, ...test!].sort((one, other) => one - other)).toEqual(
        everyRow.filter((row) => !data.excluded.includes(row)),
      );
      held.push(...validation!, ...(fold === 1 ? test! : []));
      dataset.close();
    }
    expect(held.sort((one, other) => one - other)).toEqual(everyRow.filter((row) => !data.excluded.includes(row)));
  });

  test('and is not there any more is told', async () => {
    const { rows, warnings } = await partsOf({ ...makeArrays('npz'), excluded: [3, arrayRows] });
    expect(rows.flat()).toHaveLength(arrayRows - 1);
    expect(warnings).toContain(
      'Left out, but not in the data any more: 1, such as 61. The data may have changed since.',
    );
  });
});

test('nothing is learned from a row of a table that is left out', async () => {
  const tableOf = (size: number, colour: string, note: string) =>
    dataOf({
      kind: 'table',
      path: writeTable(
        `size,colour,note,label\n${everyRow
          .map((row) =>
            row === 7 ? [size, colour, note] : [row, ['red', 'blue'][row % 2], `text number n${row % 30}`],
          )
          .map((cells, row) => `${cells.join(',')},${row % 3 === 0 ? 'yes' : 'no'}\n`)
          .join('')}`,
      ),
    });
  const learned = async (data: DataDocument) => {
    const columns = { note: { kind: 'text', role: 'input' } } as const;
    const dataset = await openDataset({ ...data, columns, split: { ...data.split, validation: 0, test: 0 } }, allRows);
    dataset.close();
    return dataset.preparation;
  };
  const usual = tableOf(7, 'blue', 'text number n7');
  const odd = tableOf(1e6, 'violet', 'something else altogether');
  expect(await learned(odd)).not.toEqual(await learned(usual));
  expect(await learned({ ...odd, excluded: [7] })).toEqual(await learned({ ...usual, excluded: [7] }));
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
