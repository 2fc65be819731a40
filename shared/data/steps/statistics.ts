import { inStretches, type Stretches } from '../stretches.ts';
import type { TrainingValues, Values } from './values.ts';

/** Numbers that a quantile is taken of at most; of more, every second, third, ... counts. */
const mostSorted = 2_000_000;

/** The numbers of values, and how many a row has. */
function numbersOf(values: Values): { readonly data: Float64Array; readonly width: number } {
  if (values.kind === 'numbers') return values;
  if (values.kind === 'dates') return { data: values.data, width: 1 };
  throw new Error(`Only numbers have a mean. Received: ${values.kind}.`);
}

/** Mean and limits of numbers; zeros where there is none. */
export interface Limits {
  readonly count: number;
  readonly mean: number;
  readonly minimum: number;
  readonly maximum: number;
}

export interface Moments extends Limits {
  /** Of the whole population, divided by the count. */
  readonly deviation: number;
}

/** Mean and limits of the numbers that are there, for each place of a row, in one pass. */
export function* limitsOf(values: TrainingValues): Stretches<readonly Limits[]> {
  const sums: { count: number; sum: number; minimum: number; maximum: number }[] = [];
  for (const chunk of values.chunks()) {
    const { data, width } = numbersOf(chunk);
    while (sums.length < width)
      sums.push({ count: 0, sum: 0, minimum: Number.POSITIVE_INFINITY, maximum: Number.NEGATIVE_INFINITY });
    for (let place = 0; place < width; place++) {
      let { count, sum, minimum, maximum } = sums[place]!;
      for (let at = place; at < data.length; at += width) {
        const value = data[at]!;
        if (Number.isNaN(value)) continue;
        count++;
        sum += value;
        if (value < minimum) minimum = value;
        if (value > maximum) maximum = value;
      }
      sums[place] = { count, sum, minimum, maximum };
    }
    yield;
  }
  return sums.map(({ count, sum, minimum, maximum }) =>
    count === 0 ? { count, mean: 0, minimum: 0, maximum: 0 } : { count, mean: sum / count, minimum, maximum },
  );
}

/** Mean, deviation and limits of the numbers that are there, for each place of a row; zeros where none is. */
export function* momentsOf(values: TrainingValues): Stretches<readonly Moments[]> {
  const limits = yield* limitsOf(values);
  const squares = limits.map(() => 0);
  // A second pass: the one-pass formula loses all digits where the mean is large beside the spread.
  for (const chunk of values.chunks()) {
    const { data, width } = numbersOf(chunk);
    for (let place = 0; place < width; place++) {
      const { mean } = limits[place]!;
      let sum = 0;
      for (let at = place; at < data.length; at += width) {
        const value = data[at]!;
        if (!Number.isNaN(value)) sum += (value - mean) * (value - mean);
      }
      squares[place]! += sum;
    }
    yield;
  }
  return limits.map((found, place) => ({
    ...found,
    deviation: found.count === 0 ? 0 : Math.sqrt(squares[place]! / found.count),
  }));
}

/**
 * Quantiles of the numbers that are there, for each place of a row, interpolated between neighbours as NumPy's `quantile` does; zeros
 * where none is. Exact for up to two million rows, of evenly spaced ones for more.
 */
export function* quantilesOf(
  values: TrainingValues,
  shares: readonly number[],
): Stretches<readonly (readonly number[])[]> {
  const step = Math.max(1, Math.ceil(values.rows / mostSorted));
  const taken: { readonly numbers: Float64Array; count: number }[] = [];
  let row = 0;
  for (const chunk of values.chunks()) {
    const { data, width } = numbersOf(chunk);
    while (taken.length < width) taken.push({ numbers: new Float64Array(Math.ceil(values.rows / step)), count: 0 });
    for (let start = 0; start < data.length; start += width) {
      if (row++ % step !== 0) continue;
      for (let place = 0; place < width; place++) {
        const value = data[start + place]!;
        const into = taken[place]!;
        if (!Number.isNaN(value)) into.numbers[into.count++] = value;
      }
    }
    yield;
  }
  const quantiles: number[][] = [];
  for (const { numbers, count } of taken) {
    const sorted = yield* sortedOf(numbers.subarray(0, count));
    quantiles.push(shares.map((share) => (count === 0 ? 0 : quantileOf(sorted, share))));
  }
  return quantiles;
}

/** Numbers that are sorted at once: some milliseconds' work. */
const sortedAtOnce = 65_536;

/** Numbers in their order: pieces are sorted, then joined two by two. */
function* sortedOf(numbers: Float64Array): Stretches<Float64Array> {
  for (let from = 0; from < numbers.length; from += sortedAtOnce) {
    numbers.subarray(from, from + sortedAtOnce).sort();
    yield;
  }
  let [sorted, joined] = [numbers, numbers];
  for (let piece = sortedAtOnce; piece < numbers.length; piece *= 2) {
    if (joined === sorted) joined = new Float64Array(numbers.length);
    let [one, other, middle, end] = [0, 0, 0, 0];
    yield* inStretches(numbers.length, (from, to) => {
      for (let at = from; at < to; at++) {
        if (at === end) {
          one = at;
          middle = other = Math.min(at + piece, numbers.length);
          end = Math.min(at + 2 * piece, numbers.length);
        }
        const isOne = other === end || (one < middle && sorted[one]! <= sorted[other]!);
        joined[at] = sorted[isOne ? one++ : other++]!;
      }
    });
    [sorted, joined] = [joined, sorted];
  }
  return sorted;
}

/** The quantile of some sorted numbers, interpolated between neighbours as NumPy's `quantile` does. There has to be one. */
export function quantileOf(sorted: Float64Array, share: number): number {
  const last = sorted.length - 1;
  const at = share * last;
  const below = Math.floor(at);
  return sorted[below]! + (sorted[Math.min(below + 1, last)]! - sorted[below]!) * (at - below);
}

/** How often each value is there, for numbers and categories. */
export function* countValues(values: TrainingValues): Stretches<Map<number | string, number>> {
  const counts = new Map<number | string, number>();
  const count = (value: number | string, times: number) => counts.set(value, (counts.get(value) ?? 0) + times);
  /** Of the categories that the last chunks have in common. */
  let categories: readonly string[] = [];
  let ofCode = new Uint32Array(0);
  const take = () =>
    ofCode.forEach((times, code) => {
      if (times > 0) count(categories[code]!, times);
    });
  for (const chunk of values.chunks()) {
    if (chunk.kind === 'categories') {
      if (chunk.categories !== categories) {
        take();
        ({ categories } = chunk);
        ofCode = new Uint32Array(categories.length);
      }
      const { codes } = chunk;
      for (let at = 0; at < codes.length; at++) if (codes[at]! >= 0) ofCode[codes[at]!]!++;
    } else {
      const { data } = numbersOf(chunk);
      for (let at = 0; at < data.length; at++) if (!Number.isNaN(data[at]!)) count(data[at]!, 1);
    }
    yield;
  }
  take();
  return counts;
}
