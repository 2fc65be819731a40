import { type Part, parts } from '../../shared/data/dataset.ts';
import type { DataDocument } from '../../shared/data/document.ts';
import { doAtOnce, inStretches, type Stretches } from '../../shared/data/stretches.ts';
import { UserError } from '../../shared/ipc/port.ts';
import { dataMessages } from '../../shared/messages/data.ts';
import { phrases } from '../../shared/messages/phrases.ts';
import { say } from '../../shared/messages/sentence.ts';
import { createRandom, deriveSeed, type Random } from '../../shared/training/random.ts';
import { orderOf } from './order-of.ts';
import { partNamed } from './part-names.ts';
import type { Column } from './tables/table.ts';

/** The rows of each part, by their numbers in the source, ascending. */
export type PartRows = Readonly<Record<Part, Int32Array>>;

/** What the split goes by: which rows there are, ascending, and the class of each (by its place in `rows`), or null without classes. */
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
  return doAtOnce(splitting(from, split));
}

/** `splitRows` for long tables. */
export function splitting(from: Splittable, split: SplitSettings): Stretches<PartRows> {
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
  /** The number of each row's group, in the order in which they come. */
  const groupOf = new Int32Array(rows.length);
  const sizes: number[] = [];
  const groups = new Map<string | number, number>();
  yield* inStretches(rows.length, (from, to) => {
    for (let at = from; at < to; at++) {
      const value = by.values.at(rows[at]!);
      // A row without a value is a group of its own.
      const group = isNone(by, value) ? sizes.length : (groups.get(value) ?? sizes.length);
      if (group === sizes.length) {
        sizes.push(0);
        if (!isNone(by, value)) groups.set(value, group);
      }
      groupOf[at] = group;
      sizes[group]!++;
    }
  });
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

function isNone({ kind }: Column, value: string | number): boolean {
  return kind === 'categorical' ? Number(value) < 0 : kind === 'text' ? value === '' : Number.isNaN(value);
}

/** The oldest rows for training, those after them for validation, the newest for the test; rows of one time stay together. */
function* splitByTime(rows: Int32Array, by: Column, split: SplitSettings): Stretches<PartRows> {
  if (by.kind !== 'date' && by.kind !== 'numeric') {
    const values = {
      column: by.name,
      expected: say(phrases['dates-or-numbers']),
      received: say(phrases[`column-${by.kind}`]),
    };
    throw new UserError(say(dataMessages['split-column-kind'], values));
  }
  const times = new Float64Array(rows.length);
  yield* inStretches(rows.length, (from, to) => {
    by.values.gather(rows.subarray(from, to), times.subarray(from, to));
    for (let at = from; at < to; at++) {
      if (!Number.isNaN(times[at]!)) continue;
      const received = say(phrases['empty-cell']);
      const values = { column: by.name, row: rows[at]! + 1, expected: say(phrases['a-time']), received };
      throw new UserError(say(dataMessages['split-value'], values));
    }
  });
  const order = yield* orderOf(times);
  const { test, validation } = countsOf(rows.length, split);
  /** The first place from which on all are later than the one before it. */
  const border = (place: number) => {
    let at = place;
    while (at > 0 && at < order.length && times[order[at]!] === times[order[at - 1]!]) at--;
    return at;
  };
  const testStart = border(rows.length - test);
  const validationStart = border(Math.min(rows.length - test - validation, testStart));
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
export function splitTestRows(from: Splittable, split: DataDocument['split']): Pick<PartRows, 'validation' | 'test'> {
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

/** The places of the rows in a random order, those of one class after those of another. */
function* drawingOrder({ rows, classes }: Splittable, random: Random): Stretches<Uint32Array> {
  const { length } = rows;
  const order = new Uint32Array(length);
  for (let place = 0; place < length; place++) order[place] = place;
  yield* inStretches(length - 1, (from, to) => random.shuffle(order, length - 1 - from, length - to));
  // A stable order keeps the random one within each class.
  return classes === null ? order : yield* orderedByClass(order, classes);
}

/** Places in the order of their classes; those of one class as they were. */
function* orderedByClass(places: Uint32Array, classes: ArrayLike<number>): Stretches<Uint32Array> {
  const counts = new Map<number, number>();
  yield* inStretches(places.length, (from, to) => {
    for (let at = from; at < to; at++) counts.set(classes[at]!, (counts.get(classes[at]!) ?? 0) + 1);
  });
  const ranks = new Map([...counts.keys()].sort((one, other) => one - other).map((value, rank) => [value, rank]));
  const next = new Uint32Array(ranks.size + 1);
  for (const [value, rank] of ranks) next[rank + 1] = counts.get(value)!;
  for (let rank = 0; rank < ranks.size; rank++) next[rank + 1]! += next[rank]!;
  const ordered = new Uint32Array(places.length);
  yield* inStretches(places.length, (from, to) => {
    for (let at = from; at < to; at++) ordered[next[ranks.get(classes[places[at]!]!)!]!++] = places[at]!;
  });
  return ordered;
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
