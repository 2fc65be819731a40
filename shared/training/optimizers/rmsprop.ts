import { flag, float } from '../../blocks/params.ts';
import { pythonNumber } from '../../code/python.ts';
import { defineOptimizer, epsilonOutside, epsilonParam, learningRateParam } from './define-optimizer.ts';

/** `w - rate * g / sqrt(mean of g^2 + epsilon)`, optionally about the mean of g, optionally with momentum, as Keras's RMSprop. */
export const rmsprop = defineOptimizer({
  type: 'RMSprop',
  title: 'RMSprop',
  docs: 'Divides each step by how large recent gradients were; long a favourite for recurrent networks.',
  params: {
    learningRate: learningRateParam(0.001),
    rho: float('Rho', 0.9, {
      min: 0,
      max: 1,
      group: 'advanced',
      help: 'How long the mean of squared gradients remembers.',
    }),
    momentum: float('Momentum', 0, { min: 0, max: 1, help: 'The share of the last step that is taken again.' }),
    epsilon: epsilonParam,
    centered: flag('Centered', false, {
      group: 'advanced',
      help: 'Measures gradients from their mean; steadier, a little slower.',
    }),
  },
  slots: ({ momentum, centered }) => [
    'velocity',
    ...(momentum > 0 ? ['momentum'] : []),
    ...(centered ? ['average_gradient'] : []),
  ],
  slotValue: () => 0,
  prepare: ({ tf, learningRate }, { rho, momentum, epsilon }) => ({
    learningRate,
    kept: tf.scalar(rho),
    fresh: tf.scalar(1 - rho),
    momentum: tf.scalar(momentum),
    epsilon: tf.scalar(epsilon),
  }),
  update(tf, params, { learningRate, kept, fresh, momentum, epsilon }, weight, gradient, slots) {
    const velocity = tf.add(tf.mul(slots.velocity!, kept!), tf.mul(tf.square(gradient), fresh!));
    const average = params.centered
      ? tf.add(tf.mul(slots.average_gradient!, kept!), tf.mul(gradient, fresh!))
      : undefined;
    const spread = average ? tf.sub(velocity, tf.square(average)) : velocity;
    const step = tf.div(tf.mul(gradient, learningRate!), tf.sqrt(tf.add(spread, epsilon!)));
    const rolled = params.momentum > 0 ? tf.add(tf.mul(slots.momentum!, momentum!), step) : undefined;
    return {
      weight: tf.sub(weight, rolled ?? step),
      slots: { velocity, ...(rolled && { momentum: rolled }), ...(average && { average_gradient: average }) },
    };
  },
  toPyTorch({ learningRate, rho, momentum, epsilon, centered }) {
    const [rate, alpha, rolled, small] = [learningRate, rho, momentum, epsilon].map((value) =>
      pythonNumber(value!, true),
    );
    const args = [`lr=${rate}`, `alpha=${alpha}`, `eps=${small}`, `momentum=${rolled}`];
    return { className: 'RMSprop', args: centered ? [...args, 'centered=True'] : args, notes: [epsilonOutside] };
  },
});
