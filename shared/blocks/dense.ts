import { activationNames, activations } from './activations.ts';
import { defineBlock, sizeOf } from './define-block.ts';
import { biasInitializers, glorotUniform, initializers, zeros } from './initializers.ts';
import { choice, component, componentValue, flag, int, optionalComponent } from './params.ts';
import { activated, activationHelpers } from './pytorch-activations.ts';
import { argument, type PyTorchForm, truth } from './pytorch-form.ts';
import { activityPenalty, regularizers } from './regularizers.ts';
import { requireNumbers, requireRow } from './requirements.ts';
import { trainable } from './weight-specs.ts';

/** Fully connected layer on the last dimension: `activation(x · kernel + bias)`. */
export const dense = defineBlock({
  type: 'Dense',
  title: 'Dense',
  category: 'core',
  icon: 'dense',
  docs: 'Every output looks at every input and weighs it.',
  guide: {
    when: 'The work horse for tables, and the last step of most networks. For a picture or a sequence, a block that shares its weights over places needs far fewer of them.',
    shape: 'The last dimension becomes the number of units, and the others stay: (…, features) to (…, units).',
    keywords: ['fully connected', 'linear', 'MLP', 'perceptron', 'feed forward'],
    example: { inputs: [[10]], params: { units: 64 }, output: [64] },
  },
  params: {
    units: int('Units', 32, { min: 1, help: 'How many numbers come out.' }),
    activation: choice('Activation', activationNames, 'linear'),
    useBias: flag('Use bias', true),
    kernelInitializer: component('Kernel initializer', initializers, componentValue(glorotUniform), {
      group: 'initializers',
    }),
    biasInitializer: component('Bias initializer', biasInitializers, componentValue(zeros), { group: 'initializers' }),
    kernelRegularizer: optionalComponent('Kernel regularizer', regularizers, { group: 'penalties' }),
    biasRegularizer: optionalComponent('Bias regularizer', regularizers, { group: 'penalties' }),
    activityRegularizer: optionalComponent('Activity regularizer', regularizers, { group: 'penalties' }),
  },
  kerasFixed: { kernel_constraint: null, bias_constraint: null },
  summary: ({ units, activation }) => [`${units} ${units === 1 ? 'unit' : 'units'}`, activation],
  infer({ units }, [input]) {
    const wrong = requireRow('Dense', input!) ?? requireNumbers('Dense', input!);
    return wrong ?? { ...input!, shape: [...input!.shape.slice(0, -1), units] };
  },
  weights: (params, [input]) => [
    trainable('kernel', [input!.shape.at(-1)!, params.units], params.kernelInitializer, params.kernelRegularizer),
    ...(params.useBias ? [trainable('bias', [params.units], params.biasInitializer, params.biasRegularizer)] : []),
  ],
  multiplyAdds: ({ units }, [input]) => sizeOf(input!.shape) * units,
  forward({ tf, addLoss }, { activation, units, activityRegularizer }, [input], { kernel, bias }) {
    const { tensor, mask } = input!;
    const rows = tf.reshape(tensor, [-1, tensor.shape.at(-1)!]);
    const product = tf.matMul(rows as never, kernel as never);
    const z = bias ? tf.add(product, bias) : product;
    const y = activations[activation](tf, tf.reshape(z, [...tensor.shape.slice(0, -1), units]));
    if (activityRegularizer) addLoss(activityPenalty(tf, activityRegularizer, y));
    return { tensor: y, mask };
  },
  toPyTorch: (params, [input]) => ({
    ...linearInPyTorch(input!.shape.at(-1)!, params.units, params.useBias),
    helpers: activationHelpers(params.activation),
    activity: { regularizer: params.activityRegularizer },
    forward: ({ self, x }) => activated(params.activation, `${self()}(${x})`, -1),
  }),
});

/** `nn.Linear`, whose kernel lies the other way round. */
function linearInPyTorch(inputs: number, units: number, useBias: boolean): Pick<PyTorchForm, 'members' | 'weights'> {
  const bias = { weight: 'bias', attribute: 'bias', shape: [units] };
  return {
    members: [{ call: 'nn.Linear', args: [`${inputs}`, `${units}`, ...argument('bias', truth(useBias), 'True')] }],
    weights: [
      { weight: 'kernel', attribute: 'weight', permute: [1, 0], shape: [units, inputs] },
      ...(useBias ? [bias] : []),
    ],
  };
}
