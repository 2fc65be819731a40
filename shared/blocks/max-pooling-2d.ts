import { defineBlock } from './define-block.ts';
import { computePooling, inferPooling, picturePooling, poolingFixed, summarizePooling } from './pooling.ts';
import { poolingInPyTorch } from './pytorch-pooling.ts';

/** The largest number of each window, channel by channel, channels last. */
export const maxPooling2d = defineBlock({
  type: 'MaxPooling2D',
  title: 'MaxPooling2D',
  category: 'pooling',
  icon: 'max-pooling-2d',
  docs: 'Keeps only the strongest answer of each small window. The picture gets smaller, and where exactly a pattern lies matters less.',
  params: picturePooling,
  kerasFixed: poolingFixed,
  summary: summarizePooling,
  infer: (params, [input]) => inferPooling('MaxPooling2D', params, input!),
  forward: ({ tf }, params, [input]) => computePooling(tf, 'maxPool', params, input!),
  toPyTorch: (params, [input]) => poolingInPyTorch('max', params, input!),
});
