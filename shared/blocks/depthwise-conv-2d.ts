import { isProblem } from '../messages/problem.ts';
import {
  biasInitializer,
  biasOf,
  finishConvolution,
  kernelInitializer,
  numberParams,
  penalty,
  pictureDilation,
  pictureWindow,
  refuseConvolution,
  slideWindow,
} from './convolution.ts';
import { defineBlock, sizeOf } from './define-block.ts';
import { convolveDepthwise, depthMultiplier } from './depthwise.ts';
import { depthwiseInPyTorch } from './pytorch-convolution.ts';
import { trainable } from './weight-specs.ts';

/** Convolution over height and width in which each channel has kernels of its own and sees no other. */
export const depthwiseConv2d = defineBlock({
  type: 'DepthwiseConv2D',
  title: 'DepthwiseConv2D',
  category: 'convolution',
  icon: 'depthwise-conv-2d',
  docs: 'Slides small windows over each channel by itself, so that channels do not mix.',
  guide: {
    when: 'A light part of networks for pictures on small devices. A Conv2D with a kernel of 1×1 mixes the channels after it.',
    shape: 'Channels are multiplied by the depth multiplier; height and width are as with Conv2D.',
    keywords: ['image', 'MobileNet', 'efficient', 'mobile'],
    example: { inputs: [[32, 32, 16]], params: { kernelSize: [3, 3], padding: 'same' }, output: [32, 32, 16] },
  },
  params: {
    ...pictureWindow,
    depthMultiplier,
    dilationRate: pictureDilation,
    ...numberParams,
    depthwiseInitializer: kernelInitializer('Depthwise initializer'),
    biasInitializer,
    depthwiseRegularizer: penalty('Depthwise regularizer'),
    biasRegularizer: penalty('Bias regularizer'),
    activityRegularizer: penalty('Activity regularizer'),
  },
  kerasFixed: { data_format: 'channels_last', depthwise_constraint: null, bias_constraint: null },
  summary: ({ kernelSize, depthMultiplier: patterns, activation }) => [
    kernelSize.join('×'),
    patterns === 1 ? 'each channel' : `${patterns} for each channel`,
    activation,
  ],
  infer: (params, [input]) =>
    refuseConvolution('DepthwiseConv2D', params, input!) ??
    slideWindow('DepthwiseConv2D', params, input!, input!.shape[2]! * params.depthMultiplier),
  weights: (params, [input]) => {
    const channels = input!.shape[2]!;
    const kernelShape = [...params.kernelSize, channels, params.depthMultiplier];
    return [
      trainable('kernel', kernelShape, params.depthwiseInitializer, params.depthwiseRegularizer),
      ...biasOf(params, channels * params.depthMultiplier),
    ];
  },
  multiplyAdds(params, [input]) {
    const output = slideWindow('DepthwiseConv2D', params, input!, input!.shape[2]! * params.depthMultiplier);
    return isProblem(output) ? 0 : sizeOf(output.shape) * sizeOf(params.kernelSize);
  },
  forward: (context, params, [input], { kernel, bias }) =>
    finishConvolution(context, params, convolveDepthwise(context.tf, params, input!.tensor, kernel!), bias),
  toPyTorch: (params, [input]) => depthwiseInPyTorch(params, input!),
});
