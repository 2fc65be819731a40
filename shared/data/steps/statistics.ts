import type { TrainingValues } from './values.ts';

/** Numbers that a quantile is taken of at most; of more, every second, third, ... counts. */
const mostSorted = 2_000_000;

/** The numbers at one place of each row that are none, row after row. */
function* numbersAt(values: TrainingValues, place: number): Generator<number> {
  for (const chunk of values.chunks()) {
    if (chunk.kind !== 'numbers' && chunk.kind !== 'dates')
      throw new Error(`Only numbers have a mean. Received: ${chunk.kind}.`);
    const width = chunk.kind === 'numbers' ? chunk.width : 1;
    const { data } = chunk;
    for (let at = place; at < data.length; at += width) if (!Number.isNaN(data[at]!)) yield data[at]!;
  }
}

export interface Moments {
  readonly count: number;
  readonly mean: number;
  /** Of the whole population, divided by the count. */
  readonly deviation: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** Mean, deviation and limits of the numbers that are there; zeros if none is. */
export function momentsOf(values: TrainingValues, place = 0): Moments {
  let count = 0;
  let sum = 0;
  let minimum = Number.POSITIVE_INFINITY;
  let maximum = Number.NEGATIVE_INFINITY;
  for (const value of numbersAt(values, place)) {
    count++;
    sum += value;
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
  }
  if (count === 0) return { count, mean: 0, deviation: 0, minimum: 0, maximum: 0 };
  const mean = sum / count;
  let squares = 0;
  // A second pass: the one-pass formula loses all digits where the mean is large beside the spread.
  for (const value of numbersAt(values, place)) squares += (value - mean) ** 2;
  return { count, mean, deviation: Math.sqrt(squares / count), minimum, maximum };
}

/**
 * Quantiles of the numbers that are there, interpolated between neighbours as NumPy's `quantile` does; zeros if none is. Exact for up to
 * two million numbers, of evenly spaced ones for more.
 */
export function quantilesOf(values: TrainingValues, shares: readonly number[], place = 0): number[] {
  const step = Math.max(1, Math.ceil(values.rows / mostSorted));
  const taken = new Float64Array(Math.ceil(values.rows / step));
  let seen = 0;
  let count = 0;
  for (const value of numbersAt(values, place)) if (seen++ % step === 0) taken[count++] = value;
  if (count === 0) return shares.map(() => 0);
  const sorted = taken.subarray(0, count).sort();
  return shares.map((share) => {
    const at = share * (count - 1);
    const below = Math.floor(at);
    return sorted[below]! + (sorted[Math.min(below + 1, count - 1)]! - sorted[below]!) * (at - below);
  });
}

/** How often each value is there, for numbers and categories. */
export function countValues(values: TrainingValues): Map<number | string, number> {
  const counts = new Map<number | string, number>();
  const count = (value: number | string, times = 1) => counts.set(value, (counts.get(value) ?? 0) + times);
  for (const chunk of values.chunks()) {
    if (chunk.kind === 'categories') {
      const ofCode = new Map<number, number>();
      for (const code of chunk.codes) if (code >= 0) ofCode.set(code, (ofCode.get(code) ?? 0) + 1);
      for (const [code, times] of ofCode) count(chunk.categories[code]!, times);
    } else if (chunk.kind === 'numbers' || chunk.kind === 'dates') {
      for (const value of chunk.data) if (!Number.isNaN(value)) count(value);
    } else {
      throw new Error(`Only numbers and categories are counted. Received: ${chunk.kind}.`);
    }
  }
  return counts;
}
