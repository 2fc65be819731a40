import type { Step } from '../../../shared/data/steps/index.ts';

const keys = new WeakMap<Step, string>();
let last = 0;

/** What a step of the list is known by on the page: it stays while the step moves, and while its settings change. */
export function keyOf(step: Step): string {
  const known = keys.get(step);
  if (known !== undefined) return known;
  last++;
  const key = `step-${last}`;
  keys.set(step, key);
  return key;
}

/** A step that is another one with other settings. */
export function asSame<S extends Step>(before: Step, after: S): S {
  keys.set(after, keyOf(before));
  return after;
}
