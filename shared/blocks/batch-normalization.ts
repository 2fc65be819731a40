import type { Tensor } from '@tensorflow/tfjs-core';
import { pythonNumber } from '../code/python.ts';
import { defineBlock, type Tfjs } from './define-block.ts';
import { biasInitializers, ones, zeros } from './initializers.ts';
import {
  axesBeforeLast,
  inferNormalized,
  learnedInPyTorch,
  learnedOf,
  type NormalizedBatch,
  normalizationFixed,
  normalizationParams,
  normalize,
  normalizeBatch,
} from './normalization.ts';
import { component, componentValue, float } from './params.ts';
import { kept } from './weight-specs.ts';

/**
 * Normalizes each channel by its mean and variance: of the batch in training, and else by means over batches that it keeps meanwhile.
 * Source: Ioffe and Szegedy (ICML 2015). Steps that a mask leaves out count for neither.
 */
export const batchNormalization = defineBlock({
  type: 'BatchNormalization',
  title: 'BatchNormalization',
  category: 'normalization',
  icon: 'batch-normalization',
  docs: 'Brings every channel to a mean of 0 and a spread of 1 over the batch, then scales and shifts it as learned.',
  guide: {
    when: 'Between a Conv2D or Dense and its activation in deep networks: they train faster, and gradients neither vanish nor explode so soon. It wants batches that are not small.',
    shape: 'The shape stays as it is.',
    keywords: ['BN', 'batch norm', 'vanishing gradient', 'exploding gradient', 'covariate shift', 'image'],
    example: { inputs: [[26, 26, 32]], output: [26, 26, 32] },
  },
  params: {
    momentum: float('Momentum', 0.99, {
      min: 0,
      max: 1,
      help: 'How long the kept mean and variance remember; they are used once training is over.',
    }),
    ...normalizationParams,
    movingMeanInitializer: component('Moving mean initializer', biasInitializers, componentValue(zeros), {
      group: 'initializers',
    }),
    movingVarianceInitializer: component('Moving variance initializer', biasInitializers, componentValue(ones), {
      group: 'initializers',
    }),
  },
  kerasFixed: { ...normalizationFixed, synchronized: false },
  summary: ({ momentum }) => [`momentum ${momentum}`],
  infer: (_params, [input]) => inferNormalized('BatchNormalization', input!),
  weights: (params, [input]) => [
    ...learnedOf(params, input!),
    kept('moving_mean', input!.shape.slice(-1), params.movingMeanInitializer),
    kept('moving_variance', input!.shape.slice(-1), params.movingVarianceInitializer),
  ],
  forward({ tf, training, update, fused }, { momentum, epsilon }, [input], weights) {
    const { tensor, mask } = input!;
    const { moving_mean: movingMean, moving_variance: movingVariance } = weights as Record<string, Tensor>;
    if (!training) {
      const moments = { mean: movingMean!, variance: movingVariance! };
      return { tensor: normalize(tf, tensor, moments, epsilon, weights), mask };
    }
    const whole = fused?.batchNormalization ?? normalizeBatch;
    const normalized = mask ? normalizeMasked(tf, tensor, mask, epsilon, weights) : whole(tf, tensor, epsilon, weights);
    const move = (old: Tensor, now: Tensor) => tf.add(tf.mul(old, momentum), tf.mul(now, 1 - momentum));
    update('moving_mean', move(movingMean!, normalized.mean));
    update('moving_variance', move(movingVariance!, normalized.variance));
    return { tensor: normalized.tensor, mask };
  },
  toPyTorch: ({ momentum, epsilon, scale, center }, [input]) => {
    const { shape, masked } = input!;
    const channels = shape.at(-1)!;
    const learned = learnedInPyTorch({ scale, center }, channels, 'affine');
    const kept = pythonNumber(Number((1 - momentum).toPrecision(12)), true);
    const args = [`${channels}`, `eps=${pythonNumber(epsilon, true)}`, `momentum=${kept}`, ...learned.args];
    const rank = Math.max(shape.length, 2) - 1;
    // Beyond three dimensions of places there is no layer; all places are samples then, of which the means are the same.
    const isFlat = rank > 3;
    return {
      ...learned.form,
      layout: isFlat ? undefined : 'first',
      members: [{ call: `nn.BatchNorm${isFlat ? 1 : rank}d`, args }],
      weights: [
        ...learned.form.weights,
        { weight: 'moving_mean', attribute: 'running_mean', shape: [channels], startsAs: 0 },
        { weight: 'moving_variance', attribute: 'running_var', shape: [channels], startsAs: 1 },
      ],
      notes: [
        'While training, PyTorch keeps the variance of n numbers as n / (n - 1) times what Keras keeps.',
        ...(masked
          ? ['While training, Keras leaves steps that are masked out of mean and variance; here they count.']
          : []),
      ],
      forward: ({ self, x }) =>
        isFlat ? `${self()}(${x}.flatten(0, -2)).reshape(${['-1', ...shape].join(', ')})` : `${self()}(${x})`,
    };
  },
});

/** Keras's own small number, which keeps a batch without any step that counts from a division by zero. */
const kerasEpsilon = 1e-7;

/** Normalizes by mean and variance of each channel over the steps that count, as Keras takes them. */
function normalizeMasked(
  tf: Tfjs,
  tensor: Tensor,
  mask: Tensor,
  epsilon: number,
  learned: Readonly<Record<string, Tensor>>,
): NormalizedBatch {
  const places = tensor.shape.slice(mask.rank, -1).reduce((product, size) => product * size, 1);
  const counts = tf.reshape(tf.cast(mask, 'float32'), [...mask.shape, ...tensor.shape.slice(mask.rank).map(() => 1)]);
  const axes = axesBeforeLast(tensor);
  const count = tf.add(tf.mul(tf.sum(counts), places), kerasEpsilon);
  const weighted = tf.mul(counts, tensor);
  const mean = tf.div(tf.sum(weighted, axes), count);
  const squares = tf.mul(counts, tf.square(tf.sub(weighted, mean)));
  const moments = { mean, variance: tf.div(tf.sum(squares, axes), count) };
  return { ...moments, tensor: normalize(tf, tensor, moments, epsilon, learned) };
}
