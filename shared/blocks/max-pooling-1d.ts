import { defineBlock } from './define-block.ts';
import { computePooling, inferPooling, poolingFixed, sequencePooling, summarizePooling } from './pooling.ts';
import { poolingInPyTorch } from './pytorch-pooling.ts';

/** The largest number of each window of steps, channel by channel. */
export const maxPooling1d = defineBlock({
  type: 'MaxPooling1D',
  title: 'MaxPooling1D',
  category: 'pooling',
  icon: 'max-pooling-1d',
  docs: 'Keeps only the strongest answer of every few steps.',
  guide: {
    when: 'Between Conv1D blocks on a long sequence: what follows computes less and sees more at once, and when exactly a pattern comes matters less.',
    shape: 'Steps are divided by the strides, which are the pool size unless set; features stay.',
    keywords: ['downsampling', 'time series', 'text'],
    example: { inputs: [[96, 32]], output: [48, 32] },
  },
  params: sequencePooling,
  kerasFixed: poolingFixed,
  summary: summarizePooling,
  infer: (params, [input]) => inferPooling('MaxPooling1D', params, input!),
  forward: ({ tf }, params, [input]) => computePooling(tf, 'maxPool', params, input!),
  toPyTorch: (params, [input]) => poolingInPyTorch('max', params, input!),
});
