const { compare } = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** The order people sort names in: 2 before 10, capitals like small letters; names that are then alike, by their characters. */
export function compareNames(one: string, other: string): number {
  return compare(one, other) || (one < other ? -1 : one > other ? 1 : 0);
}
