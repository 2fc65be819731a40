import { type Component, float } from './params.ts';

/** Adds `l2 * sum(w^2)` to the loss, as `keras.regularizers.L2`. */
export const l2 = {
  type: 'L2',
  title: 'L2',
  docs: 'Adds the sum of squared weights to the loss.',
  params: { l2: float('Factor', 0.01, { min: 0 }) },
} as const satisfies Component;

/** Every regularizer on offer, in menu order. */
export const regularizers = [l2] as const;
