import { defineMetric, meanSums, ratio } from './define-metric.ts';

/** `mean((target - prediction)^2)`. */
export const meanSquaredError = defineMetric({
  type: 'MeanSquaredError',
  title: 'Mean squared error',
  docs: 'The mean of the squared differences; large errors count most.',
  logName: 'mean_squared_error',
  higherIsBetter: false,
  targets: 'numbers',
  params: {},
  update: (tf, _params, target, prediction, mask) => meanSums(tf, tf.squaredDifference(target, prediction), mask),
  result: (_params, sums) => ratio(sums),
});
