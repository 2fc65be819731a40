import type { Stretches } from '../../../shared/data/stretches.ts';
import { UserError } from '../../../shared/ipc/port.ts';
import { dataMessages } from '../../../shared/messages/data.ts';
import { say } from '../../../shared/messages/sentence.ts';
import type { Fold } from '../../../shared/training/cross-validation.ts';
import { createRandom, deriveSeed } from '../../../shared/training/random.ts';
import { pickRows } from '../rows.ts';
import { columnOf, drawingOrder, groupRows, orderByTime, type SplitSettings, type Splittable } from './placing.ts';
import type { PartRows } from './split.ts';

/** What a fold trains on and what it holds out, ascending. */
type HeldOut = Pick<PartRows, 'train' | 'validation'>;

/**
 * The parts of one fold. The test part stays as it is; the rows of the two others are dealt into folds by the split's own method, the same
 * seed the same way, and `fold` is for validation. By time no fold trains on what comes after it: rows that do are in no part. Throws
 * UserError where the data itself says which rows are for validation, and where there are too few of them for so many folds.
 */
export function* takeFold(parts: PartRows, from: Splittable, split: SplitSettings, fold: Fold): Stretches<PartRows> {
  return { ...(yield* dealFold(poolOf(from, parts), parts, split, fold)), test: parts.test };
}

function dealFold(pool: Splittable, parts: PartRows, split: SplitSettings, fold: Fold): Stretches<HeldOut> {
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

/** What a fold does with a row. */
const leftOut = 0;
const trains = 1;
const validates = 2;

/** The rows that a fold trains on and those that it holds out, by what it does with each. */
function heldOutOf({ rows }: Splittable, uses: Uint8Array): HeldOut {
  return {
    train: rows.filter((_, place) => uses[place] === trains),
    validation: rows.filter((_, place) => uses[place] === validates),
  };
}

/**
 * Deals rows in turn, one class after the other, as scikit-learn's StratifiedKFold does: folds differ by one row at most, in all and in
 * each class.
 */
function* dealRows(pool: Splittable, seed: number, { fold, folds }: Fold): Stretches<HeldOut> {
  const received = pool.rows.length;
  if (received < folds) throw new UserError(say(dataMessages['folds-few-rows'], { folds, expected: folds, received }));
  const order = yield* drawingOrder(pool, foldRandom(seed));
  const uses = new Uint8Array(received).fill(trains);
  for (let at = fold - 1; at < order.length; at += folds) uses[order[at]!] = validates;
  return heldOutOf(pool, uses);
}

/** Gives the groups, the largest first, each to the fold that has the fewest rows by then, as scikit-learn's GroupKFold does. */
function* dealGroups(pool: Splittable, split: SplitSettings, { fold, folds }: Fold): Stretches<HeldOut> {
  const { groupOf, sizes } = yield* groupRows(pool.rows, columnOf(pool, split));
  const received = sizes.length;
  if (received < folds)
    throw new UserError(say(dataMessages['folds-few-groups'], { folds, expected: folds, received }));
  // A stable sort keeps the random order of groups of one size.
  const groups = [...foldRandom(split.seed).permutation(received)].sort((one, other) => sizes[other]! - sizes[one]!);
  const rowsOfFold = new Array<number>(folds).fill(0);
  const foldOf = new Uint8Array(received);
  for (const group of groups) {
    const lightest = rowsOfFold.indexOf(Math.min(...rowsOfFold));
    foldOf[group] = lightest;
    rowsOfFold[lightest]! += sizes[group]!;
  }
  const uses = Uint8Array.from(groupOf, (group) => (foldOf[group] === fold - 1 ? validates : trains));
  return heldOutOf(pool, uses);
}

/**
 * Cuts the time into one stretch more than there are folds: each fold holds out the stretch after those that it trains on, as
 * scikit-learn's TimeSeriesSplit does. Rows of one time stay together.
 */
function* chainForward(pool: Splittable, split: SplitSettings, { fold, folds }: Fold): Stretches<HeldOut> {
  const { order, border } = yield* orderByTime(pool.rows, columnOf(pool, split));
  const received = order.length;
  const size = Math.floor(received / (folds + 1));
  const borderOf = (number: number) => border(received - (folds + 1 - number) * size);
  const borders = Array.from({ length: folds + 1 }, (_, at) => borderOf(at + 1));
  // All folds are looked at, so that the first says what would stop a later one.
  const empty = borders.findIndex((at, place) => at <= (borders[place - 1] ?? 0));
  if (empty !== -1)
    throw new UserError(say(dataMessages['folds-few-times'], { fold: Math.max(1, empty), folds, received }));
  const [start, end] = [borders[fold - 1]!, borders[fold]!];
  const uses = new Uint8Array(received).fill(leftOut);
  for (let at = 0; at < end; at++) uses[order[at]!] = at < start ? trains : validates;
  return heldOutOf(pool, uses);
}
