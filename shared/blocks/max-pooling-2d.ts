import { defineBlock } from './define-block.ts';
import { computePooling, inferPooling, picturePooling, poolingFixed, summarizePooling } from './pooling.ts';
import { poolingInPyTorch } from './pytorch-pooling.ts';

/** The largest number of each window, channel by channel, channels last. */
export const maxPooling2d = defineBlock({
  type: 'MaxPooling2D',
  title: 'MaxPooling2D',
  category: 'pooling',
  icon: 'max-pooling-2d',
  docs: 'Keeps only the strongest answer of each small window.',
  guide: {
    when: 'Between the Conv2D blocks of a network for pictures: what follows computes less and sees more at once, and where exactly a pattern lies matters less.',
    shape: 'Height and width are divided by the strides, which are the pool size unless set; channels stay.',
    keywords: ['image', 'downsampling', 'subsampling'],
    example: { inputs: [[26, 26, 32]], output: [13, 13, 32] },
  },
  params: picturePooling,
  kerasFixed: poolingFixed,
  summary: summarizePooling,
  infer: (params, [input]) => inferPooling('MaxPooling2D', params, input!),
  forward: ({ tf }, params, [input]) => computePooling(tf, 'maxPool', params, input!),
  toPyTorch: (params, [input]) => poolingInPyTorch('max', params, input!),
});
