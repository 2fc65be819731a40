import type { AssociationMeasure } from '../../../shared/data/statistics.ts';
import { firstFrom } from './histogram.ts';

/** Values of the same rows of a column, one a row: NaN, or a code below 0, for none. */
export type Series =
  | { readonly kind: 'numbers'; readonly values: Float64Array }
  | { readonly kind: 'classes'; readonly codes: Int32Array };

/** Rows that a class has on the average, at least: with fewer, what lies between classes is guessed from the few rows that share one. */
const leastRowsOfClass = 2;

type Measured = readonly [measure: AssociationMeasure, value: number];

/**
 * How strongly two columns go together, by the measures that suit them; of the rows that have a value in both. Empty where nothing can be
 * said: a column whose values are all the same goes with nothing.
 */
export function associate(one: Series, other: Series): Measured[] {
  if (one.kind === 'classes' && other.kind === 'classes') return named('cramers-v', cramersV(one.codes, other.codes));
  if (one.kind === 'numbers' && other.kind === 'numbers') {
    const pairs = pairNumbers(one.values, other.values);
    return [
      ...named('pearson', correlation(...pairs)),
      ...named('spearman', correlation(ranksOf(pairs[0]), ranksOf(pairs[1]))),
    ];
  }
  const [numbers, classes] = one.kind === 'numbers' ? [one, other] : [other, one];
  if (numbers.kind !== 'numbers' || classes.kind !== 'classes') return [];
  return named('correlation-ratio', correlationRatio(numbers.values, classes.codes));
}

function named(measure: AssociationMeasure, value: number | null): Measured[] {
  return value === null ? [] : [[measure, value]];
}

function pairNumbers(one: Float64Array, other: Float64Array): [Float64Array, Float64Array] {
  const has = (at: number) => !Number.isNaN(one[at]!) && !Number.isNaN(other[at]!);
  return [one.filter((_, at) => has(at)), other.filter((_, at) => has(at))];
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** Pearson's correlation coefficient r. */
function correlation(one: Float64Array, other: Float64Array): number | null {
  const means = [meanOf(one), meanOf(other)] as const;
  let [products, squares, otherSquares] = [0, 0, 0];
  for (let at = 0; at < one.length; at++) {
    const a = one[at]! - means[0];
    const b = other[at]! - means[1];
    products += a * b;
    squares += a * a;
    otherSquares += b * b;
  }
  // Two points lie on a line whatever they are.
  if (one.length < 3 || !(squares > 0) || !(otherSquares > 0)) return null;
  const found = products / (Math.sqrt(squares) * Math.sqrt(otherSquares));
  return Number.isFinite(found) ? Math.max(-1, Math.min(1, found)) : null;
}

/** The rank of each value, equal ones sharing the mean of theirs: the correlation of ranks is Spearman's (1904). */
function ranksOf(values: Float64Array): Float64Array {
  const sorted = values.slice().sort();
  const ranks = new Float64Array(values.length);
  // The mean rank of each run of equal values, where the run begins.
  const means = new Float64Array(values.length);
  for (let first = 0; first < sorted.length; ) {
    let end = first + 1;
    while (end < sorted.length && sorted[end] === sorted[first]) end++;
    means[first] = (first + end - 1) / 2;
    first = end;
  }
  for (let at = 0; at < values.length; at++) ranks[at] = means[firstFrom(sorted, values[at]!)]!;
  return ranks;
}

/**
 * The correlation ratio eta of numbers and the classes they are in: the root of the share of their variance that lies between classes.
 * The share is taken as Kelley (An unbiased correlation ratio measure, 1935) corrects it, and as R squared is adjusted in a regression: else a
 * class for every row would explain everything.
 */
function correlationRatio(numbers: Float64Array, codes: Int32Array): number | null {
  const sums: number[] = [];
  const counts: number[] = [];
  let [sum, size] = [0, 0];
  for (let at = 0; at < codes.length; at++) {
    const [value, code] = [numbers[at]!, codes[at]!];
    if (Number.isNaN(value) || code < 0) continue;
    sums[code] = (sums[code] ?? 0) + value;
    counts[code] = (counts[code] ?? 0) + 1;
    sum += value;
    size++;
  }
  const mean = sum / size;
  let [all, within, classes] = [0, 0, 0];
  for (let at = 0; at < codes.length; at++) {
    const [value, code] = [numbers[at]!, codes[at]!];
    if (Number.isNaN(value) || code < 0) continue;
    all += (value - mean) ** 2;
    within += (value - sums[code]! / counts[code]!) ** 2;
  }
  for (const count of counts) if (count > 0) classes++;
  if (classes < 2 || size < classes * leastRowsOfClass || !(all > 0) || !Number.isFinite(all)) return null;
  return Math.sqrt(Math.max(0, 1 - (within / (size - classes)) * ((size - 1) / all)));
}

/**
 * Cramer's V (1946) of two sorts of classes, from the chi squared of their table, as Bergsma (A bias-correction for Cramer's V and Tschuprow's
 * T, 2013) corrects it for what chance gives to many classes of few rows.
 */
function cramersV(one: Int32Array, other: Int32Array): number | null {
  const rows = new Map<number, number>();
  const columns = new Map<number, number>();
  const cells = new Map<number, number>();
  const others = other.reduce((most, code) => Math.max(most, code), 0) + 1;
  const add = (counts: Map<number, number>, key: number) => counts.set(key, (counts.get(key) ?? 0) + 1);
  let size = 0;
  for (let at = 0; at < one.length; at++) {
    const [a, b] = [one[at]!, other[at]!];
    if (a < 0 || b < 0) continue;
    add(rows, a);
    add(columns, b);
    add(cells, a * others + b);
    size++;
  }
  const classes = Math.max(rows.size, columns.size);
  if (rows.size < 2 || columns.size < 2 || size < classes * leastRowsOfClass) return null;
  let shares = 0;
  for (const [cell, count] of cells)
    shares += (count / rows.get(Math.floor(cell / others))!) * (count / columns.get(cell % others)!);
  const square = Math.max(0, shares - 1 - ((rows.size - 1) * (columns.size - 1)) / (size - 1));
  const corrected = (classes: number) => classes - (classes - 1) ** 2 / (size - 1);
  const most = Math.min(corrected(rows.size), corrected(columns.size)) - 1;
  return most > 0 ? Math.min(1, Math.sqrt(square / most)) : null;
}
