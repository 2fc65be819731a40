import type { TrainingValues, Values } from './values.ts';

/** Numbers that a quantile is taken of at most; of more, every second, third, ... counts. */
const mostSorted = 2_000_000;

/** The numbers of values, and how many a row has. */
function numbersOf(values: Values): { readonly data: Float64Array; readonly width: number } {
  if (values.kind === 'numbers') return values;
  if (values.kind === 'dates') return { data: values.data, width: 1 };
  throw new Error(`Only numbers have a mean. Received: ${values.kind}.`);
}

export interface Moments {
  readonly count: number;
  readonly mean: number;
  /** Of the whole population, divided by the count. */
  readonly deviation: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** Mean, deviation and limits of the numbers that are there, for each place of a row; zeros where none is. */
export function momentsOf(values: TrainingValues): readonly Moments[] {
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
  }
  const means = sums.map(({ count, sum }) => (count === 0 ? 0 : sum / count));
  const squares = means.map(() => 0);
  // A second pass: the one-pass formula loses all digits where the mean is large beside the spread.
  for (const chunk of values.chunks()) {
    const { data, width } = numbersOf(chunk);
    for (let place = 0; place < width; place++) {
      const mean = means[place]!;
      let sum = 0;
      for (let at = place; at < data.length; at += width) {
        const value = data[at]!;
        if (!Number.isNaN(value)) sum += (value - mean) * (value - mean);
      }
      squares[place]! += sum;
    }
  }
  return sums.map(({ count, minimum, maximum }, place) =>
    count === 0
      ? { count, mean: 0, deviation: 0, minimum: 0, maximum: 0 }
      : { count, mean: means[place]!, deviation: Math.sqrt(squares[place]! / count), minimum, maximum },
  );
}

/**
 * Quantiles of the numbers that are there, for each place of a row, interpolated between neighbours as NumPy's `quantile` does; zeros
 * where none is. Exact for up to two million rows, of evenly spaced ones for more.
 */
export function quantilesOf(values: TrainingValues, shares: readonly number[]): readonly (readonly number[])[] {
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
  }
  return taken.map(({ numbers, count }) => {
    if (count === 0) return shares.map(() => 0);
    const sorted = numbers.subarray(0, count).sort();
    return shares.map((share) => quantileOf(sorted, share));
  });
}

/** The quantile of some sorted numbers, interpolated between neighbours as NumPy's `quantile` does. There has to be one. */
export function quantileOf(sorted: Float64Array, share: number): number {
  const last = sorted.length - 1;
  const at = share * last;
  const below = Math.floor(at);
  return sorted[below]! + (sorted[Math.min(below + 1, last)]! - sorted[below]!) * (at - below);
}

/** How often each value is there, for numbers and categories. */
export function countValues(values: TrainingValues): Map<number | string, number> {
  const counts = new Map<number | string, number>();
  const count = (value: number | string, times = 1) => counts.set(value, (counts.get(value) ?? 0) + times);
  for (const chunk of values.chunks()) {
    if (chunk.kind === 'categories') {
      const ofCode = new Uint32Array(chunk.categories.length);
      for (const code of chunk.codes) if (code >= 0) ofCode[code]!++;
      ofCode.forEach((times, code) => {
        if (times > 0) count(chunk.categories[code]!, times);
      });
    } else {
      for (const value of numbersOf(chunk).data) if (!Number.isNaN(value)) count(value);
    }
  }
  return counts;
}
