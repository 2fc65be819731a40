import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tfjs } from '../../blocks/define-block.ts';
import { flag, float, type ParamValues } from '../../blocks/params.ts';
import { pythonNumber } from '../../code/python.ts';
import {
  defineOptimizer,
  epsilonParam,
  learningRateParam,
  type Tensors,
  type UpdateContext,
  type Updated,
} from './define-optimizer.ts';

/** The params that Adam and AdamW have in common. */
export const adamParams = {
  learningRate: learningRateParam(0.001),
  beta1: float('Beta 1', 0.9, {
    min: 0,
    max: 1,
    group: 'advanced',
    keras: 'beta_1',
    help: 'How long the mean of the gradients remembers.',
  }),
  beta2: float('Beta 2', 0.999, {
    min: 0,
    max: 1,
    group: 'advanced',
    keras: 'beta_2',
    help: 'How long the mean of their squares remembers.',
  }),
  epsilon: epsilonParam,
  amsgrad: flag('AMSGrad', false, {
    group: 'advanced',
    help: 'Never forgets the largest mean of squares seen so far.',
  }),
};

type AdamParams = ParamValues<typeof adamParams>;

/** The slots of Adam: means of gradients and of their squares, and for AMSGrad the largest of the latter. */
export function adamSlots({ amsgrad }: AdamParams): readonly string[] {
  return amsgrad ? ['momentum', 'velocity', 'velocity_hat'] : ['momentum', 'velocity'];
}

/** What all weights share in one step: `rate * sqrt(1 - beta2^t) / (1 - beta1^t)` with t from 1, and constants. */
export function adamScalars({ tf, step, learningRate }: UpdateContext, { beta1, beta2, epsilon }: AdamParams): Tensors {
  const t = tf.add(step, 1);
  const correction = tf.div(tf.sqrt(tf.sub(1, tf.pow(beta2, t))), tf.sub(1, tf.pow(beta1, t)));
  return {
    stepSize: tf.mul(learningRate, correction),
    freshMean: tf.scalar(1 - beta1),
    freshSquares: tf.scalar(1 - beta2),
    epsilon: tf.scalar(epsilon),
  };
}

/** One update of Adam, with epsilon outside the root. Source: Kingma and Ba (ICLR 2015); AMSGrad: Reddi and others (ICLR 2018). */
export function adamUpdate(
  tf: Tfjs,
  { amsgrad }: AdamParams,
  { stepSize, freshMean, freshSquares, epsilon }: Tensors,
  weight: Tensor,
  gradient: Tensor,
  slots: Tensors,
): Updated {
  const momentum = tf.add(slots.momentum!, tf.mul(tf.sub(gradient, slots.momentum!), freshMean!));
  const velocity = tf.add(slots.velocity!, tf.mul(tf.sub(tf.square(gradient), slots.velocity!), freshSquares!));
  const highest = amsgrad ? tf.maximum(slots.velocity_hat!, velocity) : velocity;
  const change = tf.div(tf.mul(momentum, stepSize!), tf.add(tf.sqrt(highest), epsilon!));
  return {
    weight: tf.sub(weight, change),
    slots: amsgrad ? { momentum, velocity, velocity_hat: highest } : { momentum, velocity },
  };
}

/** The arguments in PyTorch that Adam and AdamW have in common, and what is otherwise there. */
export function adamInPyTorch({ learningRate, beta1, beta2, epsilon, amsgrad }: AdamParams): {
  readonly args: readonly string[];
  readonly notes: readonly string[];
} {
  const [rate, one, two, small] = [learningRate, beta1, beta2, epsilon].map((value) => pythonNumber(value!, true));
  return {
    args: [`lr=${rate}`, `betas=(${one}, ${two})`, `eps=${small}`, `amsgrad=${amsgrad ? 'True' : 'False'}`],
    notes: [
      'Keras adds epsilon before it corrects the mean of squares for the first steps, PyTorch after: it weighs less there.',
    ],
  };
}

/** Adam as `keras.optimizers.Adam`. */
export const adam = defineOptimizer({
  type: 'Adam',
  title: 'Adam',
  docs: 'Fits the step of every weight to how large its gradients have been; a good first choice.',
  params: adamParams,
  slots: adamSlots,
  slotValue: () => 0,
  prepare: adamScalars,
  update: adamUpdate,
  toPyTorch: (params) => ({ className: 'Adam', ...adamInPyTorch(params) }),
});
