import { problem } from '../messages/problem.ts';
import { activationNames, activations } from './activations.ts';
import { defineBlock, sizeOf } from './define-block.ts';
import { glorotUniform, initializers, zeros } from './initializers.ts';
import { choice, component, flag, int, optionalComponent, valueOf } from './params.ts';
import { regularizers } from './regularizers.ts';

/** Fully connected layer on the last dimension: `activation(x · kernel + bias)`. */
export const dense = defineBlock({
  type: 'Dense',
  title: 'Dense',
  category: 'core',
  icon: 'dense',
  docs: 'Every output looks at every input and weighs it. The work horse for tables, and the last step of most networks.',
  params: {
    units: int('Units', 32, { min: 1 }),
    activation: choice('Activation', activationNames, 'linear'),
    useBias: flag('Use bias', true),
    kernelInitializer: component('Kernel initializer', initializers, valueOf(glorotUniform), { group: 'initializers' }),
    biasInitializer: component('Bias initializer', initializers, valueOf(zeros), { group: 'initializers' }),
    kernelRegularizer: optionalComponent('Kernel regularizer', regularizers, { group: 'penalties' }),
    biasRegularizer: optionalComponent('Bias regularizer', regularizers, { group: 'penalties' }),
  },
  summary: ({ units, activation }) => [`${units} units`, activation],
  infer({ units }, [input]) {
    const { shape, dtype, masked } = input!;
    if (shape.length === 0) return problem('rank-at-least', { type: 'Dense', expected: 1, received: 0 });
    if (dtype !== 'float32') return problem('numbers-expected', { type: 'Dense', received: dtype });
    return { shape: [...shape.slice(0, -1), units], dtype, masked };
  },
  weights: (params, [input]) => [
    {
      name: 'kernel',
      shape: [input!.shape.at(-1)!, params.units],
      initializer: params.kernelInitializer,
      regularizer: params.kernelRegularizer,
      trainable: true,
    },
    ...(params.useBias
      ? [
          {
            name: 'bias',
            shape: [params.units],
            initializer: params.biasInitializer,
            regularizer: params.biasRegularizer,
            trainable: true,
          },
        ]
      : []),
  ],
  multiplyAdds: ({ units }, [input]) => sizeOf(input!.shape) * units,
  forward({ tf }, { activation, units }, [input], { kernel, bias }) {
    const { tensor, mask } = input!;
    const rows = tf.reshape(tensor, [-1, tensor.shape.at(-1)!]);
    let y = tf.matMul(rows as never, kernel as never);
    if (bias) y = tf.add(y, bias);
    return { tensor: activations[activation](tf, tf.reshape(y, [...tensor.shape.slice(0, -1), units])), mask };
  },
});
