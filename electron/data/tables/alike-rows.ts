import { looksLikeNumber } from './number-notation.ts';

/** Lines that are looked at. */
export const lookedLines = 1000;
/** Where so many of them have the same number of values a text is a table; others are an error that names their line. */
const shareAlike = 0.9;
/** So many rows are known for a table by one column of numbers; fewer have to have numbers in half of the columns. */
const enoughRows = 3;

/**
 * How many columns the values of a text's lines are, where nearly all lines have as many, and a column is numbers in each of them, which no prose has.
 * Null for all else.
 */
export function countColumns(values: readonly (readonly string[])[]): number | null {
  const count = mostFrequent(values.map(({ length }) => length));
  const alike = values.filter(({ length }) => length === count);
  if (count < 2 || alike.length < values.length * shareAlike) return null;
  const numbers = alike[0]!.filter((_, at) => alike.every((row) => looksLikeNumber(row[at]!))).length;
  return numbers < (values.length < enoughRows ? count / 2 : 1) ? null : count;
}

function mostFrequent(numbers: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1);
  return [...counts].reduce((best, other) => (other[1] > best[1] ? other : best))[0];
}
