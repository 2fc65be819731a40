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
  toPyTorch({ sharedAxes }, [input]) {
    const { shape } = input!;
    const channels = shape.at(-1)!;
    const perChannel = shape.length > 0 && shape.slice(0, -1).every((_, at) => sharedAxes.includes(at + 1));
    // PyTorch's own has one slope for each channel, or one for all.
    if (perChannel && !sharedAxes.includes(shape.length)) {
      return {
        layout: 'first',
        members: [{ call: 'nn.PReLU', args: [`${channels}`] }],
        weights: [{ weight: 'alpha', attribute: 'weight', shape: [channels] }],
        forward: ({ self, x }) => `${self()}(${x})`,
      };
    }
    const own = shape.map((size, at) => (sharedAxes.includes(at + 1) ? 1 : size));
    return {
      members: [{ call: 'nn.Parameter', args: [`torch.empty(${own.join(', ')})`] }],
      weights: [{ weight: 'alpha', attribute: '', shape: own }],
      forward: ({ self, x }) => `F.relu(${x}) - ${self()} * F.relu(-${x})`,
    };
  },
});
