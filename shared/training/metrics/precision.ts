import { float } from '../../blocks/params.ts';
import { agreement } from './agreement.ts';
import { defineMetric, ratio } from './define-metric.ts';

/** `true positives / (true positives + false positives)`. Keras leaves a mask aside here; we do not. */
export const precision = defineMetric({
  type: 'Precision',
  title: 'Precision',
  docs: 'Of all that was called a yes, the share that is one.',
  logName: 'precision',
  higherIsBetter: true,
  targets: 'binary',
  params: {
    threshold: float('Threshold', 0.5, { min: 0, max: 1, keras: 'thresholds', help: 'Answers above it count as yes.' }),
  },
  update(tf, { threshold }, target, prediction, mask) {
    const { both, said } = agreement(tf, threshold, target, prediction, mask);
    return [tf.sum(both), tf.sum(said)];
  },
  result: (_params, sums) => ratio(sums),
});
