/**
 * How many images a second come from folders of image files, in a first epoch, which decodes them, and in later ones, against
 * `keras.utils.image_dataset_from_directory` on the same files, in turns. `node scripts/run.mjs bench/data-images.ts [--rounds 3]
 * [--photos 1500] [--digits 10000]`. Prints a table and writes `bench/results/data-images.json`.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { createDecodePool } from '../electron/data/images/decode-pool.ts';
import { openDecodedCache } from '../electron/data/images/decoded-cache.ts';
import { readImageFolder } from '../electron/data/images/image-folder.ts';
import { readImages } from '../electron/data/images/read-images.ts';
import { digitSize, readDigits } from '../electron/data/mnist.ts';
import { unwatchedReading } from '../electron/data/reading.ts';
import { buildWorkers } from '../scripts/build.mjs';
import { ensurePython, pythonForBenchmarks } from '../scripts/test-environment.mjs';
import { bytesOf, type ImageForm } from '../shared/data/image-form.ts';
import { createRandom, type Random } from '../shared/training/random.ts';
import { loadOfMachine, median, wholeNumberOf, writeResult } from './measure.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    photos: { type: 'string', default: '1500' },
    digits: { type: 'string', default: '10000' },
  },
});
const rounds = wholeNumberOf('rounds', values.rounds);
const photos = wholeNumberOf('photos', values.photos);
const digits = wholeNumberOf('digits', values.digits);

const python = ensurePython(root, pythonForBenchmarks);
if (python.path === undefined)
  throw new Error(`Keras is needed to compare with, and ${python.reason}: ${python.remedy}.`);

/** Both read batches of the size that Keras has unless told, in an order that is new each epoch. */
const batch = 32;
const epochs = 3;
const scratch = mkdtempSync(join(tmpdir(), 'layerloom-bench-'));

const sets = [
  { name: 'digits at 28\u00d728', folder: 'digits', size: 28, colorMode: 'grayscale' },
  { name: 'digits at 32\u00d732', folder: 'digits', size: 32, colorMode: 'grayscale' },
  { name: 'photos at 224\u00d7224', folder: 'photos', size: 224, colorMode: 'rgb' },
  { name: 'photos at 28\u00d728', folder: 'photos', size: 28, colorMode: 'rgb' },
] as const;
type ImageSet = (typeof sets)[number];

interface Reading {
  /** Seconds until the files are known. */
  readonly listing: number;
  /** Images a second in the first epoch, and the median of those after it. */
  readonly first: number;
  readonly later: number;
  /** Milliseconds of processor time that an image of the first epoch takes, in all threads: it says the same on a busy machine. */
  readonly processor: number;
}

/** MNIST digits as PNG files, in a folder for each. */
async function writeDigits(folder: string): Promise<void> {
  const { images, labels } = await readDigits();
  const size = digitSize * digitSize;
  for (let digit = 0; digit < 10; digit++) mkdirSync(join(folder, String(digit)), { recursive: true });
  for (let at = 0; at < digits; at++)
    await sharp(images.subarray(at * size, (at + 1) * size), {
      raw: { width: digitSize, height: digitSize, channels: 1 },
    })
      .toColourspace('b-w')
      .png()
      .toFile(join(folder, String(labels[at]), `${at}.png`));
}

/** Pictures with the smooth colours and the noise of photographs, as JPEG files of 640 by 480 in five folders. */
async function writePhotos(folder: string, random: Random): Promise<void> {
  const [width, height, channels] = [640, 480, 3] as const;
  for (let number = 0; number < 5; number++) mkdirSync(join(folder, `class ${number}`), { recursive: true });
  const noise = Int8Array.from(random.normal(width * height * channels, 0, 6));
  for (let at = 0; at < photos; at++) {
    const coarse = Uint8Array.from(random.uniform(20 * 15 * channels, 0, 256));
    const pixels = await sharp(coarse, { raw: { width: 20, height: 15, channels } })
      .resize(width, height, { kernel: 'cubic', fit: 'fill' })
      .raw()
      .toBuffer();
    const shift = random.integer(noise.length);
    const noisy = Uint8ClampedArray.from(pixels, (value, place) => value + noise[(place + shift) % noise.length]!);
    await sharp(noisy, { raw: { width, height, channels } })
      .jpeg({ quality: 85 })
      .toFile(join(folder, `class ${at % 5}`, `${at}.jpg`));
  }
}

async function readOurs({ folder, size, colorMode }: ImageSet, round: number): Promise<Reading> {
  const root = join(scratch, folder);
  const form: ImageForm = { height: size, width: size, colorMode, resizing: 'stretch', interpolation: 'bilinear' };
  const random = createRandom(round);
  const pool = createDecodePool();
  const started = performance.now();
  const { images } = await readImageFolder(root, unwatchedReading());
  const listing = (performance.now() - started) / 1000;
  const files = images.map(({ path, bytes, modified }) => ({ path: join(root, path), bytes, modified }));
  const rates: number[] = [];
  let processor = 0;
  const values = new Float32Array(batch * bytesOf(form));
  const cacheFolder = join(scratch, `cache-${folder}-${size}-${round}`);
  const begun = performance.now();
  const cache = await openDecodedCache({ folder: cacheFolder, mostBytes: 8e9, files, form });
  try {
    for (let epoch = 0; epoch < epochs; epoch++) {
      const from = epoch === 0 ? begun : performance.now();
      const before = process.cpuUsage();
      let count = 0;
      for await (const { places, pixels, broken } of readImages(
        { files, form, pool, cache },
        { order: random.permutation(files.length), batchSize: batch },
      )) {
        if (broken.length > 0) throw new Error(`A file of the bench is broken: ${JSON.stringify(broken)}.`);
        // Keras gives its pixels as float32.
        values.set(pixels);
        count += places.length;
      }
      if (count !== files.length) throw new Error(`An epoch has ${files.length} images. Received: ${count}.`);
      rates.push((count / (performance.now() - from)) * 1000);
      const { user, system } = process.cpuUsage(before);
      if (epoch === 0) processor = (user + system) / 1000 / count;
    }
  } finally {
    await cache.close();
    await pool.close();
    rmSync(cacheFolder, { recursive: true, force: true });
  }
  return { listing, first: rates[0]!, later: median(rates.slice(1)), processor };
}

function readWithKeras({ folder, size, colorMode }: ImageSet): Reading & { readonly versions: unknown } {
  const script = join(root, 'bench', 'data-images-keras.py');
  const args = [script, join(scratch, folder), String(size), colorMode, String(batch), String(epochs)];
  const { status, stdout, stderr } = spawnSync(python.path!, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (status !== 0) throw new Error(`Keras failed (${status}): ${stderr.slice(-2000)}`);
  const answer = JSON.parse(stdout.trim().split('\n').at(-1)!);
  const rates: number[] = answer.epochs.map((seconds: number) => answer.images / seconds);
  return {
    listing: answer.listing,
    first: rates[0]!,
    later: median(rates.slice(1)),
    processor: answer.processor,
    versions: answer.versions,
  };
}

try {
  await buildWorkers();
  console.log(`Writing ${digits} digits and ${photos} photos...`);
  await writeDigits(join(scratch, 'digits'));
  await writePhotos(join(scratch, 'photos'), createRandom('photos'));
  const results = [];
  for (const set of sets) {
    const pairs: { keras: ReturnType<typeof readWithKeras>; ours: Reading; load: number }[] = [];
    for (let round = 1; round <= rounds; round++) {
      const load = loadOfMachine();
      // They take turns in going first, too.
      const pair =
        round % 2 === 1
          ? { keras: readWithKeras(set), ours: await readOurs(set, round), load }
          : { ours: await readOurs(set, round), keras: readWithKeras(set), load };
      pairs.push(pair);
      const rates = ({ first, later, processor }: Reading) =>
        `${Math.round(first)} (${processor.toFixed(2)} ms of processor each), then ${Math.round(later)}`;
      console.log(
        `${set.name}, round ${round}, load ${load}: Keras ${rates(pair.keras)} images/s, ours ${rates(pair.ours)}`,
      );
    }
    const middle = (of: (pair: (typeof pairs)[number]) => number) => Number(median(pairs.map(of)).toPrecision(4));
    results.push({
      set: set.name,
      ours: {
        listing: middle(({ ours }) => ours.listing),
        first: middle(({ ours }) => ours.first),
        later: middle(({ ours }) => ours.later),
        processor: middle(({ ours }) => ours.processor),
      },
      keras: {
        listing: middle(({ keras }) => keras.listing),
        first: middle(({ keras }) => keras.first),
        later: middle(({ keras }) => keras.later),
        processor: middle(({ keras }) => keras.processor),
      },
      ratioFirst: middle(({ ours, keras }) => ours.first / keras.first),
      ratioProcessor: middle(({ ours, keras }) => keras.processor / ours.processor),
      ratioLater: middle(({ ours, keras }) => ours.later / keras.later),
      loads: pairs.map(({ load }) => load),
      versions: pairs[0]!.keras.versions,
    });
  }
  const row = (name: string, ...cells: string[]) =>
    console.log(name.padEnd(20) + cells.map((cell) => cell.padStart(14)).join(''));
  console.log();
  row(
    'images a second',
    'ours, first',
    'Keras, first',
    'ratio',
    'by processor',
    'ours, later',
    'Keras, later',
    'ratio',
  );
  for (const { set, ours, keras, ratioFirst, ratioProcessor, ratioLater } of results) {
    const cells = [ours.first, keras.first, ratioFirst, ratioProcessor, ours.later, keras.later, ratioLater];
    row(set, ...cells.map((cell) => (cell < 100 ? cell.toFixed(2) : cell.toFixed(0))));
  }
  writeResult(root, 'data-images', {
    what: `images a second from folders of ${digits} digits (PNG, 28\u00d728) and ${photos} photos (JPEG, 640\u00d7480)`,
    rounds,
    results,
  });
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
