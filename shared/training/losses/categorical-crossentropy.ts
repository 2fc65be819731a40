import { float } from '../../blocks/params.ts';
import { pythonNumber } from '../../code/python.ts';
import { defineLoss, fromLogits } from './define-loss.ts';
import { logDistribution, logDistributionInPyTorch } from './log-distribution.ts';

/** `-sum(t * log(p))` over the classes in the last dimension, `t` a one-hot row or a distribution. */
export const categoricalCrossentropy = defineLoss({
  type: 'CategoricalCrossentropy',
  title: 'Categorical cross-entropy',
  docs: 'For one of several classes: how surprised the network is by the right class. Can smooth the answers.',
  targets: 'one-hot',
  expects: 'distribution',
  params: {
    fromLogits,
    labelSmoothing: float('Label smoothing', 0, {
      min: 0,
      max: 1,
      group: 'advanced',
      help: 'Takes this share from the right class and spreads it over all, so that the network stays less sure.',
    }),
  },
  compute(tf, params, target, prediction) {
    const { labelSmoothing: smoothing } = params;
    const classes = prediction.shape.at(-1)!;
    const t = smoothing === 0 ? target : tf.add(tf.mul(target, 1 - smoothing), smoothing / classes);
    return tf.neg(tf.sum(tf.mul(t, logDistribution(tf, prediction, params.fromLogits)), -1));
  },
  toPyTorch({ fromLogits: isLogits, labelSmoothing: smoothing }, { prediction, target, each, classes }) {
    const smooth = `(${target} * ${pythonNumber(1 - smoothing, true)} + ${pythonNumber(smoothing / classes, true)})`;
    const surprise = `-(${smoothing === 0 ? target : smooth} * ${logDistributionInPyTorch(prediction, isLogits)}).sum(-1)`;
    return each ? surprise : `${surprise}.mean()`;
  },
});
