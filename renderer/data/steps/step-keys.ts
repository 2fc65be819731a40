const keys = new WeakMap<object, string>();
let last = 0;

/** What a step of the list is known by on the page: it stays while the step moves, and while its settings change. */
export function keyOf(step: object): string {
  const known = keys.get(step);
  if (known !== undefined) return known;
  last++;
  const key = `step-${last}`;
  keys.set(step, key);
  return key;
}

/** A step that is another one with other settings. */
export function asSame<S extends object>(before: object, after: S): S {
  keys.set(after, keyOf(before));
  return after;
}
