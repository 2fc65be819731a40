import { pythonNumber } from '../code/python.ts';
import { defineBlock } from './define-block.ts';
import { normalNumbers } from './normal-numbers.ts';
import { float } from './params.ts';
import { requireNumbers } from './requirements.ts';

/** In training, each number plus one drawn from a normal distribution around 0. */
export const gaussianNoise = defineBlock({
  type: 'GaussianNoise',
  title: 'GaussianNoise',
  category: 'regularization',
  icon: 'gaussian-noise',
  docs: 'Shakes every number a little while training, so that the network cannot learn samples by heart. In use it does nothing.',
  guide: {
    when: 'Behind an Input of measurements, where there is little data: every sample looks a little different each time.',
    shape: 'The shape stays as it is.',
    keywords: ['augmentation', 'overfitting', 'denoising', 'jitter'],
    example: { inputs: [[10]], params: { stddev: 0.1 }, output: [10] },
  },
  params: {
    stddev: float('Standard deviation', 0.1, { min: 0, max: 1, help: 'How far numbers are moved, on average.' }),
  },
  kerasFixed: { seed: null },
  summary: ({ stddev }) => [`spread ${stddev}`],
  infer: (_params, [input]) => requireNumbers('GaussianNoise', input!) ?? input!,
  forward(context, { stddev }, [input]) {
    const { tensor, mask } = input!;
    if (!context.training || stddev === 0) return input!;
    const { tf } = context;
    return { tensor: tf.add(tensor, tf.mul(normalNumbers(context, tensor.shape), stddev)), mask };
  },
  toPyTorch: ({ stddev }) => ({
    layout: 'any',
    forward: ({ x }) => `${x} + ${pythonNumber(stddev, true)} * torch.randn_like(${x}) if self.training else ${x}`,
  }),
});
