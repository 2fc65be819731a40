import type { Part } from '../../shared/data/dataset.ts';
import type { DataDocument } from '../../shared/data/document.ts';
import { createRandom, deriveSeed, type Random } from '../../shared/training/random.ts';
import { pickRows } from './rows.ts';

/** The rows of each part, by their numbers in the source, ascending. */
export type PartRows = Readonly<Record<Part, Int32Array>>;

/** What the split goes by: which rows there are, and the class of each (by its place in `rows`), or null without classes. */
export interface Splittable {
  readonly rows: Int32Array;
  readonly classes: ArrayLike<number> | null;
}

/** Divides rows into training, validation and test: the shares of `split`, each class alike in all parts, the same seed the same way. */
export function splitRows(from: Splittable, split: DataDocument['split']): PartRows {
  const random = createRandom(deriveSeed(split.seed, 'split'));
  const pool = drawingOrder(from, random);
  const testCount = Math.min(Math.round(pool.length * split.test), pool.length);
  const [test, others] = takeEvenly(pool, testCount, random);
  const validationCount = Math.min(Math.round(pool.length * split.validation), others.length);
  const [validation, train] = takeEvenly(others, validationCount, random);
  return { train: train.sort(), validation: validation.sort(), test: test.sort() };
}

/** Divides an official test part: `split.validation` of it are for validation, the rest stays the test. */
export function splitTestRows(from: Splittable, split: DataDocument['split']): Pick<PartRows, 'validation' | 'test'> {
  const random = createRandom(deriveSeed(split.seed, 'split'));
  const pool = drawingOrder(from, random);
  const [validation, test] = takeEvenly(pool, Math.round(pool.length * split.validation), random);
  return { validation: validation.sort(), test: test.sort() };
}

/** The rows in a random order, those of one class after those of another. */
function drawingOrder({ rows, classes }: Splittable, random: Random): Int32Array {
  const order = random.permutation(rows.length);
  // A stable sort keeps the random order within each class.
  if (classes !== null) order.sort((a, b) => classes[a]! - classes[b]!);
  return pickRows(rows, order);
}

/**
 * Takes exactly `count` rows, evenly spaced: from a row sorted by class this is a stratified sample, every class within one row
 * of its share (systematic sampling from a random start: Cochran, "Sampling Techniques", chapter 8).
 */
function takeEvenly(rows: Int32Array, count: number, random: Random): [taken: Int32Array, left: Int32Array] {
  const taken = new Int32Array(count);
  const left = new Int32Array(rows.length - count);
  // From a random start: else the last row, often the only one of its class, would always be among the taken.
  const start = random.uniform(1)[0]!;
  let given = 0;
  rows.forEach((row, at) => {
    const due = Math.floor(((at + 1) * count) / rows.length + start);
    if (due > given) taken[given++] = row;
    else left[at - given] = row;
  });
  return [taken, left];
}
