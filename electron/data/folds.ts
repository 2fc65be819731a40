import { UserError } from '../../shared/ipc/port.ts';
import { dataMessages } from '../../shared/messages/data.ts';
import { say } from '../../shared/messages/sentence.ts';
import type { Fold } from '../../shared/training/cross-validation.ts';
import { createRandom, deriveSeed } from '../../shared/training/random.ts';
import { columnOf, drawGroups, drawingOrder, orderByTime, type SplitSettings, type Splittable } from './placing.ts';
import { pickRows } from './rows.ts';
import type { PartRows } from './split.ts';

/** What a fold trains on and what it holds out, ascending. */
type HeldOut = Pick<PartRows, 'train' | 'validation'>;

/**
 * The parts of one fold. The test part stays as it is; the rows of the two others are dealt into folds by the split's own method, the same
 * seed the same way, and `fold` is for validation. By time no fold trains on what comes after it: rows that do are in no part. Throws
 * UserError where the data itself says which rows are for validation, and where there are too few of them for so many folds.
 */
export function takeFold(parts: PartRows, from: Splittable, split: SplitSettings, fold: Fold): PartRows {
  return { ...dealFold(poolOf(from, parts), parts, split, fold), test: parts.test };
}

function dealFold(pool: Splittable, parts: PartRows, split: SplitSettings, fold: Fold): HeldOut {
  switch (split.method) {
    case 'stratified':
      return dealRows(pool, split.seed, fold);
    case 'random':
      return dealRows({ ...pool, classes: null }, split.seed, fold);
    case 'group':
      return dealGroups(pool, split, fold);
    case 'time':
      return chainForward(pool, split, fold);
    case 'column':
      checkNoneGiven(parts.validation, fold);
      return dealRows(pool, split.seed, fold);
  }
}

/** Throws UserError if rows were given for validation: to deal them anew would overrule whoever chose them. */
export function checkNoneGiven(validation: Int32Array, fold: Fold | null): void {
  if (fold !== null && validation.length > 0)
    throw new UserError(say(dataMessages['folds-given'], { received: validation.length }));
}

/** The rows that are not for the test, with their classes; all rows ascend. */
function poolOf({ rows, classes, ...from }: Splittable, { test }: PartRows): Splittable {
  const places = new Uint32Array(rows.length - test.length);
  let left = 0;
  rows.forEach((row, place) => {
    if (row !== test[place - left]) places[left++] = place;
  });
  return {
    ...from,
    rows: pickRows(rows, places),
    classes: classes === null ? null : Array.from(places, (place) => classes[place]!),
  };
}

function foldRandom(seed: number) {
  return createRandom(deriveSeed(seed, 'folds'));
}

/**
 * Deals rows in turn, one class after the other, as scikit-learn's StratifiedKFold does: folds differ by one row at most, in all and in
 * each class.
 */
function dealRows(pool: Splittable, seed: number, { fold, folds }: Fold): HeldOut {
  const received = pool.rows.length;
  if (received < folds) throw new UserError(say(dataMessages['folds-few-rows'], { folds, expected: folds, received }));
  const order = drawingOrder(pool, foldRandom(seed));
  const isHeldOut = (place: number) => place % folds === fold - 1;
  return {
    train: order.filter((_, place) => !isHeldOut(place)).sort(),
    validation: order.filter((_, place) => isHeldOut(place)).sort(),
  };
}

/** Gives the groups, the largest first, each to the fold that has the fewest rows by then, as scikit-learn's GroupKFold does. */
function dealGroups(pool: Splittable, split: SplitSettings, { fold, folds }: Fold): HeldOut {
  const groups = [...drawGroups(pool.rows, columnOf(pool, split), foldRandom(split.seed))];
  const received = groups.length;
  if (received < folds)
    throw new UserError(say(dataMessages['folds-few-groups'], { folds, expected: folds, received }));
  // A stable sort keeps the random order of groups of one size.
  groups.sort((one, other) => other.length - one.length);
  const dealt = Array.from({ length: folds }, (): number[] => []);
  for (const group of groups) {
    const lightest = dealt.reduce((least, one) => (one.length < least.length ? one : least));
    for (const row of group) lightest.push(row);
  }
  const [validation] = dealt.splice(fold - 1, 1);
  return { train: Int32Array.from(dealt.flat()).sort(), validation: Int32Array.from(validation!).sort() };
}

/**
 * Cuts the time into one stretch more than there are folds: each fold holds out the stretch after those that it trains on, as
 * scikit-learn's TimeSeriesSplit does. Rows of one time stay together.
 */
function chainForward(pool: Splittable, split: SplitSettings, { fold, folds }: Fold): HeldOut {
  const { rows, border } = orderByTime(pool.rows, columnOf(pool, split));
  const size = Math.floor(rows.length / (folds + 1));
  const borderOf = (number: number) => border(rows.length - (folds + 1 - number) * size);
  const borders = Array.from({ length: folds + 1 }, (_, at) => borderOf(at + 1));
  // All folds are looked at, so that the first says what would stop a later one.
  const empty = borders.findIndex((at, place) => at <= (borders[place - 1] ?? 0));
  if (empty !== -1) {
    const values = { fold: Math.max(1, empty), folds, received: rows.length };
    throw new UserError(say(dataMessages['folds-few-times'], values));
  }
  const start = borders[fold - 1]!;
  return { train: rows.slice(0, start).sort(), validation: rows.slice(start, borders[fold]!).sort() };
}
