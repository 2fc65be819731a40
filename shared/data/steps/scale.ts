import { z } from 'zod';
import type { Stretches } from '../stretches.ts';
import { columnsOfStep } from './columns-of-step.ts';
import { defineStep } from './define-step.ts';
import { limitsOf, momentsOf, quantilesOf } from './statistics.ts';
import type { TrainingValues, Values } from './values.ts';

const settings = z.strictObject({
  step: z.literal('scale'),
  columns: columnsOfStep,
  method: z.enum(['standard', 'min-max', 'robust']),
});
export type ScaleSettings = Readonly<z.infer<typeof settings>>;

const fitted = z.strictObject({
  step: z.literal('scale'),
  /** One for each number of a row: (value - center) / scale. */
  centers: z.array(z.number()).readonly(),
  scales: z.array(z.number().refine((scale) => scale !== 0, 'a number other than 0')).readonly(),
});

/** Brings numbers to one size; scikit-learn's StandardScaler, MinMaxScaler and RobustScaler. */
export const scale = defineStep({
  settings,
  fitted,
  defaults: { step: 'scale', columns: null, method: 'standard' },
  suits: (_settings, kind) => kind === 'numeric' || kind === 'date',
  takes: ['numbers'],
  *fit({ method }, values) {
    const pairs = yield* learnScaling(method, values);
    return {
      step: 'scale' as const,
      centers: pairs.map(({ center }) => center),
      scales: pairs.map(({ scale }) => scale),
    };
  },
  apply: (fitted, values) => mapNumbers(fitted, values, (value, center, scale) => (value - center) / scale),
  undo: (fitted, values) => mapNumbers(fitted, values, (value, center, scale) => value * scale + center),
  rename: (_fitted, names) => names,
});

/** Each number by the center and the scale of its place in the row. */
function mapNumbers(
  { centers, scales }: Readonly<z.infer<typeof fitted>>,
  values: Values,
  change: (value: number, center: number, scale: number) => number,
): Values {
  if (values.kind !== 'numbers' || values.width !== centers.length)
    throw new Error(`A scale is for ${centers.length} numbers a row. Received: ${values.kind}.`);
  const { width } = values;
  const data = new Float64Array(values.data.length);
  for (let place = 0; place < width; place++) {
    const center = centers[place]!;
    const scale = scales[place]!;
    for (let at = place; at < data.length; at += width) data[at] = change(values.data[at]!, center, scale);
  }
  return { ...values, data };
}

/** Learns what a method subtracts and divides by. */
function* learnScaling(method: ScaleSettings['method'], values: TrainingValues): Stretches<readonly Scaling[]> {
  switch (method) {
    case 'standard':
      return (yield* momentsOf(values)).map(({ mean, deviation }) => ({
        center: mean,
        scale: safeScale(deviation, mean),
      }));
    case 'min-max':
      return (yield* limitsOf(values)).map(({ minimum, maximum }) => ({
        center: minimum,
        scale: safeScale(maximum - minimum, minimum),
      }));
    case 'robust':
      return (yield* quantilesOf(values, [0.25, 0.5, 0.75])).map(([low, middle, high]) => ({
        center: middle!,
        scale: safeScale(high! - low!, middle!),
      }));
  }
}

interface Scaling {
  readonly center: number;
  readonly scale: number;
}

/** A column without spread keeps its scale; what is left of rounding is no spread. One beyond all numbers stays infinite, and is refused. */
function safeScale(spread: number, size: number): number {
  return spread > Math.abs(size) * 1e-12 ? spread : 1;
}
