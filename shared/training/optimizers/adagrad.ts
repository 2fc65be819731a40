import { float } from '../../blocks/params.ts';
import { pythonNumber } from '../../code/python.ts';
import { defineOptimizer, epsilonOutside, epsilonParam, learningRateParam } from './define-optimizer.ts';

/** `w - rate * g / sqrt(sum of all g^2 so far + epsilon)`, as Keras's Adagrad. Source: Duchi, Hazan, Singer (JMLR 2011). */
export const adagrad = defineOptimizer({
  type: 'Adagrad',
  title: 'Adagrad',
  docs: 'Takes smaller steps for weights that have moved much; good where some inputs are rare.',
  params: {
    learningRate: learningRateParam(0.001),
    initialAccumulatorValue: float('First sum', 0.1, {
      min: 0,
      group: 'advanced',
      help: 'What the sum of squared gradients starts with.',
    }),
    epsilon: epsilonParam,
  },
  slots: () => ['accumulator'],
  slotValue: ({ initialAccumulatorValue }) => initialAccumulatorValue,
  prepare: ({ tf, learningRate }, { epsilon }) => ({ learningRate, epsilon: tf.scalar(epsilon) }),
  update(tf, _params, { learningRate, epsilon }, weight, gradient, slots) {
    const accumulator = tf.add(slots.accumulator!, tf.square(gradient));
    const step = tf.div(tf.mul(gradient, learningRate!), tf.sqrt(tf.add(accumulator, epsilon!)));
    return { weight: tf.sub(weight, step), slots: { accumulator } };
  },
  toPyTorch({ learningRate, initialAccumulatorValue, epsilon }) {
    const [rate, first, small] = [learningRate, initialAccumulatorValue, epsilon].map((value) =>
      pythonNumber(value!, true),
    );
    const args = [`lr=${rate}`, `initial_accumulator_value=${first}`, `eps=${small}`];
    return { className: 'Adagrad', args, notes: [epsilonOutside] };
  },
});
