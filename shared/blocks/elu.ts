import { pythonNumber } from '../code/python.ts';
import { eluBy } from './activations.ts';
import { defineBlock } from './define-block.ts';
import { float } from './params.ts';
import { requireNumbers } from './requirements.ts';

/** Numbers above 0 pass as they are; below it a curve comes ever closer to -alpha. */
export const elu = defineBlock({
  type: 'ELU',
  title: 'ELU',
  category: 'core',
  icon: 'elu',
  docs: 'Lets positive numbers pass and bends negative ones towards a lower limit.',
  guide: {
    when: 'In place of ReLU, to keep the numbers around 0 on average, so that deep networks learn faster and gradients vanish less.',
    shape: 'The shape stays as it is.',
    keywords: ['exponential linear', 'activation', 'vanishing gradient'],
    example: { inputs: [[64]], output: [64] },
  },
  params: { alpha: float('Alpha', 1, { help: 'Negative numbers come out above minus this.' }) },
  summary: ({ alpha }) => [`alpha ${alpha}`],
  infer: (_params, [input]) => requireNumbers('ELU', input!) ?? input!,
  forward: ({ tf }, { alpha }, [input]) => ({ tensor: eluBy(alpha)(tf, input!.tensor), mask: input!.mask }),
  toPyTorch: ({ alpha }) => ({
    layout: 'any',
    forward: ({ x }) => `F.elu(${x}, alpha=${pythonNumber(alpha, true)})`,
  }),
});
