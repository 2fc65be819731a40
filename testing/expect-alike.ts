import { expect } from 'vitest';

/** Numbers drawn from the same distribution: alike in mean, spread and limits. */
export function expectAlike(key: string, theirs: readonly number[], ours: readonly number[]): void {
  const mean = (list: readonly number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
  const spread = (list: readonly number[], middle = mean(list)) =>
    Math.sqrt(mean(list.map((value) => (value - middle) ** 2)));
  const middle = mean(ours);
  const largest = (list: readonly number[]) => Math.max(...list.map((value) => Math.abs(value - middle)));
  expect([key, theirs.length]).toEqual([key, ours.length]);
  const size = spread(ours);
  expect(Math.abs(mean(theirs) - mean(ours)) / size, key).toBeLessThan(6 / Math.sqrt(ours.length));
  expect(Math.abs(spread(theirs) / size - 1), key).toBeLessThan(6 / Math.sqrt(ours.length));
  // A normal distribution has no limit, and so its largest numbers differ.
  expect(Math.abs(largest(theirs) / largest(ours) - 1), key).toBeLessThan(0.35);
}
