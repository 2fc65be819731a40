/** Numbers that the predictions of one request have at most, where they are for a window. */
const mostNumbers = 2_000_000;

/**
 * How many rows of `limit` are answered, with so many numbers each: where those are the probabilities of all tokens of a vocabulary,
 * thousands of rows would be more than a window can take.
 */
export function rowsOfAnswer(numbers: number, limit: number): number {
  return Math.max(1, Math.min(limit, Math.floor(mostNumbers / Math.max(1, numbers))));
}
