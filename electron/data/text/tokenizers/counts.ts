/** How often each item comes. */
export type Counts = ReadonlyMap<string, { readonly count: number }>;

/** Counts one more item. */
export function countOne(counters: Map<string, { count: number }>, item: string): void {
  // Counters in place of numbers: an item that is known is looked up once.
  const counter = counters.get(item);
  if (counter) counter.count++;
  else counters.set(item, { count: 1 });
}

/** The commonest items with their counts; items as frequent as each other in the order of their characters. */
export function mostFrequent(counts: Counts, limit: number): [item: string, count: number][] {
  return [...counts]
    .sort(([item, { count }], [otherItem, other]) => other.count - count || (item < otherItem ? -1 : 1))
    .slice(0, Math.max(0, limit))
    .map(([item, { count }]) => [item, count]);
}
