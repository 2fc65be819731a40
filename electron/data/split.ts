import type { Part } from '../../shared/data/dataset.ts';
import type { DataDocument } from '../../shared/data/document.ts';
import { UserError } from '../../shared/ipc/port.ts';
import { dataMessages } from '../../shared/messages/data.ts';
import { phrases } from '../../shared/messages/phrases.ts';
import { say } from '../../shared/messages/sentence.ts';
import { createRandom, deriveSeed, type Random } from '../../shared/training/random.ts';
import { partNamed } from './part-names.ts';
import { pickRows } from './rows.ts';
import type { Column } from './tables/table.ts';

/** The rows of each part, by their numbers in the source, ascending. */
export type PartRows = Readonly<Record<Part, Int32Array>>;

/** What the split goes by: which rows there are, and the class of each (by its place in `rows`), or null without classes. */
export interface Splittable {
  readonly rows: Int32Array;
  readonly classes: ArrayLike<number> | null;
  /** The column that the method goes by, for `group`, `time` and `column`. */
  readonly by?: Column;
}

type SplitSettings = DataDocument['split'];

/**
 * Divides rows into training, validation and test as `split` says, the same seed the same way. Throws UserError for rows that the
 * column cannot place.
 */
export function splitRows(from: Splittable, split: SplitSettings): PartRows {
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

function columnOf({ by }: Splittable, { method, column }: SplitSettings): Column {
  if (by === undefined)
    throw new UserError(
      say(dataMessages['split-column'], {
        method: say(phrases[`split-${method}`]),
        received: column ?? say(phrases.none),
      }),
    );
  return by;
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
  const groups = new Map<string | number, number[]>();
  rows.forEach((row) => {
    const key = keyOf(by, row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  });
  const all = [...groups.values()];
  const order = createRandom(deriveSeed(split.seed, 'split')).permutation(all.length);
  const room = countsOf(rows.length, split);
  const parts = { train: [] as number[], validation: [] as number[], test: [] as number[] };
  for (const place of order) {
    const group = all[place]!;
    const part = (['test', 'validation'] as const).find((part) => parts[part].length + group.length <= room[part]);
    for (const row of group) parts[part ?? 'train'].push(row);
  }
  return sorted(parts);
}

/** What rows of one group have in common. A row without a value is a group of its own. */
function keyOf(by: Column, row: number): string | number {
  const value = by.values.at(row);
  const isNone =
    by.kind === 'categorical' ? Number(value) < 0 : by.kind === 'text' ? value === '' : Number.isNaN(value);
  return isNone ? `row ${row}` : value;
}

/** The oldest rows for training, those after them for validation, the newest for the test; rows of one time stay together. */
function splitByTime(rows: Int32Array, by: Column, split: SplitSettings): PartRows {
  if (by.kind !== 'date' && by.kind !== 'numeric') {
    const values = {
      column: by.name,
      expected: say(phrases['dates-or-numbers']),
      received: say(phrases[`column-${by.kind}`]),
    };
    throw new UserError(say(dataMessages['split-column-kind'], values));
  }
  const { values } = by;
  const nowhere = rows.find((row) => Number.isNaN(values.at(row)));
  if (nowhere !== undefined)
    throw new UserError(
      say(dataMessages['split-value'], {
        column: by.name,
        row: nowhere + 1,
        expected: say(phrases['a-time']),
        received: say(phrases['empty-cell']),
      }),
    );
  const times = Float64Array.from(rows, (row) => values.at(row));
  const order = Uint32Array.from(rows.keys()).sort((a, b) => times[a]! - times[b]! || a - b);
  const { test, validation } = countsOf(rows.length, split);
  /** The first place from which on all are later than the one before it. */
  const border = (place: number) => {
    let at = place;
    while (at > 0 && at < order.length && times[order[at]!] === times[order[at - 1]!]) at--;
    return at;
  };
  const testStart = border(rows.length - test);
  const validationStart = border(Math.min(rows.length - test - validation, testStart));
  return {
    train: pickRows(rows, order.subarray(0, validationStart)).sort(),
    validation: pickRows(rows, order.subarray(validationStart, testStart)).sort(),
    test: pickRows(rows, order.subarray(testStart)).sort(),
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
