import { defineLoss, lossInPyTorch } from './define-loss.ts';
import { magnitude } from './elementwise.ts';

/** `mean(|target - prediction|)` over the last dimension. */
export const meanAbsoluteError = defineLoss({
  type: 'MeanAbsoluteError',
  title: 'Mean absolute error',
  docs: 'The mean of the differences without their sign; for numbers. A few wild values do not take over.',
  targets: 'numbers',
  expects: 'any',
  params: {},
  compute: (tf, _params, target, prediction) => tf.mean(magnitude(tf, tf.sub(prediction, target)), -1),
  toPyTorch: (_params, judged) => lossInPyTorch('l1_loss', judged),
});
