import type { Part } from '../../shared/data/dataset.ts';
import { UserError } from '../../shared/ipc/port.ts';
import { dataMessages } from '../../shared/messages/data.ts';
import { phrases } from '../../shared/messages/phrases.ts';
import { say } from '../../shared/messages/sentence.ts';
import type { Fold } from '../../shared/training/cross-validation.ts';
import { createRandom, deriveSeed, type Random } from '../../shared/training/random.ts';
import { takeFold } from './folds.ts';
import { partNamed } from './part-names.ts';
import { columnOf, drawGroups, drawingOrder, orderByTime, type SplitSettings, type Splittable } from './placing.ts';
import type { Column } from './tables/table.ts';

/** The rows of each part, by their numbers in the source, ascending. */
export type PartRows = Readonly<Record<Part, Int32Array>>;

/**
 * Divides rows into training, validation and test as `split` says, the same seed the same way; of a cross-validation into those of one
 * fold. Throws UserError for rows that the column cannot place, and for folds that cannot be dealt.
 */
export function splitRows(from: Splittable, split: SplitSettings, fold: Fold | null = null): PartRows {
  const parts = divideRows(from, split);
  return fold === null ? parts : takeFold(parts, from, split, fold);
}

function divideRows(from: Splittable, split: SplitSettings): PartRows {
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
function splitAtRandom(from: Splittable, split: SplitSettings): PartRows {
  const random = createRandom(deriveSeed(split.seed, 'split'));
  const pool = drawingOrder(from, random);
  const { test: testCount, validation: validationCount } = countsOf(pool.length, split);
  const [test, others] = takeEvenly(pool, testCount, random);
  const [validation, train] = takeEvenly(others, validationCount, random);
  return { train: train.sort(), validation: validation.sort(), test: test.sort() };
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
function splitGroups(rows: Int32Array, by: Column, split: SplitSettings): PartRows {
  const room = countsOf(rows.length, split);
  const parts = { train: [] as number[], validation: [] as number[], test: [] as number[] };
  for (const group of drawGroups(rows, by, createRandom(deriveSeed(split.seed, 'split')))) {
    const part = (['test', 'validation'] as const).find((part) => parts[part].length + group.length <= room[part]);
    for (const row of group) parts[part ?? 'train'].push(row);
  }
  return sorted(parts);
}

/** The oldest rows for training, those after them for validation, the newest for the test; rows of one time stay together. */
function splitByTime(all: Int32Array, by: Column, split: SplitSettings): PartRows {
  const { rows, border } = orderByTime(all, by);
  const { test, validation } = countsOf(rows.length, split);
  const testStart = border(rows.length - test);
  const validationStart = border(Math.min(rows.length - test - validation, testStart));
  return {
    train: rows.slice(0, validationStart).sort(),
    validation: rows.slice(validationStart, testStart).sort(),
    test: rows.slice(testStart).sort(),
  };
}

/** Each row where its cell says. */
function splitAsGiven(rows: Int32Array, by: Column): PartRows {
  const parts = { train: [] as number[], validation: [] as number[], test: [] as number[] };
  for (const row of rows) {
    const cell = by.kind === 'categorical' ? (by.categories[by.values.at(row)] ?? '') : String(by.values.at(row));
    const part = partNamed(cell);
    if (part === undefined) {
      const received = cell === '' ? say(phrases['empty-cell']) : cell;
      const expected = say(phrases['part-names']);
      throw new UserError(say(dataMessages['split-value'], { column: by.name, row: row + 1, expected, received }));
    }
    parts[part].push(row);
  }
  return sorted(parts);
}

function sorted(parts: Readonly<Record<Part, readonly number[]>>): PartRows {
  const sort = (part: Part) => Int32Array.from(parts[part]).sort();
  return { train: sort('train'), validation: sort('validation'), test: sort('test') };
}

/** Divides an official test part: `split.validation` of it are for validation, the rest stays the test. */
export function splitTestRows(from: Splittable, split: SplitSettings): Pick<PartRows, 'validation' | 'test'> {
  const random = createRandom(deriveSeed(split.seed, 'split'));
  const pool = drawingOrder(from, random);
  const [validation, test] = takeEvenly(pool, Math.round(pool.length * split.validation), random);
  return { validation: validation.sort(), test: test.sort() };
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
