import {
  computeConvolution,
  filters,
  groups,
  inferConvolution,
  kernelFixed,
  kernelParams,
  multiplyAddsOfConvolution,
  numberParams,
  summarizeConvolution,
  weightsOfConvolution,
} from './convolution.ts';
import { defineBlock } from './define-block.ts';
import { choice, int } from './params.ts';
import { convolutionInPyTorch } from './pytorch-convolution.ts';
import { sequencePaddings } from './window.ts';

/** Convolution over time, channels last: `activation(window · kernel + bias)` at every position of the window. */
export const conv1d = defineBlock({
  type: 'Conv1D',
  title: 'Conv1D',
  category: 'convolution',
  icon: 'conv-1d',
  docs: 'Slides a short window along a sequence, such as a signal or a text, and looks for the same patterns at every step.',
  guide: {
    when: 'For sequences where what matters lies close together: it learns faster than a recurrent block. Causal padding keeps it from seeing later steps.',
    shape:
      'Features become the number of filters. With padding same or causal and a stride of 1 the steps stay; with valid they lose the kernel size less 1.',
    keywords: ['time series', 'signal', 'audio', 'text', 'temporal', 'CNN'],
    example: { inputs: [[100, 8]], params: { filters: 32, kernelSize: 5 }, output: [96, 32] },
  },
  params: {
    filters,
    kernelSize: int('Kernel size', 3, { min: 1, help: 'How many steps the window sees.' }),
    strides: int('Strides', 1, { min: 1, help: 'How far the window moves at each step.' }),
    padding: choice('Padding', sequencePaddings, 'valid', {
      help: 'valid keeps inside the sequence; same adds zeros at both ends; causal adds them before it, so that no step sees a later one.',
    }),
    dilationRate: int('Dilation rate', 1, {
      min: 1,
      group: 'advanced',
      help: 'Distance between the points of the window.',
    }),
    groups,
    ...numberParams,
    ...kernelParams,
  },
  kerasFixed: kernelFixed,
  summary: summarizeConvolution,
  infer: (params, [input]) => inferConvolution('Conv1D', params, input!),
  weights: (params, [input]) => weightsOfConvolution(params, input!),
  multiplyAdds: (params, [input]) => multiplyAddsOfConvolution(params, input!),
  forward: (context, params, [input], weights) => computeConvolution(context, params, input!, weights),
  toPyTorch: (params, [input]) => convolutionInPyTorch(params, input!),
});
