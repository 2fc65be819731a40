const { compare } = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** The order in which people sort names: "image 2" before "image 10", capitals or not. Names that differ have an order of their own. */
export function compareNames(one: string, other: string): number {
  return compare(one, other) || (one < other ? -1 : Number(one > other));
}
