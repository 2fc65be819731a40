import { float } from '../../blocks/params.ts';
import { defineMetric, meanSums, ratio } from './define-metric.ts';

/** Share of answers on the right side of the threshold. */
export const binaryAccuracy = defineMetric({
  type: 'BinaryAccuracy',
  title: 'Binary accuracy',
  docs: 'The share of right answers to yes or no.',
  logName: 'accuracy',
  higherIsBetter: true,
  targets: 'binary',
  params: { threshold: float('Threshold', 0.5, { help: 'Answers above it count as yes.' }) },
  update(tf, { threshold }, target, prediction, mask) {
    const yes = tf.cast(tf.greater(prediction, threshold), 'float32');
    return meanSums(tf, tf.cast(tf.equal(target, yes), 'float32'), mask);
  },
  result: (_params, sums) => ratio(sums),
});
