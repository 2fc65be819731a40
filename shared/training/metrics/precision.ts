import { agreement, threshold } from './agreement.ts';
import { defineMetric, ratio } from './define-metric.ts';

/** `true positives / (true positives + false positives)`. Keras leaves a mask aside here; we do not. */
export const precision = defineMetric({
  type: 'Precision',
  title: 'Precision',
  docs: 'Of all that was called a yes, the share that is one.',
  logName: 'precision',
  higherIsBetter: true,
  targets: 'binary',
  params: { threshold },
  update(tf, params, target, prediction, mask) {
    const { both, said } = agreement(tf, params.threshold, target, prediction, mask);
    return [tf.sum(both), tf.sum(said)];
  },
  result: (_params, sums) => ratio(sums),
});
