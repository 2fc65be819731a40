import { pythonNumber } from '../code/python.ts';
import { defineBlock } from './define-block.ts';
import { keepFactors } from './keep-factors.ts';
import { float } from './params.ts';
import { requireNumbers } from './requirements.ts';

/** Inverted dropout: in training each number becomes 0 with probability `rate`, and the others grow by 1 / (1 - rate). */
export const dropout = defineBlock({
  type: 'Dropout',
  title: 'Dropout',
  category: 'regularization',
  icon: 'dropout',
  docs: 'Blanks out random numbers while training, so that the network cannot lean on any single one. In use it does nothing.',
  guide: {
    when: 'Against overfitting, between the Dense blocks near the end of a network. Begin with a rate from 0.2 to 0.5.',
    shape: 'The shape stays as it is.',
    keywords: ['overfitting', 'regularization', 'generalization'],
    example: { inputs: [[64]], params: { rate: 0.25 }, output: [64] },
  },
  params: {
    rate: float('Rate', 0.5, { min: 0, max: 1, help: 'The share of numbers set to zero at each step.' }),
  },
  kerasFixed: { noise_shape: null, seed: null },
  summary: ({ rate }) => [`rate ${rate}`],
  infer: (_params, [input]) => requireNumbers('Dropout', input!) ?? input!,
  forward(context, { rate }, [input]) {
    const { tensor, mask } = input!;
    if (!context.training || rate === 0) return input!;
    return { tensor: context.tf.mul(tensor, keepFactors(context, rate, tensor.shape)), mask };
  },
  toPyTorch: ({ rate }) => ({
    layout: 'any',
    members: [{ call: 'nn.Dropout', args: [pythonNumber(rate, true)] }],
    forward: ({ self, x }) => `${self()}(${x})`,
  }),
});
