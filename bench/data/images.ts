import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { buildWorkers } from '../../scripts/build.mjs';
import { createRandom, type Random } from '../../shared/training/random.ts';
import { loadOfMachine, median } from '../measure.ts';
import { type ChildAnswer, type DataBench, figure, runChild } from './bench.ts';
import { writeDigits } from './write-digits.ts';

/** Both read batches of the size that Keras has unless told, in an order that is new each epoch. */
const batch = 32;
const epochs = 3;

/** Keras looks at four pixels for each one, as ours does without antialiasing: only that compares like with like. */
const sets = [
  { name: 'digits at 28\u00d728', folder: 'digits', size: 28, colorMode: 'grayscale', antialias: [false] },
  { name: 'digits at 32\u00d732', folder: 'digits', size: 32, colorMode: 'grayscale', antialias: [false] },
  { name: 'photos at 224\u00d7224', folder: 'photos', size: 224, colorMode: 'rgb', antialias: [false, true] },
  { name: 'photos at 28\u00d728', folder: 'photos', size: 28, colorMode: 'rgb', antialias: [false, true] },
] as const;
type ImageSet = (typeof sets)[number];

interface ImageCounts {
  readonly photos: number;
  readonly digits: number;
}

interface Reading {
  /** Seconds until the files are known. */
  readonly listing: number;
  /** Images a second in the first epoch, and the median of those after it. */
  readonly first: number;
  readonly later: number;
  /** Milliseconds of processor time that an image of the first epoch takes, in all threads: it says the same on a busy machine. */
  readonly processor: number;
}

/** Pictures with the smooth colours and the noise of photographs, as JPEG files of 640 by 480 in five folders. */
async function writePhotos(folder: string, photos: number, random: Random): Promise<void> {
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

/** What both processes answer. */
interface ImageAnswer {
  readonly listing: number;
  /** Seconds of each epoch. */
  readonly epochs: readonly number[];
  /** Images of an epoch. */
  readonly images: number;
  readonly processor: number;
  readonly versions?: unknown;
}

function readingOf({ listing, epochs: seconds, images, processor }: ImageAnswer): Reading {
  const rates = seconds.map((one) => images / one);
  return { listing, first: rates[0]!, later: median(rates.slice(1)), processor };
}

function readOurs({ root, scratch }: DataBench, set: ImageSet, antialias: boolean, round: number): Reading {
  const cache = join(scratch, `cache-${set.folder}-${set.size}-${antialias}-${round}`);
  const args = [...argumentsOf(scratch, set), `${antialias}`, cache, `${round}`];
  return readingOf(runChild(root, 'bench/data/images-ours.ts', args) as ChildAnswer & ImageAnswer);
}

function readWithKeras({ root, scratch, python }: DataBench, set: ImageSet): Reading & { readonly versions: unknown } {
  const args = [join(root, 'bench', 'data', 'images.py'), ...argumentsOf(scratch, set)];
  const { status, stdout, stderr } = spawnSync(python, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (status !== 0) throw new Error(`Keras failed (${status}): ${stderr.slice(-2000)}`);
  const answer: ImageAnswer = JSON.parse(stdout.trim().split('\n').at(-1)!);
  return { ...readingOf(answer), versions: answer.versions };
}

/** What both programs are called with. */
const argumentsOf = (scratch: string, { folder, size, colorMode }: ImageSet): string[] => [
  join(scratch, folder),
  `${size}`,
  colorMode,
  `${batch}`,
  `${epochs}`,
];

/**
 * How many images a second come from folders of image files, in a first epoch, which decodes them, and in later ones, against
 * `keras.utils.image_dataset_from_directory` on the same files, in turns.
 */
export async function measureImages(bench: DataBench, { photos, digits }: ImageCounts): Promise<unknown> {
  const { scratch, rounds } = bench;
  await buildWorkers();
  console.log(`Writing ${digits} digits and ${photos} photos...`);
  await writeDigits(join(scratch, 'digits'), digits);
  await writePhotos(join(scratch, 'photos'), photos, createRandom('photos'));
  const results = [];
  for (const set of sets) {
    const rounded: { keras: ReturnType<typeof readWithKeras>; ours: Reading[]; load: number }[] = [];
    for (let round = 1; round <= rounds; round++) {
      const load = loadOfMachine();
      const ours: Reading[] = [];
      const readAllOurs = () => {
        for (const antialias of set.antialias) ours.push(readOurs(bench, set, antialias, round));
      };
      // They take turns in going first, too.
      if (round % 2 === 0) readAllOurs();
      const keras = readWithKeras(bench, set);
      if (round % 2 === 1) readAllOurs();
      rounded.push({ keras, ours, load });
      const rates = ({ first, later, processor }: Reading) =>
        `${Math.round(first)} (${processor.toFixed(2)} ms of processor each), then ${Math.round(later)}`;
      const listed = set.antialias.map((antialias, at) => `${rates(ours[at]!)} with antialias ${antialias}`).join(', ');
      console.log(`${set.name}, round ${round}, load ${load}: Keras ${rates(keras)} images/s, ours ${listed}`);
    }
    for (const [at, antialias] of set.antialias.entries()) {
      const pairs = rounded.map(({ keras, ours }) => ({ keras, ours: ours[at]! }));
      const middle = (of: (pair: (typeof pairs)[number]) => number) => Number(median(pairs.map(of)).toPrecision(4));
      const reading = (whose: 'ours' | 'keras'): Reading => ({
        listing: middle(({ [whose]: { listing } }) => listing),
        first: middle(({ [whose]: { first } }) => first),
        later: middle(({ [whose]: { later } }) => later),
        processor: middle(({ [whose]: { processor } }) => processor),
      });
      results.push({
        set: set.name,
        antialias,
        ours: reading('ours'),
        keras: reading('keras'),
        ratioFirst: middle(({ ours, keras }) => ours.first / keras.first),
        ratioProcessor: middle(({ ours, keras }) => keras.processor / ours.processor),
        ratioLater: middle(({ ours, keras }) => ours.later / keras.later),
        loads: rounded.map(({ load }) => load),
        versions: rounded[0]!.keras.versions,
      });
    }
  }
  const row = (name: string, ...cells: string[]) =>
    console.log(name.padEnd(28) + cells.map((cell) => cell.padStart(14)).join(''));
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
  for (const { set, antialias, ours, keras, ratioFirst, ratioProcessor, ratioLater } of results) {
    const cells = [ours.first, keras.first, ratioFirst, ratioProcessor, ours.later, keras.later, ratioLater];
    row(antialias ? `${set}, antialias` : set, ...cells.map(figure));
  }
  return { digits: `${digits} PNG of 28\u00d728`, photos: `${photos} JPEG of 640\u00d7480`, rounds, results };
}
