import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import type { DatasetSummary } from '../../shared/data/dataset.ts';
import { type DataDocument, type DataSource, emptyData } from '../../shared/data/document.ts';
import { image } from '../../shared/data/steps/image.ts';
import { inEnglish } from '../../shared/messages/sentence.ts';
import { npyOf } from '../../testing/arrays.ts';
import { allRows, dataOf, readPart, vegaFile } from '../../testing/datasets.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { inspectDataset } from './inspect.ts';
import { openDataset } from './open.ts';
import { findSource } from './sources/find-source.ts';
import { createRoom } from './store/room.ts';
import { openTableFile } from './tables/open-table-file.ts';

/** What is shown of a source, with the path as FILE; or the words of its refusal. */
async function look(source: DataSource & { readonly path: string }, changes: Partial<DataDocument> = {}) {
  const name = (text: string) => text.replaceAll(source.path, 'FILE');
  return inspectDataset(dataOf(source, changes), { directory: null }).then(
    (summary) => ({ summary, words: summary.warnings.map((words) => name(inEnglish(words))) }),
    (error: unknown) => {
      expect(error).toMatchObject({ name: 'UserError' });
      return { summary: null, words: [name((error as Error).message)] };
    },
  );
}

function write(content: string | Uint8Array, name = 'table.csv'): DataSource & { readonly path: string } {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content);
  return { kind: 'table', path };
}

/** A table of so many lines under the names. */
function linesOf(names: string, count: number, line: (row: number) => string): string {
  return `${names}\n${Array.from({ length: count }, (_, row) => line(row)).join('\n')}\n`;
}

const trained = (summary: DatasetSummary | null) => summary?.rows.train ?? 0;

describe('a table that is read, with a word for what is odd', () => {
  test.each<[string, string | Uint8Array, string[], RegExp[]]>([
    [
      'of 0 and 1 in UTF-16',
      Buffer.from(`\ufeff${linesOf('café;label', 60, (row) => `${row};${row % 2}`)}`, 'utf16le'),
      ['café', 'label'],
      [/^FILE is in UTF-16 LE/],
    ],
    [
      'in Latin-1',
      Buffer.from(
        linesOf('café,label', 60, (row) => `${row},${row % 2}`),
        'latin1',
      ),
      ['café', 'label'],
      [/^FILE, line 1, is not UTF-8 .*Windows-1252/s],
    ],
    [
      'in German notation',
      linesOf('preis;label', 60, (row) => `${1 + (row % 9)}.${100 + row},50;${row % 2}`),
      ['preis', 'label'],
      [/^Numbers of "preis" have a comma .*: \d\.\d+,50 is read as \d{4}\.5\.$/],
    ],
    [
      'with mixed line ends',
      linesOf('a,label', 60, (row) => `${row},${row % 2}${row % 7 ? '' : '\r'}`),
      ['a', 'label'],
      [/^Lines of FILE end in more than one way/],
    ],
    [
      'with names that are empty or there twice',
      linesOf('a,,a,label', 60, (row) => `${row},${row * 2},${row % 5},${row % 2}`),
      ['a', 'unnamed_2', 'a_2', 'label'],
      [/changed: "unnamed_2", "a_2"/],
    ],
    [
      'with names of JavaScript',
      linesOf('__proto__,constructor,toString,label', 60, (row) => `${row},${row * 2},${row % 5},${row % 2}`),
      ['__proto___2', 'constructor', 'toString', 'label'],
      [/changed: "__proto___2"/],
    ],
    [
      'with line ends and quotation marks in its values',
      linesOf('a,note,label', 60, (row) => `${row},"say ""${row}""\r\nand, go",${row % 2}`),
      ['a', 'note', 'label'],
      [],
    ],
  ])('%s', async (_, content, names, remarks) => {
    const source = write(content);
    const { summary, words } = await look(source);
    expect(summary?.columns.map(({ name }) => name)).toEqual(names);
    for (const remark of remarks) expect(words).toContainEqual(expect.stringMatching(remark));
    expect(trained(summary)).toBe(42);
    const dataset = await openDataset(dataOf(source), { directory: null, limit: null });
    const { inputs, targets } = await readPart(dataset, 'train');
    dataset.close();
    expect(Object.values(inputs)[0]!.data.every(Number.isFinite)).toBe(true);
    expect(new Set(targets.label!.data)).toEqual(new Set([0, 1]));
  });
});

describe('a table that is refused, by its name and the place', () => {
  const parquet = readFileSync(vegaFile('flights-3m.parquet')).subarray(0, 200_000);

  test.each<[string, string | Uint8Array, string, RegExp]>([
    ['empty', '', 'table.csv', /^FILE has no rows\..* Received: an empty file\.$/],
    ['a header alone', 'a,b\n', 'table.csv', /^FILE has no rows\..* Received: a line of column names alone\.$/],
    ['a ragged row', 'a,b\n1,2\n3,4,5\n', 'table.csv', /^FILE, line 3, has not as many values/],
    [
      'an open quotation mark',
      'a,b\n1,2\n3,"4\n',
      'table.csv',
      /^FILE, line 3, has a quotation mark that is not closed/,
    ],
    ['a zero byte', 'a,b\n1,2\n3,\0\n', 'table.csv', /^FILE, line 3, has a byte that no text has/],
    [
      'damaged UTF-8',
      Buffer.concat([Buffer.from('é,ü,b\n1,2,3\nä,'), Buffer.of(0xff), Buffer.from(',4\n')]),
      'table.csv',
      /^FILE, line 3, is not UTF-8, as the file is in all else/,
    ],
    [
      'damaged UTF-16',
      Buffer.concat([Buffer.from('\ufeffa,b\n1,2\n', 'utf16le'), Buffer.of(0x00, 0xdc)]),
      'table.csv',
      /^FILE, line 3, is not UTF-16 LE, as the file is in all else/,
    ],
    ['UTF-32', Buffer.of(0xff, 0xfe, 0, 0, 0x61, 0, 0, 0), 'table.csv', /^FILE is not a text\..*Received: UTF-32\.$/],
    [
      'a Parquet file cut short',
      parquet,
      'table.parquet',
      /^FILE is no whole Parquet file\. Expected: one with its end, .*Received: one that is cut short/,
    ],
    [
      'JSON cut short',
      '[{"a":1,"b":2},{"a":1,',
      'table.json',
      /^FILE cannot be read as a table\. Received: .*Malformed JSON.*(line|record\/value) \d/,
    ],
    [
      'a gzip file that may be a bomb',
      Buffer.from('1f8b0800000000000003', 'hex'),
      'table.csv',
      /^FILE is not a table\..*Received: .*gzip/,
    ],
    [
      'a target of one class',
      linesOf('a,label', 20, (row) => `${row},yes`),
      'table.csv',
      /^The target "label" has only one class\..*Received: "yes"\.$/,
    ],
  ])('%s', async (_, content, name, message) => {
    const { summary, words } = await look(write(content, name));
    expect(words[0]).toMatch(message);
    // What a person may put right by choosing another target is shown; it cannot be trained on.
    expect(summary?.features ?? []).toEqual([]);
  });
});

test('a table of 10,000 columns is read', async () => {
  const names = Array.from({ length: 10_000 }, (_, at) => `p${at}`);
  const line = (row: number) => names.map((_, at) => (at + row) % 10).join(',');
  const table = await openTableFile(write(linesOf(names.join(','), 3, line)).path);
  expect([table.names.length, (await table.preview(1))[0]!.slice(0, 3)]).toEqual([10_000, ['0', '1', '2']]);
  table.close();
});

describe('a path that is not what it was said to be', () => {
  const form = { ...image.defaults, height: 8, width: 8 };

  test('a folder, a link in a circle, a pipe and nothing, where a table was promised', async () => {
    const folder = temporaryFolder();
    const at = (name: string) => ({ kind: 'table', path: join(folder, name) }) as const;
    mkdirSync(at('folder.csv').path);
    symlinkSync('circle.csv', at('circle.csv').path);
    if (process.platform !== 'win32') execFileSync('mkfifo', [at('pipe.csv').path]);
    expect((await look(at('folder.csv'))).words).toEqual([
      'FILE is not a table. Expected: a CSV, TSV, Parquet or JSON file. Received: a folder.',
    ]);
    expect((await look(at('circle.csv'))).words).toEqual([
      'FILE could not be read: its links lead in a circle. Received: ELOOP.',
    ]);
    expect((await look(at('none.csv'))).words).toEqual(['FILE could not be read: it is not there. Received: ENOENT.']);
    if (process.platform === 'win32') return;
    const words = ['FILE is not a table. Expected: a CSV, TSV, Parquet or JSON file. Received: a device or a pipe.'];
    expect((await look(at('pipe.csv'))).words).toEqual(words);
    await expect(findSource(at('circle.csv').path)).rejects.toThrow('its links lead in a circle');
  });

  test('a file where a folder was promised', async () => {
    const { path } = write('a,b\n1,2\n');
    expect((await look({ kind: 'image-folder', path })).words).toEqual([
      'FILE is not a folder. Expected: a folder that has a folder of images for each class. Received: a file.',
    ]);
    expect((await look({ kind: 'text-folder', path })).words).toEqual([
      'FILE could not be read: a part of its path is a file, and a folder was expected. Received: ENOTDIR.',
    ]);
  });

  test('folders whose links lead back into them', async () => {
    const folder = temporaryFolder();
    const png = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    for (const name of ['cats', 'dogs']) {
      mkdirSync(join(folder, 'images', name), { recursive: true });
      mkdirSync(join(folder, 'texts', name), { recursive: true });
      symlinkSync('..', join(folder, 'images', name, 'up'));
      symlinkSync('..', join(folder, 'texts', name, 'up'));
      for (let at = 0; at < 5; at++) {
        writeFileSync(join(folder, 'images', name, `${at}.png`), png);
        writeFileSync(join(folder, 'texts', name, `${at}.txt`), `a text of ${name} ${at}`);
      }
    }
    const images = await look({ kind: 'image-folder', path: join(folder, 'images') }, { preparation: [form] });
    expect([images.summary!.classCounts, images.words]).toEqual([
      [expect.objectContaining({ name: 'cats', rows: 5 }), expect.objectContaining({ name: 'dogs', rows: 5 })],
      expect.arrayContaining(['Links to what is there already, or to nowhere: 2. They are left aside.']),
    ]);
    const texts = await look({ kind: 'text-folder', path: join(folder, 'texts') });
    expect(texts.summary!.classCounts).toEqual(images.summary!.classCounts);
    expect(texts.words).toContain('cats/up is left out: it is a link to a folder that it is in.');
  });
});

describe('files that change or go', () => {
  const form = { ...image.defaults, height: 8, width: 8 };

  async function imageFolder(): Promise<string> {
    const folder = temporaryFolder();
    const colours = { cats: 'red', dogs: 'blue' } as const;
    for (const [name, background] of Object.entries(colours)) {
      mkdirSync(join(folder, name));
      for (let at = 0; at < 20; at++) {
        const create = { width: 8 + at, height: 8, channels: 3, background } as const;
        writeFileSync(join(folder, name, `${at}.png`), await sharp({ create }).png().toBuffer());
      }
    }
    return folder;
  }

  test('a table between its preview and training: gone, another table, cut off', async () => {
    const source = write(linesOf('a,label', 60, (row) => `${row},${row % 2}`));
    const { summary } = await look(source);
    const columns = Object.fromEntries(summary!.columns.map(({ name, kind, role }) => [name, { kind, role }]));
    const open = () => openDataset(dataOf(source, { columns }), { directory: null, limit: null });
    writeFileSync(
      source.path,
      linesOf('b,label', 60, (row) => `${row},${row % 2}`),
    );
    await expect(open()).rejects.toThrow('The table has no column "a". Expected: "a" as input. Received: b, label.');
    writeFileSync(source.path, 'a,label\n1,0\n2');
    await expect(open()).rejects.toThrow(`${source.path}, line 3, has not as many values as there are columns.`);
    rmSync(source.path);
    await expect(open()).rejects.toThrow(`${source.path} could not be read: it is not there. Received: ENOENT.`);
  });

  test('a long table while it is read: what is left of it is told by its name', async () => {
    const source = write(linesOf('a,label', 150_000, (row) => `${row},${row % 2}`));
    const table = await openTableFile(source.path);
    rmSync(source.path);
    const wanted = [{ name: 'a', kind: 'numeric' }] as const;
    await expect(table.read(wanted, createRoom())).rejects.toThrow(
      `${source.path} could not be read: it is not there.`,
    );
    table.close();
  });

  test('arrays between their preview and training, and while they train: gone, of another form, cut off', async () => {
    const folder = temporaryFolder();
    const x = (width: number) =>
      npyOf(
        [60, width],
        Array.from({ length: 60 * width }, (_, at) => at % 17),
      );
    const y = npyOf(
      [60],
      Array.from({ length: 60 }, (_, row) => row % 2),
    );
    const file = join(folder, 'x.npy');
    writeFileSync(file, x(2));
    writeFileSync(join(folder, 'y.npy'), y);
    const source = { kind: 'arrays', path: folder } as const;
    const { summary } = await look(source);
    const columns = Object.fromEntries(summary!.columns.map(({ name, kind, role }) => [name, { kind, role }]));
    const open = () => openDataset(dataOf(source, { columns }), allRows);
    const dataset = await open();
    truncateSync(file, x(2).length / 2);
    const batches = dataset.batches('train', { batchSize: 8, shuffleSeed: null })[Symbol.asyncIterator]();
    await expect(
      (async () => {
        while (!(await batches.next()).done);
      })(),
    ).rejects.toThrow(/x\.npy was written over while its rows were read\. /);
    dataset.close();
    await expect(open()).rejects.toThrow(/x\.npy is cut off, /);
    // A run that was trained on two numbers a row cannot go on with three, nor without.
    const again = () => openDataset(dataOf(source, { columns }), { ...allRows, preparation: dataset.preparation });
    writeFileSync(file, x(3));
    await expect(again()).rejects.toThrow(
      '"x" is of another shape than the model was trained on. Expected: 2. Received: 3 float64.',
    );
    rmSync(file);
    await expect(again()).rejects.toThrow('no array "x"');
  });

  test('images while they train: those that go are named once and left out, the others come', async () => {
    const folder = await imageFolder();
    const told: string[] = [];
    const data = { ...emptyData, source: { kind: 'image-folder', path: folder }, preparation: [form] } as const;
    const dataset = await openDataset(data, {
      directory: null,
      limit: null,
      tell: (words) => told.push(inEnglish(words)),
    });
    rmSync(join(folder, 'cats', '3.png'));
    truncateSync(join(folder, 'dogs', '4.png'), 40);
    const came = new Set<number>();
    for (const part of ['train', 'validation', 'test', 'train'] as const)
      for await (const { sources } of dataset.batches(part, { batchSize: 8, shuffleSeed: null }))
        for (const row of sources!) came.add(row);
    dataset.close();
    const gone = [3, 20 + 4];
    expect([...came].sort((one, other) => one - other)).toEqual(
      [...Array(40).keys()].filter((row) => !gone.includes(row)),
    );
    expect(told).toHaveLength(2);
    expect(told).toContainEqual(expect.stringContaining('cats/3.png could not be read: it is not there.'));
    expect(told).toContainEqual(expect.stringContaining('dogs/4.png is not an image that can be read.'));
  });
});
