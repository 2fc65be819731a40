import type { CategoryCounts } from '../../../shared/data/statistics.ts';
import { type Moments, momentsOf } from '../../../shared/data/steps/statistics.ts';
import { doAtOnce } from '../../../shared/data/stretches.ts';
import { type CategoricalColumn, type DateColumn, type NumericColumn, unnamedCode } from '../tables/table.ts';

/** Different values that are counted one by one. */
export const countedValues = 1_000_000;
/** Categories that are named. */
const namedCategories = 20;

/** What one pass over numbers or dates finds. */
export interface NumbersFound extends Moments {
  /** As far as they are counted. */
  readonly distinct: number;
  /** Those of every `step`th row from the first; NaN for none. */
  readonly sampled: Float64Array;
}

/** Goes once over all numbers of a column. */
export function passNumbers({ values }: NumericColumn | DateColumn, step: number): NumbersFound {
  const sampled = new Float64Array(Math.ceil(values.length / step));
  const seen = new Set<number>();
  let moments: Moments = { count: 0, mean: 0, deviation: 0, minimum: 0, maximum: 0 };
  for (const { first, values: block } of values.blocks()) {
    const rows = block.length;
    const chunks = () => [{ kind: 'numbers' as const, width: 1, data: block, missing: null }];
    moments = joinMoments(moments, doAtOnce(momentsOf({ rows, chunks }))[0]!);
    for (let row = Math.ceil(first / step) * step; row < first + rows; row += step)
      sampled[row / step] = block[row - first]!;
    for (let at = 0; at < rows && seen.size < countedValues; at++) {
      const value = block[at]!;
      // Most columns have runs of the same value.
      if (value !== block[at - 1] && !Number.isNaN(value)) seen.add(value);
    }
  }
  return { ...moments, distinct: seen.size, sampled };
}

/** The moments of two sets of numbers together (Chan, Golub and LeVeque, 1979), as exact as those of each. */
function joinMoments(one: Moments, other: Moments): Moments {
  if (one.count === 0) return other;
  if (other.count === 0) return one;
  const count = one.count + other.count;
  const apart = other.mean - one.mean;
  const squares =
    one.deviation ** 2 * one.count +
    other.deviation ** 2 * other.count +
    apart * apart * ((one.count * other.count) / count);
  return {
    count,
    mean: one.mean + (apart * other.count) / count,
    deviation: Math.sqrt(squares / count),
    minimum: Math.min(one.minimum, other.minimum),
    maximum: Math.max(one.maximum, other.maximum),
  };
}

/** What one pass over categories finds. */
export interface CategoriesFound {
  readonly present: number;
  readonly counts: CategoryCounts;
  /** Those of every `step`th row from the first; below 0 for none. */
  readonly sampled: Int32Array;
}

/** Goes once over all categories of a column. */
export function passCategories({ values, categories }: CategoricalColumn, step: number): CategoriesFound {
  const sampled = new Int32Array(Math.ceil(values.length / step));
  const ofCode = new Uint32Array(categories.length);
  let unnamed = 0;
  for (const { first, values: block } of values.blocks()) {
    for (let at = 0; at < block.length; at++)
      if (block[at]! >= 0) ofCode[block[at]!]!++;
      else if (block[at] === unnamedCode) unnamed++;
    for (let row = Math.ceil(first / step) * step; row < first + block.length; row += step)
      sampled[row / step] = block[row - first]!;
  }
  const present = ofCode.reduce((sum, count) => sum + count, unnamed);
  const codes = Array.from(ofCode.keys()).sort((a, b) => ofCode[b]! - ofCode[a]! || a - b);
  // One alone among the others would take as much room as its name.
  const named = codes.length === namedCategories + 1 ? codes : codes.slice(0, namedCategories);
  const most = named.map((code) => ({ name: categories[code]!, rows: ofCode[code]! }));
  const rest = present - most.reduce((sum, { rows }) => sum + rows, 0);
  return { present, sampled, counts: { most, others: { categories: codes.length - most.length, rows: rest } } };
}
