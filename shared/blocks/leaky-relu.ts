import { pythonNumber } from '../code/python.ts';
import { leakyBy } from './activations.ts';
import { defineBlock } from './define-block.ts';
import { float } from './params.ts';
import { requireNumbers } from './requirements.ts';

/** Numbers above 0 pass as they are, those below it times a slope. Keras's default here is 0.3, where the activation of that name has 0.2. */
export const leakyRelu = defineBlock({
  type: 'LeakyReLU',
  title: 'LeakyReLU',
  category: 'core',
  icon: 'leaky-relu',
  docs: 'Lets positive numbers pass and makes negative ones small instead of 0.',
  guide: {
    when: 'Where ReLU leaves so many numbers at 0 that their gradients vanish and nothing is learned from them.',
    shape: 'The shape stays as it is.',
    keywords: ['vanishing gradient', 'dying ReLU', 'activation'],
    example: { inputs: [[13, 13, 32]], output: [13, 13, 32] },
  },
  params: {
    negativeSlope: float('Negative slope', 0.3, { min: 0, help: 'What negative numbers are multiplied by.' }),
  },
  summary: ({ negativeSlope }) => [`slope ${negativeSlope}`],
  infer: (_params, [input]) => requireNumbers('LeakyReLU', input!) ?? input!,
  forward: ({ tf }, { negativeSlope }, [input]) => ({
    tensor: leakyBy(negativeSlope)(tf, input!.tensor),
    mask: input!.mask,
  }),
  toPyTorch: ({ negativeSlope }) => ({
    layout: 'any',
    forward: ({ x }) => `F.leaky_relu(${x}, negative_slope=${pythonNumber(negativeSlope, true)})`,
  }),
});
