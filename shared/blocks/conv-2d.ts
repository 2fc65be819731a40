import {
  computeConvolution,
  filters,
  groups,
  inferConvolution,
  kernelFixed,
  kernelParams,
  multiplyAddsOfConvolution,
  numberParams,
  pictureDilation,
  pictureWindow,
  summarizeConvolution,
  weightsOfConvolution,
} from './convolution.ts';
import { defineBlock } from './define-block.ts';
import { convolutionInPyTorch } from './pytorch-convolution.ts';

/** Two-dimensional convolution, channels last: `activation(window · kernel + bias)` at every position of the window. */
export const conv2d = defineBlock({
  type: 'Conv2D',
  title: 'Conv2D',
  category: 'convolution',
  icon: 'conv-2d',
  docs: 'Slides small windows over a picture and looks for the same patterns everywhere: edges first, whole parts in later layers.',
  guide: {
    when: 'For pictures, and whatever else lies on a grid with neighbours that belong together. Put pooling or strides between several of them, so that later ones see more at once.',
    shape:
      'Channels become the number of filters. With padding same and a stride of 1 height and width stay; with valid they lose the kernel size less 1.',
    keywords: ['image', 'vision', 'CNN', 'convnet', 'filter'],
    example: { inputs: [[28, 28, 1]], params: { filters: 32, kernelSize: [3, 3] }, output: [26, 26, 32] },
  },
  params: { filters, ...pictureWindow, dilationRate: pictureDilation, groups, ...numberParams, ...kernelParams },
  kerasFixed: kernelFixed,
  summary: summarizeConvolution,
  infer: (params, [input]) => inferConvolution('Conv2D', params, input!),
  weights: (params, [input]) => weightsOfConvolution(params, input!),
  multiplyAdds: (params, [input]) => multiplyAddsOfConvolution(params, input!),
  forward: (context, params, [input], weights) => computeConvolution(context, params, input!, weights),
  toPyTorch: (params, [input]) => convolutionInPyTorch(params, input!),
});
