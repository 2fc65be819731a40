import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parts as allParts, type Part } from '../../../shared/data/dataset.ts';
import type { DataDocument } from '../../../shared/data/document.ts';
import { bytesOf, channelsOf, type ImageForm } from '../../../shared/data/image-form.ts';
import { UserError } from '../../../shared/ipc/port.ts';
import { dataMessages } from '../../../shared/messages/data.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { say, type Words } from '../../../shared/messages/sentence.ts';
import type { Batch, Dataset, OpenOptions } from '../dataset.ts';
import { shuffleRows } from '../order.ts';
import { userFolder } from '../places.ts';
import {
  type ImagePreparation,
  listFeatures,
  listTargets,
  type Preparation,
  parsePreparation,
  unfitPreparation,
} from '../preparation.ts';
import { preparationVersion } from '../preparation-versions.ts';
import { checkBatchSize, spreadRows } from '../prepared-dataset.ts';
import { unwatchedReading } from '../reading.ts';
import { rowNumbers } from '../rows.ts';
import { type PartRows, splitRows } from '../split.ts';
import { createDecodePool, type DecodePool } from './decode-pool.ts';
import { type CachedFile, type DecodedCache, openDecodedCache } from './decoded-cache.ts';
import { type ImageFolder, readImageFolder } from './image-folder.ts';
import { listImageFiles } from './list-images.ts';
import { readImages } from './read-images.ts';

/** Names of the feature and the target of a folder of images. */
export const imageFeature = 'image';
export const imageTarget = 'label';

/** Bytes that decoded images may take on the disk, of all projects together. */
const mostCachedBytes = 8 * 1024 ** 3;

/** Opens a folder of images in classes as a dataset. Throws UserError naming the folder, or the step that is missing. */
export async function openImageFolder(
  path: string,
  data: DataDocument,
  { limit, preparation: saved, tell }: OpenOptions,
): Promise<Dataset> {
  const folder = await readImageFolder(path, unwatchedReading());
  const preparation = saved === undefined ? prepareImages(folder, data) : parsePreparation(saved);
  const form = formOf(preparation);
  const rows = splitImages(folder, data);
  const files = folder.images.map(({ path: file, bytes, modified }) => ({ path: join(path, file), bytes, modified }));
  return createImageDataset({ files, labels: labelsOf(folder, preparation), rows, preparation, form, limit, tell });
}

/** How the images of a folder are prepared: nothing is learned from them. Throws UserError where no step says their size. */
export function prepareImages({ classes }: Pick<ImageFolder, 'classes'>, { preparation }: DataDocument): Preparation {
  const found = preparation.find((step) => step.step === 'image');
  if (found === undefined) {
    const values = { column: imageFeature, expected: say(phrases['step-image']), received: say(phrases.images) };
    throw new UserError(say(dataMessages['step-missing'], values));
  }
  const { step: _step, columns: _columns, ...form } = found;
  return {
    version: preparationVersion,
    windows: null,
    features: { [imageFeature]: { kind: 'image', ...form, divisor: 255 } },
    targets: { [imageTarget]: { kind: 'classes', column: imageTarget, classes: [...classes] } },
  };
}

/** Which images go where: as the folders say, where they do; validation then comes from the training images if it has no folder. */
export function splitImages({ images, givenParts }: ImageFolder, { split }: DataDocument): PartRows {
  const classes = (rows: Int32Array) => Array.from(rows, (row) => images[row]!.classNumber);
  const all = rowNumbers(images.length);
  const drawn = { ...split, column: null, method: split.method === 'random' ? 'random' : 'stratified' } as const;
  if (givenParts.length === 0) return splitRows({ rows: all, classes: classes(all) }, drawn);
  const given = (part: Part) => all.filter((row) => images[row]!.part === part);
  const [train, test] = [given('train'), given('test')];
  if (givenParts.includes('validation')) return { train, validation: given('validation'), test };
  return { ...splitRows({ rows: train, classes: classes(train) }, { ...drawn, test: 0 }), test };
}

function labelsOf({ classes, images }: ImageFolder, preparation: Preparation): Int32Array {
  const target = preparation.targets[imageTarget];
  if (target?.kind !== 'classes')
    throw unfitPreparation(`targets.${imageTarget}`, say(phrases['role-target']), say(phrases.nothing));
  // An earlier run's classes are all that its model has a place for.
  const unknown = classes.find((name) => !target.classes.includes(name));
  if (unknown !== undefined) {
    const values = { column: imageTarget, expected: target.classes.join(', '), received: unknown };
    throw new UserError(say(dataMessages['class-unknown'], values));
  }
  const places = classes.map((name) => target.classes.indexOf(name));
  return Int32Array.from(images, ({ classNumber }) => places[classNumber]!);
}

/** What a preparation brings images to. Throws UserError for one of other data. */
export function formOf({ features }: Preparation): ImageForm {
  const feature = features[imageFeature];
  if (feature?.kind !== 'image')
    throw unfitPreparation(`features.${imageFeature}`, say(phrases['an-image']), say(phrases.nothing));
  const { height, width, colorMode, resizing, interpolation }: ImagePreparation = feature;
  return { height, width, colorMode, resizing, interpolation };
}

interface ImageDatasetParts {
  readonly files: readonly CachedFile[];
  readonly labels: Int32Array;
  readonly rows: PartRows;
  readonly preparation: Preparation;
  readonly form: ImageForm;
  readonly limit: number | null;
  readonly tell: ((words: Words) => void) | undefined;
}

async function createImageDataset(made: ImageDatasetParts): Promise<Dataset> {
  const { files, labels, rows, preparation, form, limit, tell } = made;
  const used = Object.fromEntries(allParts.map((part) => [part, spreadRows(rows[part], limit)])) as PartRows;
  const pool = createDecodePool();
  const cache = await openCache(files, form);
  const told = new Set<number>();
  let isOpen = true;

  async function* batches(
    part: Part,
    { batchSize, shuffleSeed }: Parameters<Dataset['batches']>[1],
  ): AsyncGenerator<Batch> {
    checkBatchSize(batchSize);
    const order = shuffleSeed === null ? used[part] : shuffleRows(used[part], shuffleSeed, null);
    for await (const { places, pixels, broken } of readImages({ files, form, pool, cache }, { order, batchSize })) {
      if (!isOpen) throw new Error('A dataset gives no batches after it was closed. Received: a request for a batch.');
      for (const { position, reason } of broken) {
        const row = places[position]!;
        if (!told.has(row)) tell?.(reason);
        told.add(row);
      }
      const missing = new Set(broken.map(({ position }) => position));
      const sound = Int32Array.from(places.keys()).filter((position) => !missing.has(position));
      if (sound.length > 0) yield batchOf(sound, places, pixels, form, labels);
    }
  }

  return {
    features: listFeatures(preparation),
    targets: listTargets(preparation),
    rows: { train: used.train.length, validation: used.validation.length, test: used.test.length },
    preparation,
    batches,
    sourceRows: (part) => used[part].slice(),
    readFile: (path, { batchSize }) => readOthers(path, batchSize, form, pool),
    close() {
      isOpen = false;
      void pool.close();
      void cache.close();
    },
  };
}

async function openCache(files: readonly CachedFile[], form: ImageForm): Promise<DecodedCache> {
  const folder = join(userFolder(), 'cache', 'images');
  return openDecodedCache({ folder, mostBytes: mostCachedBytes, files, form });
}

const scaledBytes = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);

/** The batch of the images at some positions, as numbers from 0 to 1. */
function batchOf(
  positions: Int32Array,
  places: readonly number[],
  pixels: Uint8Array,
  form: ImageForm,
  labels: Int32Array | null,
): Batch {
  const size = bytesOf(form);
  const data = new Float32Array(positions.length * size);
  positions.forEach((position, at) => {
    const from = position * size;
    for (let byte = 0; byte < size; byte++) data[at * size + byte] = scaledBytes[pixels[from + byte]!]!;
  });
  const rows = positions.length;
  const inputs = { [imageFeature]: { data, shape: [rows, form.height, form.width, channelsOf(form)] } };
  const sources = positions.map((position) => places[position]!);
  if (labels === null) return { rows, sources, inputs, targets: {} };
  return {
    rows,
    sources,
    inputs,
    targets: { [imageTarget]: { data: sources.map((row) => labels[row]!), shape: [rows] } },
  };
}

/** Images of people: one file, or those of a folder in the order of their names. Rejects with a UserError for one that is broken. */
async function* readOthers(path: string, batchSize: number, form: ImageForm, pool: DecodePool): AsyncGenerator<Batch> {
  checkBatchSize(batchSize);
  const paths = await listImageFiles(path);
  const files = await Promise.all(
    paths.map(async (file) => {
      const { size, mtimeMs } = await stat(file);
      return { path: file, bytes: size, modified: mtimeMs };
    }),
  );
  const order = rowNumbers(files.length);
  for await (const { places, pixels, broken } of readImages({ files, form, pool, cache: null }, { order, batchSize })) {
    if (broken.length > 0) throw new UserError(broken[0]!.reason);
    yield batchOf(rowNumbers(places.length), places, pixels, form, null);
  }
}
