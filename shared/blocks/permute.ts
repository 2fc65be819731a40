import { phrases } from '../messages/phrases.ts';
import { problem } from '../messages/problem.ts';
import { say } from '../messages/sentence.ts';
import { defineBlock } from './define-block.ts';
import { order } from './params.ts';
import { showRank } from './requirements.ts';

/** The dimensions of a sample in another order. */
export const permute = defineBlock({
  type: 'Permute',
  title: 'Permute',
  category: 'reshaping',
  icon: 'permute',
  docs: 'Puts the dimensions of a sample in another order, as when rows become columns.',
  guide: {
    when: 'Where the next block wants, say, steps before features.',
    shape: 'The sizes stand in the order of dims, which counts from 1.',
    keywords: ['transpose', 'axes', 'swap'],
    example: { inputs: [[8, 20]], params: { dims: [2, 1] }, output: [20, 8] },
  },
  params: {
    dims: order('Dims', [2, 1], {
      help: 'The dimensions in their new order, counted from 1: 2, 1 turns rows into columns.',
    }),
  },
  summary: ({ dims }) => [`order ${dims.join(', ')}`],
  infer({ dims }, [input]) {
    const { shape, dtype } = input!;
    if (shape.length !== dims.length) {
      const expected = say(dims.length === 1 ? phrases['one-dimension'] : phrases.dimensions, { count: dims.length });
      return problem('order-expected', { type: 'Permute', expected, received: showRank(shape) }, 'dims');
    }
    return { shape: dims.map((dim) => shape[dim - 1]!), dtype, masked: false };
  },
  forward: ({ tf }, { dims }, [input]) => ({ tensor: tf.transpose(input!.tensor, [0, ...dims]), mask: null }),
  toPyTorch: ({ dims }) => ({ forward: ({ x }) => `${x}.permute(${[0, ...dims].join(', ')})` }),
});
