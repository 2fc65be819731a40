import { meanSquaredError } from '../training/losses/mean-squared-error.ts';
import { losses } from '../training/losses.ts';
import { metrics } from '../training/metrics.ts';
import { defineBlock } from './define-block.ts';
import { component, components, componentValue, float } from './params.ts';

/** Where the network answers: its loss is what training makes small, its metrics are what people read. */
export const output = defineBlock({
  type: 'Output',
  title: 'Output',
  category: 'input-output',
  icon: 'output',
  docs: 'Where the network answers: its loss is what training makes small, and its metrics are shown beside it.',
  guide: {
    when: 'Every model ends in one, and has one for each question it answers. The loss must suit the answer: crossentropy for classes, squared error for numbers.',
    shape: 'Takes any shape that suits its loss and gives nothing on.',
    keywords: ['target', 'label', 'objective', 'loss'],
    example: { inputs: [[10]], output: null },
  },
  output: false,
  params: {
    loss: component('Loss', losses, componentValue(meanSquaredError), { keras: null }),
    lossWeight: float('Loss weight', 1, { min: 0, group: 'advanced', keras: null }),
    metrics: components('Metrics', metrics, [], { keras: null }),
  },
  summary: ({ metrics: list }) =>
    list.length === 0
      ? ['no metrics']
      : list.map(({ type }) => metrics.find((metric) => metric.type === type)?.title ?? type).slice(0, 3),
  infer: (_params, [input]) => input!,
  forward: (_context, _params, [input]) => input!,
  toKeras: () => null,
});
