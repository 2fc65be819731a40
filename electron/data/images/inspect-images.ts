import { join } from 'node:path';
import type { DatasetSummary } from '../../../shared/data/dataset.ts';
import type { DataDocument } from '../../../shared/data/document.ts';
import { channelsOf, type ImageForm } from '../../../shared/data/image-form.ts';
import { UserError } from '../../../shared/ipc/port.ts';
import { dataWarnings } from '../../../shared/messages/data.ts';
import { say, type Words } from '../../../shared/messages/sentence.ts';
import { listFeatures, listTargets, type Preparation } from '../preparation.ts';
import type { Reading } from '../reading.ts';
import { describeSource } from '../sources.ts';
import type { PartRows } from '../split.ts';
import { numbersIn } from '../store/numbers.ts';
import type { Column } from '../tables/table.ts';
import { warnAboutParts } from '../warnings.ts';
import { createDecodePool } from './decode-pool.ts';
import { formOf, imageTarget, prepareImages, splitImages } from './image-dataset.ts';
import { type ImageFolder, readImageFolder } from './image-folder.ts';

/** Images of each class that are shown, and of all classes together. */
const shownOfClass = 20;
const shownImages = 400;
/** Images that are shown before all of these are decoded: large photographs take long. */
const firstImages = 12;
/** Sides of the images that are shown; the model may see larger ones. */
const shownSide = 96;

interface ImageReading extends Pick<Reading, 'signal' | 'report'> {
  /** Hears the first of them, where there are more. */
  showImages(images: DatasetSummary['images']): void;
}

type FoundImages = Pick<DatasetSummary, 'rows' | 'features' | 'targets' | 'classCounts' | 'images' | 'warnings'>;

/** What there is to show of a folder of images: as the model will see them, but no larger than can be shown. */
export async function inspectImageFolder(path: string, data: DataDocument, reading: Reading): Promise<FoundImages> {
  const folder = await readImageFolder(path, reading);
  const { train, validation, test } = splitImages(folder, data);
  const counts = folder.classes.map((name) => ({ name, rows: 0 }));
  for (const { classNumber } of folder.images) counts[classNumber]!.rows++;
  const found = {
    rows: { train: train.length, validation: validation.length, test: test.length },
    classCounts: counts,
    features: [],
    targets: [],
    images: [],
    warnings: [...warnAboutFolder(folder), ...warnAboutParts([classesOf(folder)], { train, validation, test })],
  };
  const preparation = preparationOr(folder, data);
  if (preparation instanceof UserError) return { ...found, warnings: [preparation.words, ...found.warnings] };
  const look = { ...describeSource(data.source), columns: [], preview: [], classCounts: counts };
  const { images, broken } = await showImages(path, folder, { train, validation, test }, preparation, {
    ...reading,
    showImages: (images) => reading.show?.({ ...look, images }),
  });
  return {
    ...found,
    features: listFeatures(preparation),
    targets: listTargets(preparation),
    images,
    warnings: [...broken, ...found.warnings],
  };
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
function classesOf({ images, classes }: ImageFolder): Column {
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

/** The first images of each class in the training part, one of each class after the other, and which of them are broken. */
async function showImages(
  path: string,
  { images, classes }: ImageFolder,
  { train }: PartRows,
  preparation: Preparation,
  { signal, report, showImages }: ImageReading,
): Promise<{ readonly images: DatasetSummary['images']; readonly broken: readonly Words[] }> {
  const form = shownForm(formOf(preparation));
  const ofClass = Math.max(1, Math.min(shownOfClass, Math.floor(shownImages / classes.length)));
  const taken = classes.map((): number[] => []);
  for (const row of train) {
    const ofItsClass = taken[images[row]!.classNumber]!;
    if (ofItsClass.length < ofClass) ofItsClass.push(row);
  }
  const rows = Array.from({ length: ofClass }, (_, at) => taken.flatMap((rows) => rows.slice(at, at + 1))).flat();
  const pool = createDecodePool();
  try {
    const items = rows.map((row) => ({ path: join(path, images[row]!.path), form }));
    const shown: DatasetSummary['images'][number][] = [];
    const broken: Words[] = [];
    let done = 0;
    for await (const decoded of pool.decode(items, { signal })) {
      const { classNumber } = images[rows[done]!]!;
      report({ step: 'images', count: { done: ++done, of: rows.length } });
      if ('broken' in decoded) broken.push(decoded.broken);
      else {
        const pixels = Buffer.from(decoded.pixels).toString('base64');
        const { width, height } = form;
        shown.push({ width, height, channels: channelsOf(form), pixels, label: classes[classNumber]! });
      }
      if (done === firstImages && rows.length > firstImages) showImages([...shown]);
    }
    return { images: shown, broken };
  } finally {
    await pool.close();
  }
}

/** The form at a size that can be shown, its proportions kept. */
function shownForm(form: ImageForm): ImageForm {
  const times = Math.min(1, shownSide / Math.max(form.height, form.width));
  const side = (pixels: number) => Math.max(1, Math.round(pixels * times));
  return { ...form, height: side(form.height), width: side(form.width) };
}
