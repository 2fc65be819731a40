import { type Part, parts } from '../../../shared/data/dataset.ts';
import { doAtOnce, inStretches, type Stretches } from '../../../shared/data/stretches.ts';
import { UserError } from '../../../shared/ipc/port.ts';
import { dataMessages } from '../../../shared/messages/data.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { say } from '../../../shared/messages/sentence.ts';
import type { Fold } from '../../../shared/training/cross-validation.ts';
import { createRandom, deriveSeed, type Random } from '../../../shared/training/random.ts';
import { partNamed } from '../sources/part-names.ts';
import type { Column } from '../tables/table.ts';
import { takeFold } from './folds.ts';
import { columnOf, drawingOrder, groupRows, orderByTime, type SplitSettings, type Splittable } from './placing.ts';

/** The rows of each part, by their numbers in the source, ascending. */
export type PartRows = Readonly<Record<Part, Int32Array>>;

/**
 * Divides rows into training, validation and test as `split` says, the same seed the same way; of a cross-validation into those of one
 * fold. Throws UserError for rows that the column cannot place, and for folds that cannot be dealt.
 */
export function splitRows(from: Splittable, split: SplitSettings, fold: Fold | null = null): PartRows {
  return doAtOnce(splitting(from, split, fold));
}

/** `splitRows` for long tables. */
export function* splitting(from: Splittable, split: SplitSettings, fold: Fold | null = null): Stretches<PartRows> {
  const parts = yield* dividing(from, split);
  return fold === null ? parts : yield* takeFold(parts, from, split, fold);
}

function dividing(from: Splittable, split: SplitSettings): Stretches<PartRows> {
  switch (split.method) {
    case 'stratified':
      return splitAtRandom(from, split);
    case 'random':
      return splitAtRandom({ ...from, classes: null }, split);
    case 'group':
      return splitGroups(from.rows, columnOf(from, split), split);
    case 'time':
      return splitByTime(from.rows, columnOf(from, split), split);
    case 'column':
      return splitAsGiven(from.rows, columnOf(from, split));
  }
}

/** Exactly the shares of the split, each class alike in all parts where there are classes. */
function* splitAtRandom(from: Splittable, split: SplitSettings): Stretches<PartRows> {
  const random = createRandom(deriveSeed(split.seed, 'split'));
  const pool = yield* drawingOrder(from, random);
  const { test: testCount, validation: validationCount } = countsOf(pool.length, split);
  const partOf = new Uint8Array(from.rows.length);
  const others = yield* takeEvenly(pool, testCount, random, partOf, 'test');
  yield* takeEvenly(others, validationCount, random, partOf, 'validation');
  return yield* rowsByPart(from.rows, partOf);
}

/** The place of a part in `parts`: training rows have 0. */
const numberOf = (part: Part) => parts.indexOf(part);

/** The rows of each part, by the number of each row's part. */
function* rowsByPart(rows: Int32Array, partOf: Uint8Array): Stretches<PartRows> {
  const counts = new Uint32Array(parts.length);
  yield* inStretches(rows.length, (from, to) => {
    for (let at = from; at < to; at++) counts[partOf[at]!]!++;
  });
  const taken = parts.map((_, number) => new Int32Array(counts[number]!));
  const filled = new Uint32Array(parts.length);
  yield* inStretches(rows.length, (from, to) => {
    for (let at = from; at < to; at++) {
      const part = partOf[at]!;
      taken[part]![filled[part]!++] = rows[at]!;
    }
  });
  return { train: taken[0]!, validation: taken[1]!, test: taken[2]! };
}

/** Rows of validation and test of so many rows. */
function countsOf(rows: number, split: SplitSettings): { readonly validation: number; readonly test: number } {
  const test = Math.min(Math.round(rows * split.test), rows);
  return { test, validation: Math.min(Math.round(rows * split.validation), rows - test) };
}

/**
 * Rows with the same value of a column together, rows without one each by itself. Groups are drawn one after the other; each goes to
 * the test while that has room for it, then to validation, else to training, so that a part is no larger than its share.
 */
function* splitGroups(rows: Int32Array, by: Column, split: SplitSettings): Stretches<PartRows> {
  const { groupOf, sizes } = yield* groupRows(rows, by);
  const room = countsOf(rows.length, split);
  const taken = { test: 0, validation: 0 };
  const partOfGroup = new Uint8Array(sizes.length);
  for (const group of createRandom(deriveSeed(split.seed, 'split')).permutation(sizes.length)) {
    const size = sizes[group]!;
    const part = (['test', 'validation'] as const).find((part) => taken[part] + size <= room[part]);
    if (part === undefined) continue;
    taken[part] += size;
    partOfGroup[group] = numberOf(part);
  }
  const partOf = new Uint8Array(rows.length);
  yield* inStretches(rows.length, (from, to) => {
    for (let at = from; at < to; at++) partOf[at] = partOfGroup[groupOf[at]!]!;
  });
  return yield* rowsByPart(rows, partOf);
}

/** The oldest rows for training, those after them for validation, the newest for the test; rows of one time stay together. */
function* splitByTime(rows: Int32Array, by: Column, split: SplitSettings): Stretches<PartRows> {
  const { order, border } = yield* orderByTime(rows, by);
  const { test, validation } = countsOf(rows.length, split);
  const testStart = border(rows.length - test);
  const validationStart = border(rows.length - test - validation);
  const partOf = new Uint8Array(rows.length);
  yield* inStretches(rows.length - validationStart, (from, to) => {
    for (let at = validationStart + from; at < validationStart + to; at++)
      partOf[order[at]!] = numberOf(at < testStart ? 'validation' : 'test');
  });
  return yield* rowsByPart(rows, partOf);
}

/** Each row where its cell says. */
function* splitAsGiven(rows: Int32Array, by: Column): Stretches<PartRows> {
  const known = new Map<string, Part>();
  const partOf = new Uint8Array(rows.length);
  yield* inStretches(rows.length, (from, to) => {
    for (let at = from; at < to; at++) {
      const value = by.values.at(rows[at]!);
      const cell = by.kind === 'categorical' ? (by.categories[Number(value)] ?? '') : String(value);
      const part = known.get(cell) ?? partNamed(cell);
      if (part === undefined) {
        const received = cell === '' ? say(phrases['empty-cell']) : cell;
        const expected = say(phrases['part-names']);
        throw new UserError(
          say(dataMessages['split-value'], { column: by.name, row: rows[at]! + 1, expected, received }),
        );
      }
      known.set(cell, part);
      partOf[at] = numberOf(part);
    }
  });
  return yield* rowsByPart(rows, partOf);
}

/** Divides an official test part: `split.validation` of it are for validation, the rest stays the test. */
export function splitTestRows(from: Splittable, split: SplitSettings): Pick<PartRows, 'validation' | 'test'> {
  return doAtOnce(splitHeldOut(from, split));
}

function* splitHeldOut(from: Splittable, split: SplitSettings): Stretches<Pick<PartRows, 'validation' | 'test'>> {
  const random = createRandom(deriveSeed(split.seed, 'split'));
  const pool = yield* drawingOrder(from, random);
  const partOf = new Uint8Array(from.rows.length).fill(numberOf('test'));
  yield* takeEvenly(pool, Math.round(pool.length * split.validation), random, partOf, 'validation');
  const { validation, test } = yield* rowsByPart(from.rows, partOf);
  return { validation, test };
}

/**
 * Takes exactly `count` of the places for a part, evenly spaced, and gives the others: from places sorted by class this is a stratified
 * sample, every class within one row of its share (systematic sampling from a random start: Cochran, "Sampling Techniques", chapter 8).
 */
function* takeEvenly(
  places: Uint32Array,
  count: number,
  random: Random,
  partOf: Uint8Array,
  part: Part,
): Stretches<Uint32Array> {
  const left = new Uint32Array(places.length - count);
  const number = numberOf(part);
  // From a random start: else the last row, often the only one of its class, would always be among the taken.
  const start = random.uniform(1)[0]!;
  let given = 0;
  yield* inStretches(places.length, (from, to) => {
    for (let at = from; at < to; at++) {
      const due = Math.floor(((at + 1) * count) / places.length + start);
      if (due > given) {
        partOf[places[at]!] = number;
        given++;
      } else left[at - given] = places[at]!;
    }
  });
  return left;
}
