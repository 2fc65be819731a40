import { choice, flag, int } from '../../blocks/params.ts';
import { oneHotRows } from '../one-hot.ts';
import { stepWeights } from '../step-weights.ts';
import { defineMetric } from './define-metric.ts';

/**
 * Area under a curve over evenly spaced thresholds, as `keras.metrics.AUC`: the ROC curve by the trapezoidal rule, the
 * precision-recall curve by the interpolation of Davis and Goadrich (ICML 2006). Keras leaves a mask aside here; we do not.
 */
export const auc = defineMetric({
  type: 'AUC',
  title: 'Area under the curve',
  docs: 'How well the scores part yes from no, whatever the threshold: 1 is perfect, 0.5 (of the ROC curve) is guessing.',
  logName: 'auc',
  higherIsBetter: true,
  targets: 'binary',
  params: {
    numThresholds: int('Thresholds', 200, { min: 2 }),
    curve: choice('Curve', ['ROC', 'PR'], 'ROC', {
      help: 'ROC: found against false alarms. PR: precision against recall.',
    }),
    fromLogits: flag('From logits', false, { help: 'On when the last layer has a linear activation.' }),
  },
  // The sums count, for each interval between two thresholds, the targets that are yes and those that are no.
  update(tf, { numThresholds, fromLogits }, target, prediction, mask) {
    const probability = tf.clipByValue(fromLogits ? tf.sigmoid(prediction) : prediction, 0, 1);
    const interval = tf.relu(tf.sub(tf.ceil(tf.mul(probability, numThresholds - 1)), 1));
    const ones = tf.onesLike(target);
    const weights = mask ? tf.mul(ones, stepWeights(tf, mask, target)) : ones;
    const yes = tf.mul(tf.cast(tf.notEqual(target, 0), 'float32'), weights);
    const rows = tf.stack([tf.reshape(yes, [-1]), tf.reshape(tf.sub(weights, yes), [-1])]);
    const places = oneHotRows(tf, tf.cast(tf.reshape(interval, [-1]), 'int32'), numThresholds);
    return [tf.matMul(rows as never, places as never)];
  },
  result({ numThresholds, curve }, sums) {
    const found = above(sums.slice(0, numThresholds));
    const alarms = above(sums.slice(numThresholds));
    return curve === 'ROC' ? rocArea(found, alarms) : precisionRecallArea(found, alarms);
  },
});

/** Counts above each threshold from counts in each interval. */
function above(counts: readonly number[]): readonly number[] {
  let sum = 0;
  return counts
    .toReversed()
    .map((count) => (sum += count))
    .reverse();
}

const divide = (a: number, b: number) => (b === 0 ? 0 : a / b);

function rocArea(found: readonly number[], alarms: readonly number[]): number {
  const [yes, no] = [found[0]!, alarms[0]!];
  let area = 0;
  for (let i = 0; i + 1 < found.length; i++) {
    const height = (divide(found[i]!, yes) + divide(found[i + 1]!, yes)) / 2;
    area += (divide(alarms[i]!, no) - divide(alarms[i + 1]!, no)) * height;
  }
  return area;
}

function precisionRecallArea(found: readonly number[], alarms: readonly number[]): number {
  const yes = found[0]!;
  let area = 0;
  for (let i = 0; i + 1 < found.length; i++) {
    const said = found[i]! + alarms[i]!;
    const saidNext = found[i + 1]! + alarms[i + 1]!;
    const gain = found[i]! - found[i + 1]!;
    const slope = divide(gain, Math.max(said - saidNext, 0));
    const intercept = found[i + 1]! - slope * saidNext;
    const growth = said > 0 && saidNext > 0 ? said / saidNext : 1;
    area += divide(slope * (gain + intercept * Math.log(growth)), yes);
  }
  return area;
}
