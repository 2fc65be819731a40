import { z } from 'zod';
import { columnsOfStep } from './columns-of-step.ts';
import { defineStep } from './define-step.ts';
import { countValues } from './statistics.ts';
import type { CategoryValues } from './values.ts';

const settings = z.strictObject({
  step: z.literal('encode'),
  columns: columnsOfStep,
  /** One number a category, or the number of the category for an Embedding. */
  method: z.enum(['one-hot', 'index']),
  /** A category in fewer training rows than this is one of "others", as is one that the training part does not have. */
  minFrequency: z.int().min(1, 'a whole number, 1 or more'),
});

const fitted = z.strictObject({
  step: z.literal('encode'),
  method: z.enum(['one-hot', 'index']),
  categories: z.array(z.string()).readonly(),
  /** Whether rare categories, and new ones, have a place of their own after the last. */
  others: z.boolean(),
});
type Fitted = Readonly<z.infer<typeof fitted>>;

/**
 * Categories as numbers. One-hot: a place for each category in its order and one for all others where some were rare; an empty cell,
 * and a new category where there is no place for others, are all zeros. Index: the category's place plus 1; 0 for an empty cell and for
 * a new category, as in Keras's StringLookup, unless there is a place for others.
 */
export const encode = defineStep({
  settings,
  fitted,
  defaults: { step: 'encode', columns: null, method: 'one-hot', minFrequency: 1 },
  suits: (_settings, kind) => kind === 'categorical',
  takes: ['categories'],
  *fit({ method, minFrequency }, values) {
    const counts = yield* countValues(values);
    const kept = new Set([...counts].filter(([, count]) => count >= minFrequency).map(([value]) => value));
    // In the order of the column, which is the same in all chunks.
    const [first] = values.chunks() as Iterable<CategoryValues>;
    const categories = first?.categories.filter((category) => kept.has(category)) ?? [];
    return { step: 'encode' as const, method, categories, others: kept.size < counts.size };
  },
  apply(fitted, values) {
    if (values.kind !== 'categories') throw new Error(`Only categories are encoded. Received: ${values.kind}.`);
    const places = placesOf(values.categories, fitted);
    const width = countPlaces(fitted);
    // An index counts from 1.
    const first = fitted.method === 'index' ? 1 : 0;
    const codes = new Int32Array(values.codes.length);
    for (let at = 0; at < codes.length; at++) {
      const code = values.codes[at]!;
      codes[at] = (code < 0 ? -1 : places[code]!) + first;
    }
    return fitted.method === 'one-hot'
      ? { kind: 'one-hot', width, codes, missing: values.missing }
      : { kind: 'index', count: width + 1, codes };
  },
  rename: (fitted, [name]) =>
    fitted.method === 'index'
      ? [name!]
      : [...fitted.categories.map((category) => `${name} = ${category}`), ...(fitted.others ? [`${name} = …`] : [])],
});

/** Places of categories, that for others included. */
export function countPlaces({ categories, others }: Pick<Fitted, 'categories' | 'others'>): number {
  return categories.length + (others ? 1 : 0);
}

const known = new WeakMap<readonly string[], WeakMap<Fitted, Int32Array>>();

/** For each of a column's categories its place among those that were learned; worked out once for a column. */
function placesOf(categories: readonly string[], fitted: Fitted): Int32Array {
  const ofColumn = known.get(categories) ?? new WeakMap<Fitted, Int32Array>();
  known.set(categories, ofColumn);
  const found = ofColumn.get(fitted);
  if (found) return found;
  const places = new Map(fitted.categories.map((category, place) => [category, place]));
  const fallback = fitted.others ? fitted.categories.length : -1;
  const made = Int32Array.from(categories, (category) => places.get(category) ?? fallback);
  ofColumn.set(fitted, made);
  return made;
}
