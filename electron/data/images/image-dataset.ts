import { join } from 'node:path';
import { parts as allParts, type Part, type ShownImage } from '../../../shared/data/dataset.ts';
import type { DataDocument } from '../../../shared/data/document.ts';
import { channelsOf, type ImageForm } from '../../../shared/data/image-form.ts';
import type { Stretches } from '../../../shared/data/stretches.ts';
import { UserError } from '../../../shared/ipc/port.ts';
import { dataMessages } from '../../../shared/messages/data.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { say, type Words } from '../../../shared/messages/sentence.ts';
import type { Fold } from '../../../shared/training/cross-validation.ts';
import type { Batch, BatchOptions, Dataset, OpenOptions } from '../dataset.ts';
import { userFolder } from '../disk/places.ts';
import { gatherValues, ownMemory, type PreparedRows, reusedMemory } from '../preparation/gather.ts';
import {
  type ImagePreparation,
  type Preparation,
  parsePreparation,
  unfitPreparation,
} from '../preparation/preparation.ts';
import { preparationVersion } from '../preparation/preparation-versions.ts';
import { aboutRows, checkBatchSize, spreadRows } from '../preparation/prepared-dataset.ts';
import { doSteadily, unwatchedReading } from '../reading.ts';
import { rowNumbers } from '../rows.ts';
import { shownSize } from '../sample/show-image.ts';
import { type ExcludedRows, findExcluded, withoutRows } from '../split/excluded.ts';
import { checkNoneGiven } from '../split/folds.ts';
import { shuffleRows } from '../split/order.ts';
import { type PartRows, splitting } from '../split/split.ts';
import type { Room } from '../store/room.ts';
import { type CachedFile, type DecodedCache, openDecodedCache } from './cache/decoded-cache.ts';
import { measureImage } from './decoding/decode-image.ts';
import { createDecodePool, type DecodePool } from './decoding/decode-pool.ts';
import { batchOf, type ImageBatching, soundPositions } from './image-batch.ts';
import { type ImageFolder, readImageFolder } from './image-folder.ts';
import { readImagesAlone } from './images-alone.ts';
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
  { limit, preparation: saved, tell, fold, reading = unwatchedReading() }: OpenOptions,
): Promise<Dataset> {
  return withDecodePool(async (pool) => {
    const folder = await readImageFolder(path, reading);
    const preparation = saved === undefined ? prepareImages(folder, data) : parsePreparation(saved);
    const form = formOf(preparation);
    const rows = await doSteadily(splittingImages(folder, data, fold), 'prepare', reading);
    const files = folder.images.map(({ path: file, bytes, modified }) => ({ path: join(path, file), bytes, modified }));
    const labels = gatherValues(labelsOf(folder, preparation));
    return createImageDataset({
      feature: imageFeature,
      files,
      others: { inputs: new Map(), targets: new Map([[imageTarget, labels]]) },
      rows,
      preparation,
      limit,
      tell,
      pool,
      readFile: (file, { batchSize, reading: watched }) =>
        readImagesAlone(file, batchSize, { feature: imageFeature, form, preparation, pool, tell, reading: watched }),
    });
  });
}

/** Opens a dataset while the threads that decode for it start; it closes them, or this does where it cannot be opened. */
export async function withDecodePool(open: (pool: DecodePool) => Promise<Dataset>): Promise<Dataset> {
  const pool = createDecodePool();
  try {
    return await open(pool);
  } catch (error) {
    await pool.close();
    throw error;
  }
}

/** How the images of a folder are prepared: nothing is learned from them. Throws UserError where no step says their size. */
export function prepareImages({ classes }: Pick<ImageFolder, 'classes'>, data: DataDocument): Preparation {
  return {
    version: preparationVersion,
    windows: null,
    notations: {},
    features: { [imageFeature]: prepareImage(imageFeature, data) },
    targets: { [imageTarget]: { kind: 'classes', column: imageTarget, classes: [...classes] } },
  };
}

/** What the project's step makes of each image of a feature. Throws UserError where there is no such step. */
export function prepareImage(feature: string, { preparation }: Pick<DataDocument, 'preparation'>): ImagePreparation {
  const found = preparation.find((step) => step.step === 'image');
  if (found === undefined) {
    const values = { column: feature, expected: say(phrases['step-image']), received: say(phrases.images) };
    throw new UserError(say(dataMessages['step-missing'], values));
  }
  const { step: _step, columns: _columns, ...form } = found;
  return { kind: 'image', ...form, divisor: 255 };
}

/** The images of a folder that are left out. */
export function excludedImages({ images }: ImageFolder, data: DataDocument): ExcludedRows {
  return findExcluded(
    data,
    images.length,
    images.map(({ path }) => path),
  );
}

/** Which images go where, without those that are left out. */
export function* splittingImages(
  folder: ImageFolder,
  data: DataDocument,
  fold: Fold | null = null,
): Stretches<PartRows> {
  return withoutRows(yield* splittingAll(folder, data, fold), excludedImages(folder, data));
}

/** As the folders say, where they do; validation then comes from the training images if it has no folder. */
function* splittingAll(
  { images, givenParts }: ImageFolder,
  { split }: DataDocument,
  fold: Fold | null,
): Stretches<PartRows> {
  const classes = (rows: Int32Array) => rows.map((row) => images[row]!.classNumber);
  const all = rowNumbers(images.length);
  const drawn = { ...split, column: null, method: split.method === 'random' ? 'random' : 'stratified' } as const;
  if (givenParts.length === 0) return yield* splitting({ rows: all, classes: classes(all) }, drawn, fold);
  const given = (part: Part) => all.filter((row) => images[row]!.part === part);
  const [train, test] = [given('train'), given('test')];
  if (givenParts.includes('validation')) {
    const validation = given('validation');
    checkNoneGiven(validation, fold);
    return { train, validation, test };
  }
  return { ...(yield* splitting({ rows: train, classes: classes(train) }, { ...drawn, test: 0 }, fold)), test };
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
export function formOf({ features }: Preparation, name = imageFeature): ImageForm {
  const feature = features[name];
  if (feature?.kind !== 'image')
    throw unfitPreparation(`features.${name}`, say(phrases['an-image']), say(phrases.nothing));
  const { height, width, colorMode, resizing, interpolation, antialias }: ImagePreparation = feature;
  return { height, width, colorMode, resizing, interpolation, antialias };
}

/** What a dataset of image files is made of. */
export interface ImageDatasetParts {
  /** The feature that the images are. */
  readonly feature: string;
  /** By the numbers of rows. */
  readonly files: readonly CachedFile[];
  /** What else is known of the rows: further inputs, and the targets. */
  readonly others: PreparedRows;
  readonly rows: PartRows;
  readonly preparation: Preparation;
  readonly limit: number | null;
  readonly tell: ((words: Words) => void) | undefined;
  /** Closed with the dataset. */
  readonly pool: DecodePool;
  readonly readFile: Dataset['readFile'];
  /** Closed with the dataset. */
  readonly room?: Room;
}

/** A dataset whose images are decoded ahead and kept decoded, whatever else there is of their rows. */
export async function createImageDataset(made: ImageDatasetParts): Promise<Dataset> {
  const { feature, files, others, rows, preparation, limit, tell, pool } = made;
  const form = formOf(preparation, feature);
  const used = Object.fromEntries(allParts.map((part) => [part, spreadRows(rows[part], limit)])) as PartRows;
  const cache = await openCache(files, form);
  const told = new Set<number>();
  let isOpen = true;
  let isProblemTold = false;

  /** What is not kept is decoded in each epoch, which takes longer: whoever waits for it hears why. */
  function tellProblem(): void {
    if (cache.problem === null || isProblemTold) return;
    tell?.(say(dataMessages['images-not-kept'], { received: cache.problem }));
    isProblemTold = true;
  }

  async function* batches(
    part: Part,
    { batchSize, shuffleSeed, reuseMemory = false }: BatchOptions,
  ): AsyncGenerator<Batch> {
    checkBatchSize(batchSize);
    const memory = reuseMemory ? reusedMemory() : ownMemory;
    const order = shuffleSeed === null ? used[part] : shuffleRows(used[part], shuffleSeed, null);
    for await (const { places, pixels, broken } of readImages({ files, form, pool, cache }, { order, batchSize })) {
      if (!isOpen) throw new Error('A dataset gives no batches after it was closed. Received: a request for a batch.');
      for (const { position, reason } of broken) {
        const row = places[position]!;
        if (!told.has(row)) tell?.(reason);
        told.add(row);
      }
      const sound = soundPositions(places, broken);
      if (sound.length > 0) yield batchOf(sound, places, pixels, { feature, form, others }, memory);
    }
    tellProblem();
  }

  return {
    ...aboutRows(preparation, used, others.targets),
    batches,
    async sampleRows(rows) {
      // Asked for alone, they are decoded anew: what the cache has is not read for a look.
      for await (const { places, pixels, broken } of readImages(
        { files, form, pool, cache: null },
        { order: rows, batchSize: rows.length },
      )) {
        const sound = soundPositions(places, broken);
        if (sound.length === 0) throw new UserError(broken[0]!.reason);
        const batch = batchOf(sound, places, pixels, { feature, form, others });
        const originals = await showFiles(
          Array.from(batch.sources, (row) => files[row]!.path),
          pool,
        );
        return { batch, originals: originals.map((image) => ({ [feature]: { image } })) };
      }
      throw new Error('Some rows are asked for. Received: none.');
    },
    readFile: made.readFile,
    close() {
      isOpen = false;
      void pool.close();
      void cache.close();
      made.room?.close();
    },
  };
}

/** What is kept decoded of some files in a form. */
export async function openCache(files: readonly CachedFile[], form: ImageForm): Promise<DecodedCache> {
  const folder = join(userFolder(), 'cache', 'images');
  return openDecodedCache({ folder, mostBytes: mostCachedBytes, files, form });
}

/** Image files as they are, at a size that can be shown. Throws UserError for one that was changed or removed meanwhile. */
export async function showFiles(paths: readonly string[], pool: DecodePool): Promise<readonly ShownImage[]> {
  const measures = await Promise.all(paths.map((path) => measureImage(path)));
  const items = measures.map((measured, at) => ({
    path: paths[at]!,
    form: {
      ...shownSize(measured),
      colorMode: measured.channels === 1 ? ('grayscale' as const) : ('rgb' as const),
      resizing: 'stretch' as const,
      interpolation: 'bilinear' as const,
      antialias: true,
    },
  }));
  const images: ShownImage[] = [];
  for await (const decoded of pool.decode(items)) {
    if ('broken' in decoded) throw new UserError(decoded.broken);
    const { height, width, colorMode } = items[images.length]!.form;
    const pixels = Buffer.from(decoded.pixels).toString('base64');
    images.push({ height, width, channels: channelsOf({ colorMode }), pixels });
  }
  return images;
}

/** All images of a list in its order. Rejects with a UserError for one that is broken: an answer could not be told from another's. */
export async function* readWholeImages(
  files: readonly CachedFile[],
  batchSize: number,
  { pool, ...how }: ImageBatching & { readonly pool: DecodePool },
): AsyncGenerator<Batch> {
  const order = rowNumbers(files.length);
  const source = { files, form: how.form, pool, cache: null };
  for await (const { places, pixels, broken } of readImages(source, { order, batchSize })) {
    if (broken.length > 0) throw new UserError(broken[0]!.reason);
    yield batchOf(rowNumbers(places.length), places, pixels, how);
  }
}
