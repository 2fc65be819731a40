import { float } from '../../blocks/params.ts';
import { pythonNumber } from '../../code/python.ts';
import { defineLoss, lossInPyTorch } from './define-loss.ts';

/** `e^2 / 2` where `|e| <= delta`, else `delta * |e| - delta^2 / 2`; mean over the last dimension. Source: Huber (1964). */
export const huber = defineLoss({
  type: 'Huber',
  title: 'Huber',
  docs: 'Squares small errors and takes large ones as they are; for numbers with outliers.',
  targets: 'numbers',
  expects: 'any',
  params: {
    delta: float('Delta', 1, {
      min: 0,
      help: 'Errors larger than this count as they are, smaller ones by their square.',
    }),
  },
  compute(tf, { delta }, target, prediction) {
    const error = tf.sub(prediction, target);
    // With c the error cut off at delta, both branches are c * error - c^2 / 2, and so is the slope c: nothing to choose between.
    const cut = tf.clipByValue(error, -delta, delta);
    return tf.mean(tf.mul(cut, tf.sub(error, tf.mul(cut, 0.5))), -1);
  },
  toPyTorch: ({ delta }, judged) => lossInPyTorch('huber_loss', judged, `delta=${pythonNumber(delta, true)}`),
});
