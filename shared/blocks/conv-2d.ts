import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { phrases } from '../messages/phrases.ts';
import { isProblem, problem } from '../messages/problem.ts';
import { say } from '../messages/sentence.ts';
import { activationNames, activations } from './activations.ts';
import { defineBlock, sizeOf } from './define-block.ts';
import { biasInitializers, glorotUniform, kernelInitializers, zeros } from './initializers.ts';
import { choice, component, componentValue, flag, int, optionalComponent, pair } from './params.ts';
import { activityPenalty, regularizers } from './regularizers.ts';
import { requireNumbers, requireRank } from './requirements.ts';
import { trainable } from './weight-specs.ts';
import { type Pair, paddings, type Window, windowPositions } from './window.ts';

/** Two-dimensional convolution, channels last: `activation(window · kernel + bias)` at every position of the window. */
export const conv2d = defineBlock({
  type: 'Conv2D',
  title: 'Conv2D',
  category: 'convolution',
  icon: 'conv-2d',
  docs: 'Slides small windows over a picture and looks for the same patterns everywhere: edges first, whole parts in later layers.',
  params: {
    filters: int('Filters', 32, { min: 1, help: 'How many patterns it looks for; each gives one channel.' }),
    kernelSize: pair('Kernel size', [3, 3], { min: 1, help: 'Height and width of the window.' }),
    strides: pair('Strides', [1, 1], { min: 1, help: 'How far the window moves at each step.' }),
    padding: choice('Padding', paddings, 'valid', {
      help: 'valid keeps inside the picture; same adds zeros around it.',
    }),
    dilationRate: pair('Dilation rate', [1, 1], {
      min: 1,
      group: 'advanced',
      help: 'Distance between the points of the window.',
    }),
    groups: int('Groups', 1, {
      min: 1,
      group: 'advanced',
      help: 'Channels are split into groups that do not see each other.',
    }),
    activation: choice('Activation', activationNames, 'linear'),
    useBias: flag('Use bias', true),
    kernelInitializer: component('Kernel initializer', kernelInitializers, componentValue(glorotUniform), {
      group: 'initializers',
    }),
    biasInitializer: component('Bias initializer', biasInitializers, componentValue(zeros), { group: 'initializers' }),
    kernelRegularizer: optionalComponent('Kernel regularizer', regularizers, { group: 'penalties' }),
    biasRegularizer: optionalComponent('Bias regularizer', regularizers, { group: 'penalties' }),
    activityRegularizer: optionalComponent('Activity regularizer', regularizers, { group: 'penalties' }),
  },
  kerasFixed: { data_format: 'channels_last', kernel_constraint: null, bias_constraint: null },
  summary: ({ filters, kernelSize, activation }) => [
    `${filters} ${filters === 1 ? 'filter' : 'filters'}`,
    kernelSize.join('×'),
    activation,
  ],
  infer({ filters, groups, ...params }, [input]) {
    const wrong = requireRank('Conv2D', input!, 'height×width×channels') ?? requireNumbers('Conv2D', input!);
    if (wrong) return wrong;
    const [height, width, channels] = input!.shape as readonly [number, number, number];
    if (Math.max(...params.strides) > 1 && Math.max(...params.dilationRate) > 1) {
      const received = { strides: params.strides.join('×'), dilation: params.dilationRate.join('×') };
      return problem('strides-with-dilation', { type: 'Conv2D', ...received });
    }
    if (channels % groups !== 0 || filters % groups !== 0) {
      const received = say(phrases['channels-and-filters'], { channels, filters });
      return problem('groups-uneven', { type: 'Conv2D', groups, received }, 'groups');
    }
    const positions = windowPositions('Conv2D', [height, width], windowOf(params));
    return isProblem(positions) ? positions : { shape: [...positions, filters], dtype: 'float32', masked: false };
  },
  weights: (params, [input]) => [
    trainable(
      'kernel',
      [...params.kernelSize, input!.shape[2]! / params.groups, params.filters],
      params.kernelInitializer,
      params.kernelRegularizer,
    ),
    ...(params.useBias ? [trainable('bias', [params.filters], params.biasInitializer, params.biasRegularizer)] : []),
  ],
  multiplyAdds(params, [input]) {
    const [height, width, channels] = input!.shape as readonly [number, number, number];
    const positions = windowPositions('Conv2D', [height, width], windowOf(params));
    if (isProblem(positions)) return 0;
    return sizeOf(positions) * sizeOf(params.kernelSize) * (channels / params.groups) * params.filters;
  },
  forward({ tf, addLoss }, params, [input], { kernel, bias }) {
    const { groups, strides, padding, dilationRate } = params;
    const convolve = (x: Tensor, filter: Tensor) =>
      tf.conv2d(x as Tensor4D, filter as Tensor4D, [...strides], padding, 'NHWC', [...dilationRate]);
    const product =
      groups === 1
        ? convolve(input!.tensor, kernel!)
        : tf.concat(zip(tf.split(input!.tensor, groups, 3), tf.split(kernel!, groups, 3), convolve), 3);
    const y = activations[params.activation](tf, bias ? tf.add(product, bias) : product);
    if (params.activityRegularizer) addLoss(activityPenalty(tf, params.activityRegularizer, y));
    return { tensor: y, mask: null };
  },
});

interface WindowParams {
  readonly kernelSize: Pair;
  readonly strides: Pair;
  readonly dilationRate: Pair;
  readonly padding: Window['padding'];
}

function windowOf({ kernelSize, strides, dilationRate, padding }: WindowParams): Window {
  return { size: kernelSize, strides, dilation: dilationRate, padding };
}

function zip(
  xs: readonly Tensor[],
  filters: readonly Tensor[],
  combine: (x: Tensor, filter: Tensor) => Tensor,
): Tensor[] {
  return xs.map((x, index) => combine(x, filters[index]!));
}
