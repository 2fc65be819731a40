import { z } from 'zod';
import { columnsOfStep } from './columns-of-step.ts';
import { defineStep } from './define-step.ts';
import { momentsOf, quantilesOf } from './statistics.ts';
import type { TrainingValues } from './values.ts';

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
  fit({ method }, values) {
    const pairs = Array.from({ length: widthOf(values) }, (_, place) => learn(method, values, place));
    return {
      step: 'scale' as const,
      centers: pairs.map(({ center }) => center),
      scales: pairs.map(({ scale }) => scale),
    };
  },
  apply({ centers, scales }, values) {
    if (values.kind !== 'numbers' || values.width !== centers.length)
      throw new Error(`A scale is for ${centers.length} numbers a row. Received: ${values.kind}.`);
    const { width } = values;
    const data = values.data.map((value, at) => (value - centers[at % width]!) / scales[at % width]!);
    return { ...values, data };
  },
  rename: (_fitted, names) => names,
});

function widthOf(values: TrainingValues): number {
  for (const chunk of values.chunks()) if (chunk.kind === 'numbers') return chunk.width;
  return 1;
}

function learn(method: ScaleSettings['method'], values: TrainingValues, place: number) {
  if (method === 'robust') {
    const [low, middle, high] = quantilesOf(values, [0.25, 0.5, 0.75], place) as [number, number, number];
    return { center: middle, scale: safeScale(high - low, middle) };
  }
  const { mean, deviation, minimum, maximum } = momentsOf(values, place);
  return method === 'standard'
    ? { center: mean, scale: safeScale(deviation, mean) }
    : { center: minimum, scale: safeScale(maximum - minimum, minimum) };
}

/** A column without spread keeps its scale; what is left of rounding is no spread. */
function safeScale(spread: number, size: number): number {
  return spread > Math.abs(size) * 1e-12 && Number.isFinite(spread) ? spread : 1;
}
