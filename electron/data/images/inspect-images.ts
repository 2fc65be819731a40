import { join } from 'node:path';
import type { DatasetSummary } from '../../../shared/data/dataset.ts';
import type { DataDocument } from '../../../shared/data/document.ts';
import { channelsOf } from '../../../shared/data/image-form.ts';
import { UserError } from '../../../shared/ipc/port.ts';
import { dataWarnings } from '../../../shared/messages/data.ts';
import { say, type Words } from '../../../shared/messages/sentence.ts';
import { listFeatures, listTargets, type Preparation } from '../preparation.ts';
import type { Reading } from '../reading.ts';
import { shownSize } from '../sample/show-image.ts';
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
/** Sides of the images that are shown; the model may see larger ones. */
const shownSide = 96;

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
  const { images, broken } = await showImages(path, folder, { train, validation, test }, preparation, reading);
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

/** The first images of each class in the training part, and which of them are broken. */
async function showImages(
  path: string,
  { images, classes }: ImageFolder,
  { train }: PartRows,
  preparation: Preparation,
  { signal, report }: Reading,
): Promise<{ readonly images: DatasetSummary['images']; readonly broken: readonly Words[] }> {
  const own = formOf(preparation);
  const form = { ...own, ...shownSize(own, shownSide) };
  const ofClass = Math.max(1, Math.min(shownOfClass, Math.floor(shownImages / classes.length)));
  const taken = classes.map(() => 0);
  const rows: number[] = [];
  for (const row of train) if (taken[images[row]!.classNumber]!++ < ofClass) rows.push(row);
  const pool = createDecodePool();
  try {
    const items = rows.map((row) => ({ path: join(path, images[row]!.path), form }));
    const shown: DatasetSummary['images'][number][] = [];
    const broken: Words[] = [];
    let done = 0;
    for await (const decoded of pool.decode(items, { signal })) {
      const { classNumber } = images[rows[done]!]!;
      report({ step: 'rows', count: { done: ++done, of: rows.length } });
      if ('broken' in decoded) broken.push(decoded.broken);
      else {
        const pixels = Buffer.from(decoded.pixels).toString('base64');
        const { width, height } = form;
        shown.push({ width, height, channels: channelsOf(form), pixels, label: classes[classNumber]! });
      }
    }
    return { images: shown, broken };
  } finally {
    await pool.close();
  }
}
