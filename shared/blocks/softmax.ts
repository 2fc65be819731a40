import type { Tensor } from '@tensorflow/tfjs-core';
import { phrases } from '../messages/phrases.ts';
import { problem } from '../messages/problem.ts';
import { say } from '../messages/sentence.ts';
import { defineBlock, type Tfjs } from './define-block.ts';
import { int } from './params.ts';
import { axisIn } from './pytorch-form.ts';
import { requireAxis, requireNumbers, requireRow } from './requirements.ts';

/** Shares that add up to 1 along one dimension: `exp(x)` over the sum of all `exp(x)`. */
export const softmax = defineBlock({
  type: 'Softmax',
  title: 'Softmax',
  category: 'core',
  icon: 'softmax',
  docs: 'Turns scores into shares that add up to 1, such as the probability of each class.',
  guide: {
    when: 'Behind the last Dense of a network that chooses a class, or along another dimension to weigh steps or places. Leave it out where the loss takes logits.',
    shape: 'The shape stays as it is.',
    keywords: ['probability', 'classification', 'logits'],
    example: { inputs: [[10]], output: [10] },
  },
  params: {
    axis: int('Axis', -1, {
      min: -5,
      max: 5,
      help: 'The dimension whose shares add up to 1: 1 is the first of a sample, -1 the last.',
    }),
  },
  summary: ({ axis }) => [axis === -1 ? 'over the last dimension' : `over dimension ${axis}`],
  infer({ axis }, [input]) {
    const wrong = requireRow('Softmax', input!) ?? requireNumbers('Softmax', input!);
    if (wrong) return wrong;
    // Keras lays a mask over the last dimensions, where one over steps does not fit, and fails.
    if (input!.masked) return problem('softmax-masked', { received: say(phrases['masked-input']) });
    return requireAxis('Softmax', input!, axis, 'axis') ?? input!;
  },
  forward: ({ tf }, { axis }, [input]) => ({ tensor: softmaxAlong(tf, input!.tensor, axis), mask: null }),
  toPyTorch: ({ axis }, [input]) => ({
    layout: 'any',
    forward({ x, layout }) {
      const rank = input!.shape.length;
      const place = axis < 0 ? rank + 1 + axis : axis;
      const isLast = place === rank && layout === 'last';
      return `F.softmax(${x}, dim=${isLast ? -1 : axisIn(layout, place, rank)})`;
    },
  }),
});

/** Softmax as there is one, with the dimension brought to the end and back. */
function softmaxAlong(tf: Tfjs, x: Tensor, axis: number): Tensor {
  const last = x.rank - 1;
  const place = axis < 0 ? x.rank + axis : axis;
  if (place === last) return tf.softmax(x);
  const swap = x.shape.map((_, index) => (index === place ? last : index === last ? place : index));
  return tf.transpose(tf.softmax(tf.transpose(x, swap)), swap);
}
