import { float } from '../../blocks/params.ts';
import { pythonNumber } from '../../code/python.ts';
import { adamInPyTorch, adamParams, adamScalars, adamSlots, adamUpdate } from './adam.ts';
import { defineOptimizer } from './define-optimizer.ts';

const { learningRate, ...others } = adamParams;

/** Adam after `w - w * decay * rate`, as `keras.optimizers.AdamW`. Source: Loshchilov and Hutter (ICLR 2019). */
export const adamW = defineOptimizer({
  type: 'AdamW',
  title: 'AdamW',
  docs: 'Adam that also shrinks every weight a little at each step, which keeps the network simple.',
  params: {
    learningRate,
    weightDecay: float('Weight decay', 0.004, {
      min: 0,
      help: 'How much of each weight is taken away, times the learning rate.',
    }),
    ...others,
  },
  slots: (params) => adamSlots(params),
  slotValue: () => 0,
  prepare: (context, params) => ({
    ...adamScalars(context, params),
    learningRate: context.learningRate,
    decay: context.tf.scalar(params.weightDecay),
  }),
  update(tf, params, scalars, weight, gradient, slots) {
    const shrunk = tf.sub(weight, tf.mul(tf.mul(weight, scalars.decay!), scalars.learningRate!));
    return adamUpdate(tf, params, scalars, shrunk, gradient, slots);
  },
  toPyTorch({ weightDecay, ...params }) {
    const { args, notes } = adamInPyTorch(params);
    return { className: 'AdamW', args: [...args, `weight_decay=${pythonNumber(weightDecay, true)}`], notes };
  },
});
