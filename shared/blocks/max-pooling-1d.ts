import { defineBlock } from './define-block.ts';
import { computePooling, inferPooling, poolingFixed, sequencePooling, summarizePooling } from './pooling.ts';
import { poolingInPyTorch } from './pytorch-pooling.ts';

/** The largest number of each window of steps, channel by channel. */
export const maxPooling1d = defineBlock({
  type: 'MaxPooling1D',
  title: 'MaxPooling1D',
  category: 'pooling',
  icon: 'max-pooling-1d',
  docs: 'Keeps only the strongest answer of every few steps. The sequence gets shorter, and when exactly a pattern comes matters less.',
  params: sequencePooling,
  kerasFixed: poolingFixed,
  summary: summarizePooling,
  infer: (params, [input]) => inferPooling('MaxPooling1D', params, input!),
  forward: ({ tf }, params, [input]) => computePooling(tf, 'maxPool', params, input!),
  toPyTorch: (params, [input]) => poolingInPyTorch('max', params, input!),
});
