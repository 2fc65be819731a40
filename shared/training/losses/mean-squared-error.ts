import { defineLoss, lossInPyTorch } from './define-loss.ts';

/** `mean((target - prediction)^2)` over the last dimension. */
export const meanSquaredError = defineLoss({
  type: 'MeanSquaredError',
  title: 'Mean squared error',
  docs: 'The mean of the squared differences; for numbers. Large errors count most.',
  targets: 'numbers',
  expects: 'any',
  params: {},
  compute: (tf, _params, target, prediction) => tf.mean(tf.squaredDifference(prediction, target), -1),
  toPyTorch: (_params, judged) => lossInPyTorch('mse_loss', judged),
});
