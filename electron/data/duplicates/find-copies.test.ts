import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { zipSync } from 'fflate';
import sharp from 'sharp';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { type Copies, copiesSchema, withExcluded } from '../../../shared/data/copies.ts';
import { type DataDocument, emptyData } from '../../../shared/data/document.ts';
import { inEnglish } from '../../../shared/messages/sentence.ts';
import { createRandom } from '../../../shared/training/random.ts';
import { npyOf } from '../../../testing/arrays.ts';
import { chaptersOfMobyDick, dataOf, writeTable } from '../../../testing/datasets.ts';
import { imageStep } from '../../../testing/pictures.ts';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import { until } from '../../../testing/until.ts';
import { unwatchedReading } from '../reading.ts';
import { findCopies } from './find-copies.ts';

const search = async (data: DataDocument): Promise<Copies> =>
  copiesSchema.parse(await findCopies(data, { directory: null, reading: unwatchedReading() }));

const byColumn = (column: string) => ({ method: 'column', column, validation: 0, test: 0, seed: 1 }) as const;

/** The pairs as rows with their parts. */
const pairsOf = ({ pairs }: Copies) =>
  pairs.map(({ first, second }) => `${second.part} ${second.row} of ${first.part} ${first.row}`);

/** What each repair leaves to be found. */
async function expectRepaired(data: DataDocument, found: Copies): Promise<void> {
  expect((await search(withExcluded(data, found.all))).all).toEqual([]);
  expect((await search(withExcluded(data, found.heldOut))).heldOut).toEqual([]);
}

/** A folder with files at the given paths. */
function writeFolder(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = temporaryFolder();
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** The files in a folder and those in it. */
const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((one) => (one.isFile() ? [one.name] : []));

/** Pixels of 8 by 8, one value each. */
const grey = { raw: { width: 8, height: 8, channels: 1 } } as const;

describe('rows of a table', () => {
  const lines = ['part,size,colour,label'];
  const add = (line: string) => lines.push(line);
  for (let at = 0; at < 20; at++) add(`train,${at + 100},red,${at % 2 ? 'yes' : 'no'}`);
  add('test,1,red,yes'); // 20
  add('train,1,red,yes'); // 21
  add('train,1,red,yes'); // 22
  add('validation,2,blue,no'); // 23
  add('test,2,blue,no'); // 24
  add('test,1,red,yes'); // 25
  add('test,1,red,no'); // 26
  add('train,1,blue,yes'); // 27
  add('validation,,blue,yes'); // 28
  const data = () => dataOf({ kind: 'table', path: writeTable(`${lines.join('\n')}\n`) }, { split: byColumn('part') });

  test('copy one that trains, else one of an earlier part, else an earlier one; those of two parts come first', async () => {
    const project = data();
    const found = await search(project);
    expect(pairsOf(found)).toEqual([
      'test 20 of train 21',
      'test 24 of validation 23',
      'test 25 of train 21',
      'train 22 of train 21',
    ]);
    expect(found).toMatchObject({ compared: 29, all: [22, 20, 24, 25], heldOut: [20, 24, 25], notes: [] });
    expect(found.pairs[0]).toMatchObject({ isEqual: true, similarity: 1 });
    expect(found.pairs[0]!.second.cells).toEqual([
      { column: 'size', text: '1' },
      { column: 'colour', text: 'red' },
      { column: 'label', text: 'yes' },
    ]);
    await expectRepaired(project, found);
  });

  test('that are left out are in no part, and are told as not compared', async () => {
    const found = await search({ ...data(), excluded: [21, 22] });
    expect(pairsOf(found)).toEqual(['test 24 of validation 23', 'test 25 of test 20']);
    expect(found.notes.map(inEnglish)).toEqual(['Rows in no part, such as those left out: 2. They were not compared.']);
  });

  test('are often alike where columns have few values, which is said', async () => {
    const rows = Array.from({ length: 60 }, (_, at) => `${at % 3},${at % 2 ? 'yes' : 'no'}`);
    const found = await search(dataOf({ kind: 'table', path: writeTable(`size,label\n${rows.join('\n')}\n`) }));
    expect([found.all.length, found.notes.map(inEnglish)]).toEqual([
      54,
      ['Most rows equal another: these columns have few different values, and equal rows need not be duplicates.'],
    ]);
  });

  test('of a series are no samples that stand alone: their search is refused', async () => {
    const windows = { length: 3, horizon: 1, stride: 1, time: null, series: null };
    await expect(search({ ...data(), windows })).rejects.toThrow(
      'Windows overlap, so they cannot be searched for duplicates.',
    );
  });

  test('are no more looked for when the reading is ended', async () => {
    const ending = new AbortController();
    const reading = {
      signal: ending.signal,
      report: ({ step }: { readonly step: string }) => step === 'compare' && ending.abort(new Error('enough')),
    };
    await expect(findCopies(data(), { directory: null, reading })).rejects.toThrow('enough');
  });
});

test('texts of a folder are alike with a few words changed; files are known by their paths', async () => {
  const [first, second, third] = chaptersOfMobyDick(3).map((text) => text.slice(0, 3000));
  const folder = writeFolder({
    'train/whale/1.txt': first!,
    'train/whale/2.txt': second!,
    'train/ship/3.txt': third!,
    'train/ship/empty.txt': '... ---',
    'train/whale/2 again.txt': second!,
    'test/whale/4.txt': first!.replace('Ishmael', 'Ahab').toUpperCase(),
    'test/whale/7.txt': first!.replace('Ishmael', 'Ahab'),
    'test/ship/5.txt': second!,
    'test/ship/6.txt': third!.split(' ').reverse().join(' '),
  });
  const data = dataOf({ kind: 'text-folder', path: folder }, { split: byColumn('part') });
  const found = await search(data);
  // Equal words of two classes are worth a look more than any.
  expect(found).toMatchObject({
    all: ['train/whale/2.txt', 'test/ship/5.txt', 'test/whale/4.txt', 'test/whale/7.txt'],
    // The last is paired with one of its own part, and copies what that one copies.
    heldOut: ['test/ship/5.txt', 'test/whale/4.txt', 'test/whale/7.txt'],
  });
  expect(found.pairs.map(({ first, similarity, isEqual }) => [first.path, similarity, isEqual])).toEqual([
    ['train/whale/2 again.txt', 1, false],
    ['train/whale/1.txt', expect.closeTo(0.98, 1), false],
    ['test/whale/4.txt', 1, false],
    ['train/whale/2 again.txt', 1, true],
  ]);
  expect(found.notes.map(inEnglish)).toEqual(['Texts without a word: 1. They are compared as rows alone.']);
  await expectRepaired(data, found);
});

describe('images of a folder', () => {
  const random = createRandom('pictures');
  /** A picture of smooth colours that is like no other. */
  const picture = () =>
    sharp(
      Uint8Array.from({ length: 7 * 6 * 3 }, () => random.integer(256)),
      {
        raw: { width: 7, height: 6, channels: 3 },
      },
    ).resize(90, 80, { kernel: 'cubic', fit: 'fill' });
  test('are alike in another size, compression or brightness, and equal where their files are', async () => {
    const files: Record<string, Buffer> = {};
    for (const name of ['cats', 'dogs'])
      for (let at = 0; at < 15; at++) files[`train/${name}/${at}.png`] = await picture().png().toBuffer();
    const one = () => sharp(files['train/cats/3.png']!);
    files['test/cats/brighter.jpg'] = await one().linear(0.9, 20).jpeg({ quality: 40 }).toBuffer();
    files['test/dogs/other.png'] = await picture().png().toBuffer();
    files['test/dogs/same.png'] = files['train/cats/3.png']!;
    files['test/dogs/smaller.webp'] = await one().resize(45).webp().toBuffer();
    files['test/dogs/turned.png'] = await one().flop().png().toBuffer();
    files['train/cats/00.png'] = Buffer.from('no image');
    files['train/dogs/white.png'] = await picture().linear(0, 255).png().toBuffer();
    const data = dataOf(
      { kind: 'image-folder', path: writeFolder(files) },
      {
        preparation: [imageStep(64, 64)],
        split: { method: 'stratified', column: null, validation: 0, test: 0, seed: 1 },
      },
    );
    const found = await search(data);
    expect(found.pairs.map(({ first, second, isEqual }) => [first.path, second.path, second.part, isEqual])).toEqual([
      ['train/cats/3.png', 'test/cats/brighter.jpg', 'test', false],
      ['train/cats/3.png', 'test/dogs/same.png', 'test', true],
      ['train/cats/3.png', 'test/dogs/smaller.webp', 'test', false],
    ]);
    expect(found.pairs[0]!.second.image).toMatchObject({ width: 90, height: 80, channels: 3 });
    expect(found.pairs[0]!.second.cells).toEqual([{ column: 'label', text: 'cats' }]);
    expect(found.notes.map(inEnglish)).toEqual([
      'Images of one shade: 1. They are duplicates only where they are the same.',
      'Images that cannot be read: 1. They were not compared.',
    ]);
    await expectRepaired(data, found);
  });

  test('are alike where 8 bits differ and not 9, and with an r of 0.988 and not of 0.97', async () => {
    const [width, height] = [18, 16];
    const blockOf = (at: number) => [Math.floor(at / width / 2), Math.floor((at % width) / 2)] as const;
    /** Squares of four equal values; the first two of each row, and the fifth and sixth, are as good as equal, the left one lighter. */
    const squares = () => {
      const values = Array.from({ length: 8 }, () => Array.from({ length: 9 }, () => 60 + random.integer(135)));
      for (const row of values) for (const first of [0, 4]) row[first + 1] = row[first]! - 1;
      for (const row of values) for (const after of [2, 6]) row[after] = 40 + ((row[after - 1]! + 67) % 160);
      return Uint8Array.from({ length: width * height }, (_, at) => values[blockOf(at)[0]]![blockOf(at)[1]]!);
    };
    /** The left one of two squares darker than the right one, so many times. */
    const turned = (one: Uint8Array, times: number) =>
      one.map((value, at) => {
        const [row, column] = blockOf(at);
        const isTurned = column < 2 ? row < times : (column === 4 || column === 5) && row + 8 < times;
        return isTurned ? value + (column % 2 === 0 ? -1 : 1) : value;
      });
    /** Lighter and darker in turn: each square stays as light as it was, and each bit as it is. */
    const rough = (one: Uint8Array, by: number) => one.map((value, at) => value + (at % 2 === 0 ? by : -by));
    const spread = (one: Uint8Array) => {
      const mean = one.reduce((sum, value) => sum + value, 0) / one.length;
      return one.reduce((sum, value) => sum + (value - mean) ** 2, 0) / one.length;
    };
    const files: Record<string, Buffer> = {};
    const add = async (path: string, values: Uint8Array) => {
      files[path] = await sharp(values, { raw: { width, height, channels: 1 } })
        .png()
        .toBuffer();
    };
    const [one, other, third, fourth] = [squares(), squares(), squares(), squares()];
    await add('a/1.png', one);
    await add('a/2.png', other);
    await add('a/3.png', third);
    await add('a/4.png', fourth);
    await add('b/8 bits.png', turned(one, 8));
    await add('b/9 bits.png', turned(other, 9));
    // What is added by itself lowers r to the root of the part that the spread has then of all.
    const by = (values: Uint8Array, r: number) => Math.round(Math.sqrt(spread(values) * (1 / r ** 2 - 1)));
    await add('b/nearly.png', rough(third, by(third, 0.988)));
    await add('b/not.png', rough(fourth, by(fourth, 0.97)));
    const found = await search(
      dataOf(
        { kind: 'image-folder', path: writeFolder(files) },
        {
          preparation: [imageStep(64, 64)],
          split: { method: 'stratified', column: null, validation: 0, test: 0, seed: 1 },
        },
      ),
    );
    const told = found.pairs.map(({ first, second }) => [first.path, second.path]);
    expect(told.sort()).toEqual([
      ['a/1.png', 'b/8 bits.png'],
      ['a/3.png', 'b/nearly.png'],
    ]);
  });

  test('that are small and grey are copies only where their pixels are', async () => {
    const digit = () => picture().greyscale().resize(20, 20, { fit: 'fill' });
    const one = await digit().png().toBuffer();
    const data = dataOf(
      {
        kind: 'image-folder',
        path: writeFolder({
          'a/1.png': one,
          'a/2.png': await digit().png().toBuffer(),
          'b/3.png': await sharp(one).linear(1, 3).png().toBuffer(),
          'b/4.png': await sharp(one).png({ compressionLevel: 1 }).toBuffer(),
        }),
      },
      { preparation: [imageStep(20, 20, { colorMode: 'grayscale' })] },
    );
    const found = await search(data);
    const names = found.pairs.map(({ first, second }) => [first.path, second.path].sort());
    expect(names).toEqual([['a/1.png', 'b/4.png']]);
    expect(inEnglish(found.notes[0]!)).toMatch(/^These images are small and grey/);
  });
});

test('images are numbered as they are, however many are read at a time', async () => {
  const files: Record<string, Buffer> = {};
  const image = (shade: number) =>
    sharp(
      Uint8Array.from({ length: 64 }, (_, at) => (at < 32 ? shade % 256 : Math.floor(shade / 256) * 100)),
      grey,
    )
      .png()
      .toBuffer();
  for (let at = 0; at < 300; at++) files[`a/${at}.png`] = await image(at);
  const copied = Array.from({ length: 30 }, (_, at) => at * 10);
  for (const at of copied) files[`b/${at} again.png`] = files[`a/${at}.png`]!;
  const preparation = [imageStep(8, 8, { colorMode: 'grayscale' })];
  const found = await search(dataOf({ kind: 'image-folder', path: writeFolder(files) }, { preparation }));
  const told = new Set(found.pairs.map(({ first, second }) => [first.path, second.path].sort().join()));
  expect(told).toEqual(new Set(copied.map((at) => `a/${at}.png,b/${at} again.png`)));
});

test('arrays are copies in all numbers of all that are used', async () => {
  const rows = [0, 1, 2, 3, 1, 5, 6, 1];
  const folder = writeFolder({
    'x.npy': npyOf(
      [8, 2],
      rows.flatMap((row) => [row, row / 3]),
    ),
    'y.npy': npyOf([8], [0, 1, 0, 1, 1, 0, 1, 0]),
    'wide.npy': npyOf([8, 2], Array(16).fill(3)),
    'left out.npy': npyOf([8], [...rows.keys()]),
  });
  const found = await search(
    dataOf(
      { kind: 'arrays', path: folder },
      {
        columns: {
          y: { kind: 'numeric', role: 'target' },
          wide: { kind: 'numeric', role: 'target' },
          'left out': { kind: 'numeric', role: 'ignored' },
        },
        split: { ...byColumn(''), method: 'random', column: null },
      },
    ),
  );
  expect(pairsOf(found)).toEqual(['train 4 of train 1']);
  expect(found.pairs[0]!.first.cells).toEqual([
    { column: 'x', text: '1 0.3333333333333333' },
    { column: 'y', text: '1' },
  ]);
});

test('images that a table names are copies in their pixels, and equal where their files are', async () => {
  const shades = [10, 60, 110, 60, 60];
  const files = shades.map((shade) => sharp(Buffer.from(Array.from({ length: 64 }, (_, at) => shade + at)), grey));
  const lines = shades.map((_, row) => `${row}.png,${row},${row % 2 ? 'odd' : 'even'}`);
  const folder = writeFolder({
    ...Object.fromEntries(
      await Promise.all(
        files.map(async (file, row) => {
          // What stands behind an image does not count, and makes files of one length that are not equal.
          const end = Buffer.from(row === 3 ? 'end' : 'End');
          return [`${row}.png`, Buffer.concat([await file.png().toBuffer(), end])] as const;
        }),
      ),
    ),
    'list.csv': ['file,weight,kind', ...lines, ''].join('\n'),
  });
  const path = join(folder, 'list.csv');
  const columns = {
    weight: { kind: 'numeric', role: 'input' },
    kind: { kind: 'categorical', role: 'target' },
  } as const;
  const preparation = [...emptyData.preparation, imageStep(8, 8, { colorMode: 'grayscale' })];
  const split = { ...byColumn(''), method: 'random', column: null } as const;
  const found = await search(dataOf({ kind: 'image-table', path, column: 'file' }, { columns, preparation, split }));
  const { pairs } = found;
  expect(pairs.map(({ first, second, isEqual }) => [first.row, second.row, isEqual])).toEqual([
    [1, 3, false],
    [1, 4, true],
  ]);
});

test('a search leaves no file of its own', async () => {
  const home = temporaryFolder();
  vi.stubEnv('LAYERLOOM_HOME', home);
  onTestFinished(() => void vi.unstubAllEnvs());
  // A copy is made of a text in UTF-16, and of each array that is packed.
  const text = Buffer.from('\ufeffsize,label\n1,0\n2,1\n1,0\n', 'utf16le');
  const array = npyOf([4], [0, 1, 2, 0]);
  for (const source of [
    { kind: 'table', path: join(writeFolder({ 'table.csv': text }), 'table.csv') },
    { kind: 'arrays', path: writeFolder({ 'all.npz': Buffer.from(zipSync({ 'x.npy': array, 'y.npy': array })) }) },
  ] as const) {
    const data = dataOf(source, { split: { ...byColumn(''), method: 'random', column: null } });
    const seen: string[] = [];
    const reading = { ...unwatchedReading(), report: () => void seen.push(...filesIn(home)) };
    await findCopies(data, { directory: null, reading });
    expect(seen).not.toEqual([]);
    // They are removed behind its back.
    await until(() => expect(filesIn(home)).toEqual([]));
  }
});

test('no two of the digits have the same pixels', async () => {
  expect(await search(dataOf({ kind: 'mnist' }))).toEqual({
    compared: 70_000,
    pairs: [],
    all: [],
    heldOut: [],
    notes: [],
  });
});
