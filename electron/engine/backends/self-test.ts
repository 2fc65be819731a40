import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { Tfjs } from '../../../shared/blocks/define-block.ts';
import type { FusedLayers } from '../../../shared/blocks/fused.ts';
import { componentValue } from '../../../shared/blocks/params.ts';
import type { StepsInput } from '../../../shared/blocks/recurrent.ts';
import { l1l2, penaltyOf } from '../../../shared/blocks/regularizers.ts';
import { checkGradient, type GradientCheck, randomInput, spreadInput } from './check-gradient.ts';

/** How one operation did. */
export interface OpCheck {
  readonly op: string;
  readonly ok: boolean;
  /** Largest difference to the numeric gradient, as a share of the largest slope; NaN where it could not be computed. */
  readonly error: number;
  /** What was thrown, or null. */
  readonly thrown: string | null;
}

/** What a backend showed at its start. */
export interface SelfTestReport {
  readonly ok: boolean;
  readonly checks: readonly OpCheck[];
  readonly seconds: number;
}

/** Far above the noise of float32 (about 1e-4 here), far below what a wrong kernel shows. */
const tolerance = 5e-3;

type Checks = Readonly<Record<string, GradientCheck>>;

/** The operations that blocks, losses and penalties are made of, small and of odd sizes. */
function operations(tf: Tfjs): Checks {
  const image = randomInput('image', [2, 5, 6, 3]);
  const filter = randomInput('filter', [3, 2, 3, 4]);
  const convolution =
    (strides: number, pad: 'valid' | 'same', dilations = 1) =>
    (x: Tensor, kernel: Tensor) =>
      tf.conv2d(x as Tensor4D, kernel as Tensor4D, strides, pad, 'NHWC', dilations);
  const numbers = randomInput('numbers', [3, 5], -2, 2);
  const apart = spreadInput('apart', [3, 5], -2, 2.2);
  const labels = [4, 0, 2];
  return {
    'matrix product': {
      compute: (x, kernel, bias) => tf.add(tf.matMul(x as Tensor2D, kernel as Tensor2D), bias),
      inputs: [randomInput('x', [3, 5]), randomInput('kernel', [5, 4]), randomInput('bias', [4])],
    },
    convolution: { compute: convolution(1, 'valid'), inputs: [image, filter] },
    'convolution with strides and padding': { compute: convolution(2, 'same'), inputs: [image, filter] },
    'dilated convolution': { compute: convolution(1, 'same', 2), inputs: [image, filter] },
    'max pooling': {
      // All negative: a kernel that starts from 0 or from the smallest positive number loses these.
      compute: (x) => tf.maxPool(x as Tensor4D, 2, 2, 'same'),
      inputs: [spreadInput('pool', [2, 5, 5, 2], -3, -1)],
      step: 4e-3,
    },
    'average pooling': {
      compute: (x) => tf.avgPool(x as Tensor4D, 2, 2, 'same'),
      inputs: [randomInput('pool', [2, 5, 5, 2])],
    },
    'looking rows up': {
      compute: (table) => tf.gather(table as Tensor2D, tf.tensor2d([3, 0, 3, 6, 3, 1], [2, 3], 'int32')),
      inputs: [randomInput('table', [7, 4])],
    },
    'gates of a recurrent cell': {
      compute: (x, state, kernel) => {
        const z = tf.matMul(tf.concat([x, state], 1) as Tensor2D, kernel as Tensor2D);
        const [i, f, c, o] = tf.split(z, 4, 1) as [Tensor, Tensor, Tensor, Tensor];
        const next = tf.add(tf.mul(tf.sigmoid(f), state), tf.mul(tf.sigmoid(i), tf.tanh(c)));
        const [first, ...rest] = tf.unstack(tf.mul(tf.sigmoid(o), tf.tanh(next)), 1);
        return tf.stack([...rest, tf.neg(first!)], 1);
      },
      inputs: [randomInput('x', [2, 2]), randomInput('state', [2, 3]), randomInput('gates', [5, 12])],
    },
    'masked steps': {
      compute: (a, b) => tf.where(tf.tile(tf.tensor2d([1, 0, 1], [3, 1], 'bool'), [1, 5]), a, b),
      inputs: [numbers, randomInput('other', [3, 5])],
    },
    activations: {
      compute: (x) =>
        [tf.relu(x), tf.sigmoid(x), tf.tanh(x), tf.softplus(x), tf.exp(x)].reduce((sum, next) => tf.add(sum, next)),
      inputs: [apart],
      step: 4e-3,
    },
    softmax: { compute: (x) => tf.softmax(x), inputs: [numbers] },
    'cross-entropy': {
      compute: (x) => tf.neg(tf.sum(tf.mul(tf.oneHot(tf.tensor1d(labels, 'int32'), 5), tf.logSoftmax(x)), -1)),
      inputs: [numbers],
    },
    'binary cross-entropy': {
      compute: (x) => tf.log(tf.clipByValue(tf.sigmoid(x), 1e-7, 1 - 1e-7)),
      inputs: [numbers],
    },
    reductions: {
      compute: (x) => tf.add(tf.mean(x, 0), tf.sum(tf.square(x), 0)),
      inputs: [numbers],
    },
    'numeric losses': {
      compute: (x, y) => tf.add(tf.squaredDifference(x, y), tf.div(x, tf.add(tf.square(y), 1))),
      inputs: [numbers, randomInput('other', [5])],
    },
    'dropout and penalties': {
      compute: (x) => tf.add(tf.mul(x, tf.tensor1d([0, 2, 2, 0, 2])), penaltyOf(tf, penalty, x)),
      inputs: [apart],
      step: 4e-3,
    },
    'changing shapes': {
      compute: (x) => tf.transpose(tf.expandDims(tf.reshape(x, [5, 3]), 1), [2, 1, 0]),
      inputs: [numbers],
    },
  };
}

const penalty = componentValue(l1l2, { l1: 0.3, l2: 0.2 });

/** What a backend computes itself; step loops with a mask: units of odd number, so that no row fills whole vectors. */
function fusedLayers(tf: Tfjs, { lstm, gru, batchNormalization }: FusedLayers): Checks {
  const [batch, time, units] = [2, 3, 5];
  const check = (gates: number, loop: (input: StepsInput) => Tensor | null): GradientCheck => ({
    compute: (projected, recurrentKernel) => {
      const y = loop({
        projected,
        recurrentKernel,
        recurrentBias: null,
        mask: tf.tensor2d([1, 1, 0, 1, 0, 1], [batch, time], 'bool'),
        stateFactors: null,
        activation: 'tanh',
        recurrentActivation: 'sigmoid',
        returnSequences: true,
        goBackwards: false,
      });
      if (y === null) throw new Error('a step loop that does nothing');
      return y;
    },
    inputs: [
      randomInput('projected', [batch, time, gates * units], -2, 2),
      randomInput('recurrent', [units, gates * units]),
    ],
  });
  return {
    ...(lstm && { 'LSTM steps': check(4, (input) => lstm(tf, input)) }),
    ...(gru && { 'GRU steps': check(3, (input) => gru(tf, { ...input, resetAfter: true })) }),
    ...(batchNormalization && {
      'batch normalization': {
        compute: (x, gamma, beta) => batchNormalization(tf, x, 1e-3, { gamma, beta }).tensor,
        inputs: [
          randomInput('image', [2, 3, 3, 5], -2, 2),
          randomInput('gamma', [5], 0.5, 1.5),
          randomInput('beta', [5]),
        ],
      },
    }),
  };
}

/**
 * Checks the gradients of everything the blocks use against central differences, what the backend computes itself among them. A
 * backend that fails is not offered.
 */
export async function selfTest(tf: Tfjs, fused: FusedLayers = {}): Promise<SelfTestReport> {
  const started = performance.now();
  const checks: OpCheck[] = [];
  for (const [op, check] of Object.entries({ ...operations(tf), ...fusedLayers(tf, fused) })) {
    try {
      const error = await checkGradient(tf, check);
      checks.push({ op, ok: error < tolerance, error, thrown: null });
    } catch (thrown) {
      checks.push({
        op,
        ok: false,
        error: Number.NaN,
        thrown: thrown instanceof Error ? thrown.message : String(thrown),
      });
    }
  }
  return { ok: checks.every(({ ok }) => ok), checks, seconds: (performance.now() - started) / 1000 };
}
