import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { unzipSync, zipSync } from 'fflate';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import type { DataSource } from '../../shared/data/document.ts';
import { UserError } from '../../shared/ipc/port.ts';
import { inEnglish } from '../../shared/messages/sentence.ts';
import { createRandom, deriveSeed } from '../../shared/training/random.ts';
import { dataOf } from '../../testing/datasets.ts';
import { mutate } from '../../testing/mutate.ts';
import { formOf } from '../../testing/pictures.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { workbookOf } from '../../testing/workbooks.ts';
import { decodeImage, measureImage } from './images/decoding/decode-image.ts';
import { inspectDataset } from './inspect.ts';
import { openDataset } from './open.ts';
import { unwatchedReading } from './reading.ts';
import { findSource } from './sources/find-source.ts';
import { idxMagic } from './sources/idx.ts';
import { readOtherDigits } from './sources/image-files.ts';
import { digitSize } from './sources/mnist.ts';
import { openDatabase, quote } from './tables/database.ts';
import { listTextFolder } from './text/list-text-folder.ts';
import { openPlainText } from './text/plain-text.ts';
import { readTextFolder } from './text/text-folder.ts';

/** Files of each reader; LAYERLOOM_FUZZ says another number, and LAYERLOOM_FUZZ_SEED another seed, to look for longer than a test may. */
const cases = Number(process.env.LAYERLOOM_FUZZ ?? 20);
const seed = Number(process.env.LAYERLOOM_FUZZ_SEED ?? 1);
/** A reader that takes longer for some kilobytes hangs, however busy the machine is. */
const longest = 60_000;

interface Reader {
  /** The end of the file's name. */
  readonly ending: string;
  /** Small files that are sound, or the pieces of files that are damaged. */
  readonly files: () => Promise<readonly Buffer[]>;
  /** Makes the file of a damaged piece: an archive that was damaged itself seldom gets as far as what is in it. */
  readonly wrap?: (piece: Buffer) => Buffer;
  /** Reads the file as the program does, all of it. */
  readonly read: (path: string) => Promise<unknown>;
}

const rows = Array.from(
  { length: 40 },
  (_, at) => [at, (at * 7) % 11, ['red', 'blue', 'a "b", c'][at % 3]!, at % 2] as const,
);
const inQuotes = (value: unknown) => `"${String(value).replaceAll('"', '""')}"`;
const csvOf = (delimiter: string, write: (value: unknown) => string) =>
  `n${delimiter}m${delimiter}colour${delimiter}label\n${rows.map((row) => row.map(write).join(delimiter)).join('\n')}\n`;

const readTable = (path: string) => readAll({ kind: 'table', path });
const readArrays = (path: string) => readAll({ kind: 'arrays', path });

async function readAll(source: Extract<DataSource, { readonly path: string }>): Promise<void> {
  const data = dataOf(source);
  const { path } = source;
  await inspectDataset(data, { directory: null });
  const dataset = await openDataset(data, { directory: null, limit: null });
  try {
    for await (const _ of dataset.batches('train', { batchSize: 16, shuffleSeed: 1 }));
    for await (const _ of dataset.readFile(path, { batchSize: 16 }));
  } finally {
    dataset.close();
  }
}

const sheetFile = 'xl/worksheets/sheet1.xml';
const workbook = workbookOf({ colours: { rows: [['n', 'm', 'colour', 'label'], ...rows] } });

/** An array of NumPy: so many rows of as many numbers of 4 bytes as there are. */
function npyOf(type: string, shape: readonly number[], bytes: Uint8Array): Buffer {
  const about = `{'descr': '${type}', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`;
  const head = `${about.padEnd(117)}\n`;
  return Buffer.concat([Buffer.from('\x93NUMPY\x01\0v\0', 'latin1'), Buffer.from(head), bytes]);
}

const inputsArray = npyOf('<f4', [40, 3], new Uint8Array(Float32Array.from({ length: 120 }, (_, at) => at % 7).buffer));
const targetsOf = (count: number) =>
  npyOf('<i4', [count], new Uint8Array(Int32Array.from({ length: count }, (_, at) => at % 2).buffer));

/** A folder of an array and what it is to tell. */
function readBeside(targets: Buffer): Reader['read'] {
  return async (path) => {
    writeFileSync(join(path, '..', 'y.npy'), targets);
    await readArrays(join(path, '..'));
  };
}

async function parquet(): Promise<Buffer[]> {
  const folder = mkdtempSync(join(tmpdir(), 'layerloom-fuzz-'));
  const database = await openDatabase();
  try {
    return await Promise.all(
      ['uncompressed', 'snappy', 'zstd'].map(async (compression) => {
        const path = join(folder, `${compression}.parquet`);
        await database.connection.run(
          `COPY (SELECT i AS n, i / 7 AS m, 'colour ' || (i % 3) AS colour, DATE '2001-01-01' + i::INTEGER AS day, i % 2 AS label
           FROM range(60) t(i)) TO ${quote(path)} (FORMAT parquet, COMPRESSION ${compression})`,
        );
        return readFileSync(path);
      }),
    );
  } finally {
    database.close();
    rmSync(folder, { recursive: true });
  }
}

const noise = Buffer.from(
  createRandom('noise')
    .uniform(40 * 30 * 3, 0, 256)
    .map(Math.floor),
);
const picture = () => sharp(noise, { raw: { width: 40, height: 30, channels: 3 } });
const images: Readonly<Record<string, () => Promise<Buffer>>> = {
  png: () => picture().png().toBuffer(),
  jpg: () => picture().jpeg().toBuffer(),
  webp: () => picture().webp().toBuffer(),
  gif: () => picture().gif().toBuffer(),
  tiff: () => picture().tiff().toBuffer(),
  avif: () => picture().avif({ effort: 0 }).toBuffer(),
  bmp: async () => {
    const head = Buffer.alloc(54);
    head.write('BM');
    for (const [at, value] of [
      [2, 54 + 3600],
      [10, 54],
      [14, 40],
      [18, 40],
      [22, 30],
      [34, 3600],
    ] as const)
      head.writeUInt32LE(value, at);
    head.writeUInt32LE(0x180001, 26);
    return Buffer.concat([head, noise]);
  },
};

const idxCount = 4;

function idxImages(): Buffer {
  const head = Buffer.alloc(16);
  for (const [at, value] of [idxMagic(3), idxCount, digitSize, digitSize].entries()) head.writeUInt32BE(value, at * 4);
  return Buffer.concat([head, noise.subarray(0, idxCount * digitSize ** 2)]);
}

const mail = `From: a@b.c\nContent-Type: multipart/mixed; boundary="xx"\n\n--xx\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nCaf=C3=A9 is open  \n--xx\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\n${Buffer.from('<html><script>x</script><b>b&auml;r</b> <!-- c --> &#x41;').toString('base64')}\n--xx--\n`;

async function readTexts(path: string): Promise<void> {
  const folder = join(path, '..', '..');
  const listed = await listTextFolder(folder, unwatchedReading());
  for await (const { skipped } of readTextFolder(listed, unwatchedReading())) {
    if (skipped !== null && !inEnglish(skipped.reason).includes(skipped.path))
      throw new Error('A file is left out without its name.');
  }
}

const readers: Readonly<Record<string, Reader>> = {
  CSV: {
    ending: '.csv',
    files: async () => [
      Buffer.from(csvOf(',', inQuotes)),
      Buffer.from(csvOf(';', (value) => inQuotes(`${value}`.replace(/^\d+$/, '1.$&00,5')))),
    ],
    read: readTable,
  },
  'CSV in UTF-16': {
    ending: '.csv',
    files: async () => [Buffer.from(`\ufeff${csvOf(',', inQuotes)}`, 'utf16le')],
    read: readTable,
  },
  'CSV in Latin-1': {
    ending: '.csv',
    files: async () => [
      Buffer.from(
        csvOf(',', (value) => inQuotes(String(value).replace('e', 'é'))),
        'latin1',
      ),
    ],
    read: readTable,
  },
  TSV: { ending: '.tsv', files: async () => [Buffer.from(csvOf('\t', String))], read: readTable },
  JSON: {
    ending: '.json',
    files: async () => {
      const records = rows.map(([n, m, colour, label]) => JSON.stringify({ n, m, colour, label }));
      return [Buffer.from(`[${records.join(',')}]`), Buffer.from(records.join('\n'))];
    },
    read: readTable,
  },
  Parquet: { ending: '.parquet', files: parquet, read: readTable },
  Excel: { ending: '.xlsx', files: async () => [Buffer.from(workbook)], read: readTable },
  'sheet of Excel': {
    ending: '.xlsx',
    files: async () => [Buffer.from(unzipSync(workbook)[sheetFile]!)],
    wrap: (sheet) => Buffer.from(zipSync({ ...unzipSync(workbook), [sheetFile]: sheet })),
    read: readTable,
  },
  'array of NumPy': { ending: '.npy', files: async () => [inputsArray], read: readBeside(targetsOf(40)) },
  'arrays of NumPy': {
    ending: '.npz',
    files: async () =>
      ([0, 6] as const).map((level) =>
        Buffer.from(zipSync({ 'x.npy': inputsArray, 'y.npy': targetsOf(40) }, { level })),
      ),
    read: readArrays,
  },
  'array in an archive': {
    ending: '.npz',
    files: async () => [inputsArray],
    wrap: (array) => Buffer.from(zipSync({ 'x.npy': array, 'y.npy': targetsOf(40) })),
    read: readArrays,
  },
  'IDX as an array': {
    ending: '.idx3-ubyte.gz',
    files: async () => [idxImages()],
    wrap: gzipSync,
    read: readBeside(targetsOf(idxCount)),
  },
  ...Object.fromEntries(
    Object.entries(images).map(([kind, make]): [string, Reader] => [
      `image: ${kind}`,
      {
        ending: `.${kind}`,
        files: async () => [await make()],
        async read(path) {
          await measureImage(path).catch(onlyUserError);
          const pixels = await decodeImage(path, formOf(20, 20));
          if (pixels.length !== 20 * 20 * 3) throw new Error(`An image of another size. Received: ${pixels.length}.`);
        },
      },
    ]),
  ),
  IDX: {
    ending: '-ubyte',
    files: async () => [idxImages()],
    async read(path) {
      for await (const _ of readOtherDigits(path, { tell: undefined }, 2));
    },
  },
  'plain text': {
    ending: '.txt',
    files: async () => [
      Buffer.from('Call me Ishmael. — Nürnberg\n'.repeat(20)),
      Buffer.from('\ufeffSome years ago — 你好\n', 'utf16le'),
    ],
    async read(path) {
      const text = await openPlainText(path, unwatchedReading());
      for await (const _ of text.read(unwatchedReading()));
    },
  },
  'folder of texts': {
    ending: '.txt',
    files: async () => [Buffer.from('How are you, Zoë?\n'.repeat(9)), Buffer.from('Zoë', 'latin1')],
    read: readTexts,
  },
  'folder of e-mails': { ending: '.eml', files: async () => [Buffer.from(mail)], read: readTexts },
  'any file': {
    ending: '',
    files: async () => [
      Buffer.from(csvOf(',', inQuotes)),
      await images.png!(),
      Buffer.from('PK\x03\x04'),
      Buffer.from('PAR1'),
    ],
    async read(path) {
      const found = await findSource(path);
      await inspectDataset(dataOf(found.source), { directory: null });
    },
  },
};

function onlyUserError(error: unknown): void {
  if (!(error instanceof UserError)) throw error;
}

/** What is wrong with how a reader took a file; null where it gave data or said what is wrong with the file. */
async function faultOf(reader: Reader, path: string): Promise<string | null> {
  const late = new AbortController();
  const outcome = await Promise.race([
    reader.read(path).then(
      () => null,
      (error: unknown) => error ?? new Error('An empty error.'),
    ),
    setTimeout(longest, 'late' as const, { signal: late.signal }),
  ]);
  late.abort();
  if (outcome === 'late') return `took more than ${longest} ms`;
  if (outcome === null) return null;
  if (!(outcome instanceof UserError))
    return outcome instanceof Error ? (outcome.stack ?? outcome.message) : String(outcome);
  return inEnglish(outcome.words).trim().length > 20 ? null : `said only: ${inEnglish(outcome.words)}`;
}

describe('a damaged file gives its data, or a word for what is wrong with it', () => {
  test.each(Object.entries(readers))('%s', async (name, reader) => {
    const files = await reader.files();
    const folder = join(temporaryFolder(), 'class');
    mkdirSync(folder);
    const path = join(folder, `file${reader.ending}`);
    // Else what is damaged would be refused for something else.
    writeFileSync(path, reader.wrap?.(files[0]!) ?? files[0]!);
    await reader.read(path);
    let read = 0;
    for (let at = 0; at < cases; at++) {
      const random = createRandom(deriveSeed(seed, 'fuzz', name, at));
      const piece = mutate(files[random.integer(files.length)]!, files[random.integer(files.length)]!, random);
      const bytes = reader.wrap?.(piece) ?? piece;
      writeFileSync(path, bytes);
      const fault = await faultOf(reader, path);
      if (fault !== null) {
        const kept = join(
          mkdtempSync(join(tmpdir(), 'layerloom-fuzz-')),
          `${name.replaceAll(/\W/g, '-')}-${at}${reader.ending}`,
        );
        writeFileSync(kept, bytes);
        expect.fail(
          `LAYERLOOM_FUZZ_SEED=${seed}, file ${at} of ${name}, kept as ${kept}, begins with ${bytes.toString('base64', 0, 200)}: ${fault}`,
        );
      }
      read++;
    }
    expect(read).toBe(cases);
  });
});
