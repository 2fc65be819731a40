import { oneHotRows } from '../one-hot.ts';
import { defineLoss, fromLogits } from './define-loss.ts';
import { logDistribution, logDistributionInPyTorch } from './log-distribution.ts';

/** `-log(p[t])` with `t` the number of the right class; of classes that were mixed, the mean of theirs by their shares. */
export const sparseCategoricalCrossentropy = defineLoss({
  type: 'SparseCategoricalCrossentropy',
  title: 'Sparse categorical cross-entropy',
  docs: 'For one of several classes given by number: how surprised the network is by the right class.',
  targets: 'classes',
  expects: 'distribution',
  params: { fromLogits },
  compute(tf, params, target, prediction) {
    const right = target.rank === prediction.rank ? target : oneHotRows(tf, target, prediction.shape.at(-1)!);
    return tf.neg(tf.sum(tf.mul(right, logDistribution(tf, prediction, params.fromLogits)), -1));
  },
  toPyTorch({ fromLogits: isLogits }, { prediction, target, each, dimensions }) {
    if (!each && dimensions === 2) {
      return isLogits
        ? `F.cross_entropy(${prediction}, ${target})`
        : `F.nll_loss(${logDistributionInPyTorch(prediction, isLogits)}, ${target})`;
    }
    const logs = logDistributionInPyTorch(prediction, isLogits);
    const surprise = `-${logs}.gather(-1, ${target}.unsqueeze(-1)).squeeze(-1)`;
    return each ? surprise : `${surprise}.mean()`;
  },
});
