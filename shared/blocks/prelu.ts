import { defineBlock } from './define-block.ts';
import { biasInitializers, zeros } from './initializers.ts';
import { axes, component, componentValue, optionalComponent } from './params.ts';
import { regularizers } from './regularizers.ts';
import { requireAxis, requireNumbers } from './requirements.ts';
import { trainable } from './weight-specs.ts';

/**
 * A leaky ReLU that learns its slopes, one for each number of a sample unless axes share them. Source: He, Zhang, Ren and Sun
 * (ICCV 2015).
 */
export const prelu = defineBlock({
  type: 'PReLU',
  title: 'PReLU',
  category: 'core',
  icon: 'prelu',
  docs: 'A LeakyReLU that learns how much of the negative numbers passes.',
  guide: {
    when: 'In large networks that have data enough for more weights. After a Conv2D, let height and width share their slopes.',
    shape: 'The shape stays as it is.',
    keywords: ['parametric ReLU', 'activation', 'vanishing gradient'],
    example: { inputs: [[13, 13, 32]], params: { sharedAxes: [1, 2] }, output: [13, 13, 32] },
  },
  params: {
    sharedAxes: axes('Shared axes', {
      whenEmpty: 'none',
      help: 'Dimensions along which the slope is the same: 1, 2 for one slope for each channel of a picture.',
    }),
    alphaInitializer: component('Alpha initializer', biasInitializers, componentValue(zeros), {
      group: 'initializers',
    }),
    alphaRegularizer: optionalComponent('Alpha regularizer', regularizers, { group: 'penalties' }),
  },
  kerasFixed: { alpha_constraint: null },
  summary: ({ sharedAxes }) => [
    sharedAxes.length === 0 ? 'a slope for each number' : `slopes shared along ${sharedAxes.join(', ')}`,
  ],
  infer({ sharedAxes }, [input]) {
    const largest = Math.max(1, ...sharedAxes);
    const lacking = sharedAxes.length === 0 ? null : requireAxis('PReLU', input!, largest, 'sharedAxes');
    return lacking ?? requireNumbers('PReLU', input!) ?? input!;
  },
  weights: ({ sharedAxes, alphaInitializer, alphaRegularizer }, [input]) => [
    trainable(
      'alpha',
      input!.shape.map((size, index) => (sharedAxes.includes(index + 1) ? 1 : size)),
      alphaInitializer,
      alphaRegularizer,
    ),
  ],
  forward({ tf }, _params, [input], { alpha }) {
    const { tensor, mask } = input!;
    return { tensor: tf.sub(tf.relu(tensor), tf.mul(tf.relu(tf.neg(tensor)), alpha!)), mask };
  },
});
