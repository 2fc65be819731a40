import type { Tensor4D } from '@tensorflow/tfjs-core';
import { isProblem } from '../messages/problem.ts';
import {
  biasInitializer,
  biasOf,
  filters,
  finishConvolution,
  kernelInitializer,
  numberParams,
  penalty,
  pictureDilation,
  pictureWindow,
  refuseConvolution,
  slideWindow,
  summarizeConvolution,
} from './convolution.ts';
import { defineBlock, sizeOf } from './define-block.ts';
import { convolveDepthwise, depthMultiplier } from './depthwise.ts';
import { separableInPyTorch } from './pytorch-convolution.ts';
import { trainable } from './weight-specs.ts';

/** A convolution in two steps: over height and width in each channel by itself, then over the channels at each place. */
export const separableConv2d = defineBlock({
  type: 'SeparableConv2D',
  title: 'SeparableConv2D',
  category: 'convolution',
  icon: 'separable-conv-2d',
  docs: 'Does the work of a Conv2D in two steps: first it looks at each channel by itself, then it mixes the channels at each place.',
  guide: {
    when: 'In place of Conv2D where a network for pictures must be small and fast: far fewer weights, at the price of a little accuracy.',
    shape: 'As with Conv2D: channels become the number of filters.',
    keywords: ['image', 'Xception', 'MobileNet', 'efficient'],
    example: {
      inputs: [[32, 32, 16]],
      params: { filters: 32, kernelSize: [3, 3], padding: 'same' },
      output: [32, 32, 32],
    },
  },
  params: {
    filters,
    ...pictureWindow,
    dilationRate: pictureDilation,
    depthMultiplier,
    ...numberParams,
    depthwiseInitializer: kernelInitializer('Depthwise initializer'),
    pointwiseInitializer: kernelInitializer('Pointwise initializer'),
    biasInitializer,
    depthwiseRegularizer: penalty('Depthwise regularizer'),
    pointwiseRegularizer: penalty('Pointwise regularizer'),
    biasRegularizer: penalty('Bias regularizer'),
    activityRegularizer: penalty('Activity regularizer'),
  },
  kerasFixed: {
    data_format: 'channels_last',
    depthwise_constraint: null,
    pointwise_constraint: null,
    bias_constraint: null,
  },
  summary: summarizeConvolution,
  infer: (params, [input]) =>
    refuseConvolution('SeparableConv2D', params, input!) ??
    slideWindow('SeparableConv2D', params, input!, params.filters),
  weights: (params, [input]) => {
    const channels = input!.shape[2]!;
    const depthwise = [...params.kernelSize, channels, params.depthMultiplier];
    const pointwise = [1, 1, channels * params.depthMultiplier, params.filters];
    return [
      trainable('depthwise_kernel', depthwise, params.depthwiseInitializer, params.depthwiseRegularizer),
      trainable('pointwise_kernel', pointwise, params.pointwiseInitializer, params.pointwiseRegularizer),
      ...biasOf(params, params.filters),
    ];
  },
  multiplyAdds(params, [input]) {
    const between = slideWindow('SeparableConv2D', params, input!, input!.shape[2]! * params.depthMultiplier);
    return isProblem(between) ? 0 : sizeOf(between.shape) * (sizeOf(params.kernelSize) + params.filters);
  },
  forward(context, params, [input], weights) {
    const { depthwise_kernel: depthwise, pointwise_kernel: pointwise, bias } = weights;
    const between = convolveDepthwise(context.tf, params, input!.tensor, depthwise!);
    const product = context.tf.conv2d(between as Tensor4D, pointwise as Tensor4D, 1, 'valid');
    return finishConvolution(context, params, product, bias);
  },
  toPyTorch: (params, [input]) => separableInPyTorch(params, input!),
});
