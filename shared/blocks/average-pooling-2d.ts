import { defineBlock } from './define-block.ts';
import { computePooling, inferPooling, picturePooling, poolingFixed, summarizePooling } from './pooling.ts';
import { poolingInPyTorch } from './pytorch-pooling.ts';

/** The mean of each window, channel by channel, channels last; what lies over the border does not count. */
export const averagePooling2d = defineBlock({
  type: 'AveragePooling2D',
  title: 'AveragePooling2D',
  category: 'pooling',
  icon: 'average-pooling-2d',
  docs: 'Takes the mean of each small window, so that the picture gets smaller and smoother.',
  guide: {
    when: 'Where the whole window counts and not only its strongest answer.',
    shape: 'Height and width are divided by the strides, which are the pool size unless set; channels stay.',
    keywords: ['image', 'mean', 'downsampling'],
    example: { inputs: [[26, 26, 32]], output: [13, 13, 32] },
  },
  params: picturePooling,
  kerasFixed: poolingFixed,
  summary: summarizePooling,
  infer: (params, [input]) => inferPooling('AveragePooling2D', params, input!),
  forward: ({ tf }, params, [input]) => computePooling(tf, 'avgPool', params, input!),
  toPyTorch: (params, [input]) => poolingInPyTorch('average', params, input!),
});
