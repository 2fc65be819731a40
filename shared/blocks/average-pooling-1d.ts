import { defineBlock } from './define-block.ts';
import { computePooling, inferPooling, poolingFixed, sequencePooling, summarizePooling } from './pooling.ts';
import { poolingInPyTorch } from './pytorch-pooling.ts';

/** The mean of each window of steps, channel by channel; what lies over the ends does not count. */
export const averagePooling1d = defineBlock({
  type: 'AveragePooling1D',
  title: 'AveragePooling1D',
  category: 'pooling',
  icon: 'average-pooling-1d',
  docs: 'Takes the mean of every few steps, so that the sequence gets shorter and smoother.',
  guide: {
    when: 'Where all steps count and not only the strongest, as with noisy measurements.',
    shape: 'Steps are divided by the strides, which are the pool size unless set; features stay.',
    keywords: ['mean', 'smoothing', 'time series'],
    example: { inputs: [[96, 32]], output: [48, 32] },
  },
  params: sequencePooling,
  kerasFixed: poolingFixed,
  summary: summarizePooling,
  infer: (params, [input]) => inferPooling('AveragePooling1D', params, input!),
  forward: ({ tf }, params, [input]) => computePooling(tf, 'avgPool', params, input!),
  toPyTorch: (params, [input]) => poolingInPyTorch('average', params, input!),
});
