import { flag, float } from '../../blocks/params.ts';
import { pythonNumber } from '../../code/python.ts';
import { defineOptimizer, learningRateParam, type Updated } from './define-optimizer.ts';

/**
 * `w - rate * g`; with momentum `m = momentum * m - rate * g`, then `w + m`, or with Nesterov's look ahead
 * `w + momentum * m - rate * g`.
 */
export const sgd = defineOptimizer({
  type: 'SGD',
  title: 'SGD',
  docs: 'Steps straight down the slope; with momentum it keeps rolling, which evens out the way.',
  params: {
    learningRate: learningRateParam(0.01),
    momentum: float('Momentum', 0, { min: 0, max: 1, help: 'The share of the last step that is taken again.' }),
    nesterov: flag('Nesterov', false, { help: 'Looks at where momentum leads before it steps.' }),
  },
  slots: ({ momentum }) => (momentum === 0 ? [] : ['momentum']),
  slotValue: () => 0,
  prepare: ({ tf, learningRate }, { momentum }) => ({ learningRate, momentum: tf.scalar(momentum) }),
  update(tf, params, { learningRate, momentum }, weight, gradient, slots): Updated {
    const step = tf.mul(gradient, learningRate!);
    if (params.momentum === 0) return { weight: tf.sub(weight, step), slots: {} };
    const rolled = tf.sub(tf.mul(slots.momentum!, momentum!), step);
    const change = params.nesterov ? tf.sub(tf.mul(rolled, momentum!), step) : rolled;
    return { weight: tf.add(weight, change), slots: { momentum: rolled } };
  },
  toPyTorch({ learningRate, momentum, nesterov }) {
    const args = [`lr=${pythonNumber(learningRate!, true)}`, `momentum=${pythonNumber(momentum, true)}`];
    // PyTorch takes a look ahead with momentum alone; without, there is none.
    return { className: 'SGD', args: nesterov && momentum > 0 ? [...args, 'nesterov=True'] : args, notes: [] };
  },
});
