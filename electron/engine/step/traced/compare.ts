/** How far numbers of a graph may be from those of the single operations: as a share of the largest number of their kind, at least 1. */
const numbersTolerance = 1e-5;
/**
 * The same for what a step changed in a weight or slot, as a share of the length of the change: single numbers may move either way
 * where a gradient is all but zero, and an optimizer makes much of little.
 */
const changeTolerance = 1e-3;
/** What rounding adds to a weight itself, as a share of its length. */
const roundingTolerance = 1e-6;

/** What differs between two rows of numbers, in words; null where they agree. A number that is not finite must be so in both. */
export function compareNumbers(what: string, expected: ArrayLike<number>, received: ArrayLike<number>): string | null {
  if (expected.length !== received.length) {
    return `${what}: expected ${expected.length} numbers, received ${received.length}`;
  }
  let largest = 1;
  for (let i = 0; i < expected.length; i++) {
    if (Number.isFinite(expected[i])) largest = Math.max(largest, Math.abs(expected[i]!));
  }
  for (let i = 0; i < expected.length; i++) {
    const [one, other] = [expected[i]!, received[i]!];
    if (Object.is(one, other) || Math.abs(one - other) <= numbersTolerance * largest) continue;
    return `${what}: expected ${one}, received ${other}`;
  }
  return null;
}

/** What differs in how a weight or slot was changed, in words; null where the changes agree. */
export function compareChange(
  what: string,
  before: ArrayLike<number>,
  expected: ArrayLike<number>,
  received: ArrayLike<number>,
): string | null {
  let difference = 0;
  let change = 0;
  let size = 0;
  for (let i = 0; i < expected.length; i++) {
    difference += (received[i]! - expected[i]!) ** 2;
    change += (expected[i]! - before[i]!) ** 2;
    size += expected[i]! ** 2;
  }
  const allowed = changeTolerance * Math.sqrt(change) + roundingTolerance * Math.sqrt(size);
  // Where training comes apart, neither is a number.
  if (Math.sqrt(difference) <= allowed || (Number.isNaN(change) && Number.isNaN(difference))) return null;
  return `${what}: expected a change of length ${Math.sqrt(change)}, received one that differs by ${Math.sqrt(difference)}`;
}
