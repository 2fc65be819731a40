import { defineBlock } from './define-block.ts';
import { recurrentInPyTorch } from './pytorch-recurrent.ts';
import { simpleRnnSteps } from './recurrent.ts';
import {
  forwardRecurrent,
  inferRecurrent,
  recurrentFixed,
  recurrentKernels,
  recurrentMultiplyAdds,
  recurrentParams,
  summarizeRecurrent,
} from './recurrent-layer.ts';
import { trainable } from './weight-specs.ts';

/** Its one product counts as one gate that is always open. */
const gates = 1;

/** The recurrent network of Elman (Cognitive Science 14, 1990): what it gives at one step is what it remembers at the next. */
export const simpleRnn = defineBlock({
  type: 'SimpleRNN',
  title: 'SimpleRNN',
  category: 'recurrent',
  icon: 'simple-rnn',
  docs: 'Reads a sequence step by step and mixes each step with what it gave at the last.',
  guide: {
    when: 'For short sequences, and to see how memory works. Over many steps its gradients vanish and it forgets: take LSTM or GRU there.',
    shape:
      'Gives what it has at the last step: (steps, features) to (units). With return sequences it gives every step: (steps, units).',
    keywords: ['vanishing gradient', 'RNN', 'recurrent', 'Elman', 'time series'],
    example: { inputs: [[20, 8]], params: { units: 16 }, output: [16] },
  },
  params: recurrentParams,
  // Keras 3 takes an activity regularizer and makes nothing of it.
  kerasFixed: { ...recurrentFixed, activity_regularizer: null },
  summary: (params) => summarizeRecurrent(params),
  infer: (params, [input]) => inferRecurrent('SimpleRNN', params, input!),
  weights: (params, [input]) => [
    ...recurrentKernels(gates, params, input!),
    ...(params.useBias ? [trainable('bias', [params.units], params.biasInitializer, params.biasRegularizer)] : []),
  ],
  multiplyAdds: ({ units }, [input]) => recurrentMultiplyAdds(gates, units, input!),
  forward: (context, params, [input], { kernel, recurrent_kernel: recurrentKernel, bias }) =>
    forwardRecurrent(
      context,
      gates,
      params,
      input!,
      { kernel: kernel!, recurrentKernel: recurrentKernel!, inputBias: bias ?? null },
      (steps) => simpleRnnSteps(context.tf, steps),
    ),
  toPyTorch: (params, [input]) => recurrentInPyTorch('SimpleRNN', params, input!),
});
