import type { Part } from '../../shared/data/dataset.ts';
import type { DataDocument } from '../../shared/data/document.ts';
import { createRandom, deriveSeed } from '../../shared/training/random.ts';

/** The rows of each part, by their numbers in the source, ascending. */
export type PartRows = Readonly<Record<Part, Int32Array>>;

/** What the split goes by: which rows there are, and the class of each (by its place in `rows`), or null without classes. */
export interface Splittable {
  readonly rows: Int32Array;
  readonly classes: ArrayLike<number> | null;
}

/** Divides rows into training, validation and test: the shares of `split`, each class alike in all parts, the same seed the same way. */
export function splitRows(from: Splittable, split: DataDocument['split']): PartRows {
  const pool = drawingOrder(from, split.seed);
  const [test, others] = takeEvenly(pool, Math.min(Math.round(from.rows.length * split.test), pool.length));
  const [validation, train] = takeEvenly(
    others,
    Math.min(Math.round(from.rows.length * split.validation), others.length),
  );
  return { train: train.sort(), validation: validation.sort(), test: test.sort() };
}

/** Divides an official test part: `split.validation` of it are for validation, the rest stays the test. */
export function splitTestRows(from: Splittable, split: DataDocument['split']): Pick<PartRows, 'validation' | 'test'> {
  const [validation, test] = takeEvenly(
    drawingOrder(from, split.seed),
    Math.round(from.rows.length * split.validation),
  );
  return { validation: validation.sort(), test: test.sort() };
}

/** The rows in a random order, those of one class after those of another. */
function drawingOrder({ rows, classes }: Splittable, seed: number): Int32Array {
  const order = createRandom(deriveSeed(seed, 'split')).permutation(rows.length);
  // A stable sort keeps the random order within each class.
  if (classes !== null) order.sort((a, b) => classes[a]! - classes[b]!);
  return Int32Array.from(order, (at) => rows[at]!);
}

/**
 * Takes exactly `count` rows, evenly spaced: from a row sorted by class this is a stratified sample, every class within one row
 * of its share (systematic sampling: Cochran, "Sampling Techniques", chapter 8).
 */
function takeEvenly(rows: Int32Array, count: number): [taken: Int32Array, left: Int32Array] {
  const taken = new Int32Array(count);
  const left = new Int32Array(rows.length - count);
  let given = 0;
  rows.forEach((row, at) => {
    const due = Math.floor(((at + 1) * count) / rows.length);
    if (due > given) taken[given++] = row;
    else left[at - given] = row;
  });
  return [taken, left];
}
