import { z } from 'zod';
import type { Stretches } from '../stretches.ts';
import { columnsOfStep } from './columns-of-step.ts';
import { defineStep } from './define-step.ts';
import { countValues, limitsOf, quantilesOf } from './statistics.ts';
import type { TrainingValues, Values } from './values.ts';

export const imputeStrategies = ['mean', 'median', 'most-frequent', 'constant', 'drop'] as const;

const settings = z.strictObject({
  step: z.literal('impute'),
  columns: columnsOfStep,
  strategy: z.enum(imputeStrategies),
  /** What stands in empty cells with the strategy `constant`: a number for numbers, a text for categories. */
  fillValue: z.union([z.number(), z.string()]).nullable(),
  /** Whether the model is told which cells were empty, by one more number: 1 for empty. */
  addIndicator: z.boolean(),
});

const fitted = z.strictObject({
  step: z.literal('impute'),
  /** How the value came about. */
  strategy: z.enum(imputeStrategies),
  /** What stands in empty cells; null where rows with an empty cell are left out. */
  value: z.union([z.number(), z.string()]).nullable(),
  indicator: z.boolean(),
});

/** Fills empty cells, or leaves out their rows; scikit-learn's SimpleImputer, whose names its strategies have. */
export const impute = defineStep({
  settings,
  fitted,
  defaults: { step: 'impute', columns: null, strategy: 'mean', fillValue: null, addIndicator: false },
  suits({ strategy, fillValue }, kind) {
    switch (strategy) {
      case 'mean':
      case 'median':
        return kind === 'numeric' || kind === 'date';
      case 'constant':
        return kind === (typeof fillValue === 'number' ? 'numeric' : 'categorical');
      case 'most-frequent':
        return kind !== 'text';
      case 'drop':
        return true;
    }
  },
  takes: ['numbers', 'dates', 'categories', 'texts'],
  *fit({ strategy, fillValue, addIndicator }, values) {
    return {
      step: 'impute' as const,
      strategy,
      value: strategy === 'drop' ? null : strategy === 'constant' ? fillValue : yield* learnValue(strategy, values),
      indicator: addIndicator && strategy !== 'drop',
    };
  },
  apply({ value, indicator }, values) {
    if (value === null) return values;
    switch (values.kind) {
      case 'numbers':
      case 'dates': {
        const { data } = values;
        if (typeof value !== 'number') throw unfit(value, values);
        // Most stretches have no empty cell: they are what they were.
        if (!indicator && !hasNone(data)) return values;
        const filled = data.slice();
        for (let at = 0; at < data.length; at++) if (Number.isNaN(data[at]!)) filled[at] = value;
        const width = values.kind === 'numbers' ? values.width : 1;
        // What was noted by a step before stays: by now its cells are filled.
        return { ...values, data: filled, missing: values.missing ?? (indicator ? emptyRows(data, width) : null) };
      }
      case 'categories': {
        if (typeof value !== 'string') throw unfit(value, values);
        const known = values.categories.indexOf(value);
        const categories = known < 0 ? [...values.categories, value] : values.categories;
        const code = known < 0 ? values.categories.length : known;
        const missing =
          values.missing ?? (indicator ? Float64Array.from(values.codes, (code) => (code < 0 ? 1 : 0)) : null);
        return { ...values, categories, codes: values.codes.map((had) => (had < 0 ? code : had)), missing };
      }
      default:
        throw unfit(value, values);
    }
  },
  rename: (_fitted, names) => names,
});

/** 1 for each row of `width` numbers of which one is none. */
function emptyRows(data: Float64Array, width: number): Float64Array {
  const empty = new Float64Array(data.length / width);
  for (let at = 0; at < data.length; at++) if (Number.isNaN(data[at]!)) empty[Math.floor(at / width)] = 1;
  return empty;
}

/** The strategies that learn what stands in empty cells. */
function* learnValue(
  strategy: 'mean' | 'median' | 'most-frequent',
  values: TrainingValues,
): Stretches<number | string> {
  switch (strategy) {
    case 'mean':
      return (yield* limitsOf(values))[0]?.mean ?? 0;
    case 'median':
      return (yield* quantilesOf(values, [0.5]))[0]?.[0] ?? 0;
    case 'most-frequent': {
      // What stands for nothing at all is of the kind that is filled.
      const [first] = values.chunks();
      let found: number | string = first?.kind === 'categories' ? '' : 0;
      let most = 0;
      for (const [value, count] of yield* countValues(values)) {
        // Of values as frequent as each other the smallest, as in scikit-learn.
        if (count < most || (count === most && value >= found)) continue;
        found = value;
        most = count;
      }
      return found;
    }
  }
}

function hasNone(data: Float64Array): boolean {
  for (let at = 0; at < data.length; at++) if (Number.isNaN(data[at]!)) return true;
  return false;
}

function unfit(value: unknown, { kind }: Values): Error {
  return new Error(`Empty cells cannot be filled so. Received: ${String(value)} for ${kind}.`);
}
