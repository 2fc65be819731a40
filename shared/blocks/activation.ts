import { activationNames, activations, activationsOverClasses } from './activations.ts';
import { defineBlock } from './define-block.ts';
import { choice } from './params.ts';
import { activated, activationHelpers } from './pytorch-activations.ts';
import { channelAxis } from './pytorch-form.ts';
import { requireNumbers, requireRow } from './requirements.ts';

/** An activation as a layer of its own. */
export const activation = defineBlock({
  type: 'Activation',
  title: 'Activation',
  category: 'core',
  icon: 'activation',
  docs: 'Bends the numbers that pass. Without such a bend between them, several layers could do no more than one.',
  guide: {
    when: 'Where something stands between a layer and its bend, such as BatchNormalization; else the layer has an activation of its own. Start with relu.',
    shape: 'The shape stays as it is.',
    keywords: ['nonlinearity', 'sigmoid', 'tanh', 'gelu', 'swish'],
    example: { inputs: [[64]], params: { activation: 'relu' }, output: [64] },
  },
  params: { activation: choice('Activation', activationNames, 'relu') },
  summary: ({ activation: name }) => [name],
  infer({ activation: name }, [input]) {
    const shapeless = activationsOverClasses.includes(name) ? requireRow(`Activation ${name}`, input!) : null;
    return shapeless ?? requireNumbers('Activation', input!) ?? input!;
  },
  forward: ({ tf }, { activation: name }, [input]) => ({
    tensor: activations[name](tf, input!.tensor),
    mask: input!.mask,
  }),
  toPyTorch: ({ activation: name }, [input]) => ({
    layout: 'any',
    helpers: activationHelpers(name),
    forward: ({ x, layout }) => activated(name, x, channelAxis(layout, input!.shape.length)),
  }),
});
