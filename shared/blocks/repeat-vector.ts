import { problem } from '../messages/problem.ts';
import { defineBlock } from './define-block.ts';
import { int } from './params.ts';
import { showRank } from './requirements.ts';
import { repeatAlong } from './resample.ts';

/** A row of features at every step of a sequence. */
export const repeatVector = defineBlock({
  type: 'RepeatVector',
  title: 'RepeatVector',
  category: 'reshaping',
  icon: 'repeat-vector',
  docs: 'Repeats a row of numbers so that it stands at every step of a sequence.',
  guide: {
    when: 'To feed a summary, such as what an LSTM gives, to another LSTM that writes a sequence.',
    shape: 'Adds the steps before the features: (features) to (n, features).',
    keywords: ['sequence to sequence', 'seq2seq', 'autoencoder', 'decoder'],
    example: { inputs: [[64]], params: { n: 20 }, output: [20, 64] },
  },
  params: { n: int('Times', 2, { min: 1, help: 'How many steps the sequence has.' }) },
  summary: ({ n }) => [n === 1 ? '1 step' : `${n} steps`],
  infer({ n }, [input]) {
    const { shape, dtype } = input!;
    if (shape.length === 1) return { shape: [n, ...shape], dtype, masked: false };
    return problem('features-expected', { type: 'RepeatVector', received: showRank(shape) });
  },
  forward({ tf }, { n }, [input]) {
    const [batch, features] = input!.tensor.shape as [number, number];
    return { tensor: repeatAlong(tf, tf.reshape(input!.tensor, [batch, 1, features]), 1, n), mask: null };
  },
  toPyTorch: ({ n }) => ({ forward: ({ x }) => `${x}.unsqueeze(1).repeat(1, ${n}, 1)` }),
});
