import { pythonNumber } from '../code/python.ts';
import { defineBlock } from './define-block.ts';
import {
  inferNormalized,
  learnedInPyTorch,
  learnedOf,
  normalizationFixed,
  normalizationParams,
  normalize,
} from './normalization.ts';

/** Normalizes the channels of each place by their own mean and variance. Source: Ba, Kiros and Hinton (2016). */
export const layerNormalization = defineBlock({
  type: 'LayerNormalization',
  title: 'LayerNormalization',
  category: 'normalization',
  icon: 'layer-normalization',
  docs: 'Brings the channels of every place, such as one word, to a mean of 0 and a spread of 1, then scales and shifts them as learned.',
  guide: {
    when: 'In transformers and recurrent networks for sequences. It does the same in training and in use, with batches of any size.',
    shape: 'The shape stays as it is.',
    keywords: ['LN', 'layer norm', 'transformer', 'text'],
    example: { inputs: [[20, 64]], output: [20, 64] },
  },
  params: normalizationParams,
  kerasFixed: normalizationFixed,
  summary: ({ epsilon }) => [`epsilon ${epsilon}`],
  infer: (_params, [input]) => inferNormalized('LayerNormalization', input!),
  weights: (params, [input]) => learnedOf(params, input!),
  forward({ tf }, { epsilon }, [input], weights) {
    const { tensor, mask } = input!;
    return { tensor: normalize(tf, tensor, tf.moments(tensor, [-1], true), epsilon, weights), mask };
  },
  toPyTorch({ epsilon, ...params }, [input]) {
    const channels = input!.shape.at(-1)!;
    const { args, form } = learnedInPyTorch(params, channels, 'elementwise_affine');
    return {
      ...form,
      members: [{ call: 'nn.LayerNorm', args: [`${channels}`, `eps=${pythonNumber(epsilon, true)}`, ...args] }],
      forward: ({ self, x }) => `${self()}(${x})`,
    };
  },
});
