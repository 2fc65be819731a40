import { edgesOf, type Histogram } from '../../../shared/data/statistics.ts';
import { quantileOf } from '../../../shared/data/steps/statistics.ts';

/** Ranges of a histogram at most: more would be finer than a chart can show. */
const mostBins = 50;

const day = 86_400_000;

/** Values that may lie beyond a histogram, at each end, if they are far out. */
const farOutShare = 0.005;

/** The lowest and the highest of some numbers. */
export interface Limits {
  readonly minimum: number;
  readonly maximum: number;
}

/**
 * The histogram of some sorted numbers, one at least, between limits that may lie beyond them. As many ranges as NumPy's `bins='auto'`
 * makes, the narrower of Sturges' and Freedman and Diaconis' width, though never more than `mostBins`. Whole numbers, and dates that are
 * days, get ranges of whole ones, so that each holds as many of them. Values far out are left out and counted. Null where the limits are
 * too far apart for a number.
 */
export function histogramOf(sorted: Float64Array, limits: Limits, kind: 'numeric' | 'date'): Histogram | null {
  const { minimum, maximum } = withoutFarOut(sorted, limits);
  if (!Number.isFinite(maximum - minimum)) return null;
  const below = minimum === limits.minimum ? 0 : firstFrom(sorted, minimum);
  let end = sorted.length;
  if (maximum !== limits.maximum) while (sorted[end - 1]! > maximum) end--;
  const found = rangesOf(sorted.subarray(below, end), { minimum, maximum }, kind);
  return { ...found, below, above: sorted.length - end };
}

/** Limits that leave out what is as far from the 99 % in the middle as those are wide; else they stay. */
function withoutFarOut(sorted: Float64Array, { minimum, maximum }: Limits): Limits {
  const [low, high] = [quantileOf(sorted, farOutShare), quantileOf(sorted, 1 - farOutShare)];
  const wide = high - low;
  if (!(wide > 0)) return { minimum, maximum };
  return {
    minimum: minimum < low - wide ? sorted[firstFrom(sorted, low - wide / 2)]! : minimum,
    maximum: maximum > high + wide ? sorted[firstFrom(sorted, high + wide / 2) - 1]! : maximum,
  };
}

type Ranges = Omit<Histogram, 'below' | 'above'>;

function rangesOf(sorted: Float64Array, { minimum, maximum }: Limits, kind: 'numeric' | 'date'): Ranges {
  const range = maximum - minimum;
  const unit = unitOf(sorted, minimum, maximum, kind);
  const wanted = widthOf(sorted, range);
  if (unit > 0) {
    const units = range / unit + 1;
    const most = Math.min(mostBins, Math.max(1, Math.ceil(units / Math.max(1, Math.ceil(wanted / unit)))));
    // The last range should have hardly fewer values than the others: a bar that is low for that alone would mislead.
    const width = Math.ceil(units / most);
    const bins = Math.ceil(units / width);
    return count(sorted, { from: minimum, to: minimum + bins * width * unit, bins, unit });
  }
  // As NumPy does for values that are all the same.
  if (range === 0) return count(sorted, { from: minimum - 0.5, to: maximum + 0.5, bins: 1, unit });
  const bins = Math.min(mostBins, Math.max(1, Math.ceil(range / wanted)));
  return count(sorted, { from: minimum, to: maximum, bins, unit });
}

/** What all values are whole multiples of. */
function unitOf(sorted: Float64Array, minimum: number, maximum: number, kind: 'numeric' | 'date'): number {
  const unit = kind === 'date' ? day : 1;
  const isWhole = (value: number) => Number.isSafeInteger(value) && value % unit === 0;
  return isWhole(minimum) && isWhole(maximum) && sorted.every(isWhole) ? unit : 0;
}

/** The width that NumPy's `auto` wants, with its limit to the number of ranges where the quartiles are close together. */
function widthOf(sorted: Float64Array, range: number): number {
  const size = sorted.length;
  const sturges = range / (Math.log2(size) + 1);
  const freedmanDiaconis = 2 * (quantileOf(sorted, 0.75) - quantileOf(sorted, 0.25)) * size ** (-1 / 3);
  return Math.min(Math.max(freedmanDiaconis, range / Math.sqrt(size) / 2), sturges);
}

function count(
  sorted: Float64Array,
  {
    from,
    to,
    bins,
    unit,
  }: { readonly from: number; readonly to: number; readonly bins: number; readonly unit: number },
): Ranges {
  const edges = edgesOf({ from, to, counts: new Array<number>(bins).fill(0) });
  // The last range has its upper edge.
  const places = edges.map((edge, at) => (at === bins ? sorted.length : firstFrom(sorted, edge)));
  return { from, to, unit, counts: places.slice(1).map((place, at) => place - places[at]!) };
}

/** The place of the first of some sorted numbers that is not below a limit. */
export function firstFrom(sorted: Float64Array, limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
