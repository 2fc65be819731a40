import { defineMetric, meanSums, ratio } from './define-metric.ts';

/** `sqrt(mean((target - prediction)^2))`. Keras leaves a mask aside here; we do not. */
export const rootMeanSquaredError = defineMetric({
  type: 'RootMeanSquaredError',
  title: 'Root mean squared error',
  docs: 'The typical size of an error, in the unit of the target; large errors count most.',
  logName: 'root_mean_squared_error',
  higherIsBetter: false,
  targets: 'numbers',
  params: {},
  update: (tf, _params, target, prediction, mask) => meanSums(tf, tf.squaredDifference(target, prediction), mask),
  result: (_params, sums) => Math.sqrt(ratio(sums)),
});
