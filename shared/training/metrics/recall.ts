import { agreement, threshold } from './agreement.ts';
import { defineMetric, ratio } from './define-metric.ts';

/** `true positives / (true positives + false negatives)`. Keras leaves a mask aside here; we do not. */
export const recall = defineMetric({
  type: 'Recall',
  title: 'Recall',
  docs: 'Of all that is a yes, the share that was found.',
  logName: 'recall',
  higherIsBetter: true,
  targets: 'binary',
  params: { threshold },
  update(tf, params, target, prediction, mask) {
    const { both, actual } = agreement(tf, params.threshold, target, prediction, mask);
    return [tf.sum(both), tf.sum(actual)];
  },
  result: (_params, sums) => ratio(sums),
});
