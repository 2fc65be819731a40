import { join } from 'node:path';
import { type DatasetSummary, parts } from '../../../shared/data/dataset.ts';
import type { DataDocument } from '../../../shared/data/document.ts';
import { channelsOf, type ImageForm } from '../../../shared/data/image-form.ts';
import { UserError } from '../../../shared/ipc/port.ts';
import { dataWarnings } from '../../../shared/messages/data.ts';
import { say, type Words } from '../../../shared/messages/sentence.ts';
import { listFeatures, listTargets, type Preparation } from '../preparation/preparation.ts';
import { spreadRows } from '../preparation/prepared-dataset.ts';
import { doSteadily, type Reading } from '../reading.ts';
import { shownSize } from '../sample/show-image.ts';
import { describeSource } from '../sources/sources.ts';
import type { PartRows } from '../split/split.ts';
import { numbersIn } from '../store/numbers.ts';
import type { CategoricalColumn } from '../tables/table.ts';
import { countClasses } from '../warnings/class-counts.ts';
import { warnAboutParts } from '../warnings/warnings.ts';
import type { CachedFile } from './cache/decoded-cache.ts';
import { createDecodePool } from './decoding/decode-pool.ts';
import { excludedImages, formOf, imageTarget, prepareImages, splittingImages } from './image-dataset.ts';
import { type ImageFolder, readImageFolder } from './image-folder.ts';

/** Images of each class that are shown, and of all classes together. */
const shownOfClass = 20;
const shownImages = 400;
/** Images that are shown before all of these are decoded: large photographs take long. */
const firstImages = 12;
/** Sides of the images that are shown; the model may see larger ones. */
const shownSide = 96;

/** Images, and bytes of their files, that are decoded to find broken ones. */
const mostChecked = 1000;
const mostCheckedBytes = 64 * 1024 ** 2;
const checkedForm: ImageForm = {
  height: 8,
  width: 8,
  colorMode: 'grayscale',
  resizing: 'stretch',
  interpolation: 'nearest',
  antialias: true,
};

interface ImageReading extends Pick<Reading, 'signal' | 'report'> {
  /** Hears the first of them, where there are more. */
  showImages?(images: DatasetSummary['images']): void;
}

type FoundImages = Pick<DatasetSummary, 'rows' | 'features' | 'targets' | 'classCounts' | 'images' | 'warnings'>;

/** What there is to show of a folder of images: as the model will see them, but no larger than can be shown. */
export async function inspectImageFolder(path: string, data: DataDocument, reading: Reading): Promise<FoundImages> {
  const folder = await readImageFolder(path, reading);
  const rows = await doSteadily(splittingImages(folder, data), 'look', reading);
  const { train, validation, test } = rows;
  const classes = classesOf(folder);
  const counts = countClasses(classes.values, folder.classes, rows);
  const found = {
    rows: { train: train.length, validation: validation.length, test: test.length },
    classCounts: counts,
    features: [],
    targets: [],
    images: [],
    warnings: [
      ...excludedImages(folder, data).warnings,
      ...warnAboutFolder(folder),
      ...warnAboutParts([classes], rows),
    ],
  };
  const preparation = preparationOr(folder, data);
  if (preparation instanceof UserError) return { ...found, warnings: [preparation.words, ...found.warnings] };
  const shown = Array.from(train, (row) => {
    const { path: file, classNumber } = folder.images[row]!;
    return { path: join(path, file), label: folder.classes[classNumber]! };
  });
  const look = { ...describeSource(data.source), columns: [], preview: [], classCounts: counts };
  const { images, broken, looked } = await showImages(shown, formOf(preparation), {
    ...reading,
    showImages: (images) => reading.show?.({ ...look, images }),
  });
  return {
    ...found,
    features: listFeatures(preparation),
    targets: listTargets(preparation),
    images,
    warnings: [...broken, ...(await findBroken(filesOf(path, folder), rows, looked, reading)), ...found.warnings],
  };
}

/** An image by its whole path, and how large its file is. */
type ImageFile = Pick<CachedFile, 'path' | 'bytes'>;

function filesOf(path: string, { images }: ImageFolder): readonly ImageFile[] {
  return images.map(({ path: name, bytes }) => ({ path: join(path, name), bytes }));
}

/**
 * Which images are broken of those that were not looked at yet, in all parts: of a large folder some, evenly spaced, as to decode all takes as
 * long as an epoch.
 */
export async function findBroken(
  files: readonly ImageFile[],
  rows: PartRows,
  looked: ReadonlySet<string>,
  { signal, report }: Reading,
): Promise<readonly Words[]> {
  const all = Int32Array.from(parts.flatMap((part) => [...rows[part]])).sort();
  const bytes = all.reduce((sum, row) => sum + files[row]!.bytes, 0);
  const most = Math.floor(Math.min(mostChecked, (all.length * mostCheckedBytes) / Math.max(1, bytes)));
  const paths = Array.from(spreadRows(all, most), (row) => files[row]!.path);
  const items = paths.filter((file) => !looked.has(file)).map((file) => ({ path: file, form: checkedForm }));
  const pool = createDecodePool();
  const broken: Words[] = [];
  let done = 0;
  try {
    for await (const decoded of pool.decode(items, { signal })) {
      report({ step: 'images', count: { done: ++done, of: items.length } });
      if ('broken' in decoded) broken.push(decoded.broken);
    }
    return broken;
  } finally {
    await pool.close();
  }
}

function preparationOr(folder: ImageFolder, data: DataDocument): Preparation | UserError {
  try {
    return prepareImages(folder, data);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

/** The classes of a folder of images as a column. */
function classesOf({ images, classes }: ImageFolder): CategoricalColumn {
  const codes = Int32Array.from(images, ({ classNumber }) => classNumber);
  return { name: imageTarget, kind: 'categorical', values: numbersIn(codes), categories: classes };
}

function warnAboutFolder(folder: ImageFolder): Words[] {
  const { emptyClasses, otherFolders, looseImages, otherFiles, skippedLinks } = folder;
  return [
    ...(emptyClasses.length > 0
      ? [say(dataWarnings['classes-without-images'], { names: emptyClasses.join(', ') })]
      : []),
    ...(otherFolders.length > 0 ? [say(dataWarnings['folders-aside'], { names: otherFolders.join(', ') })] : []),
    ...(looseImages > 0 ? [say(dataWarnings['images-aside'], { count: looseImages })] : []),
    ...(otherFiles > 0 ? [say(dataWarnings['files-aside'], { count: otherFiles })] : []),
    ...(skippedLinks > 0 ? [say(dataWarnings['links-aside'], { count: skippedLinks })] : []),
  ];
}

/**
 * The first images of each label, one of each label after the other, as the model will see them but no larger than can be shown; and which of
 * them are broken.
 */
export async function showImages(
  images: readonly { readonly path: string; readonly label: string }[],
  wanted: ImageForm,
  { signal, report, showImages }: ImageReading,
): Promise<{
  readonly images: DatasetSummary['images'];
  readonly broken: readonly Words[];
  /** The files that were decoded for it. */
  readonly looked: ReadonlySet<string>;
}> {
  const form = { ...wanted, ...shownSize(wanted, shownSide) };
  const byLabel = new Map<string, (typeof images)[number][]>();
  for (const image of images) {
    const sameLabel = byLabel.get(image.label);
    if (sameLabel === undefined) byLabel.set(image.label, [image]);
    else if (sameLabel.length < shownOfClass) sameLabel.push(image);
  }
  const ofLabel = Math.max(1, Math.min(shownOfClass, Math.floor(shownImages / byLabel.size)));
  const labels = [...byLabel.values()];
  const chosen = Array.from({ length: ofLabel }, (_, at) => labels.flatMap((some) => some.slice(at, at + 1)))
    .flat()
    .slice(0, shownImages);
  const pool = createDecodePool();
  try {
    const items = chosen.map(({ path }) => ({ path, form }));
    const shown: DatasetSummary['images'][number][] = [];
    const broken: Words[] = [];
    let done = 0;
    for await (const decoded of pool.decode(items, { signal })) {
      const { label } = chosen[done]!;
      report({ step: 'images', count: { done: ++done, of: chosen.length } });
      if ('broken' in decoded) broken.push(decoded.broken);
      else {
        const pixels = Buffer.from(decoded.pixels).toString('base64');
        const { width, height } = form;
        shown.push({ width, height, channels: channelsOf(form), pixels, label });
      }
      if (done === firstImages && chosen.length > firstImages) showImages?.([...shown]);
    }
    return { images: shown, broken, looked: new Set(chosen.map(({ path }) => path)) };
  } finally {
    await pool.close();
  }
}
