import { defineBlock, type WeightSpec } from './define-block.ts';
import { ones } from './initializers.ts';
import { type ComponentValue, componentValue, flag } from './params.ts';
import { recurrentInPyTorch } from './pytorch-recurrent.ts';
import { lstmSteps } from './recurrent.ts';
import {
  forwardRecurrent,
  gatedParams,
  inferRecurrent,
  recurrentFixed,
  recurrentKernels,
  recurrentMultiplyAdds,
  summarizeRecurrent,
} from './recurrent-layer.ts';
import { trainable } from './weight-specs.ts';

const gates = 4;

/** Long short-term memory (Hochreiter and Schmidhuber, Neural Computation 9, 1997) with the gates and order of `keras.layers.LSTM`. */
export const lstm = defineBlock({
  type: 'LSTM',
  title: 'LSTM',
  category: 'recurrent',
  icon: 'lstm',
  docs: 'Reads a sequence step by step with a memory it can keep, change or clear.',
  guide: {
    when: 'For texts and series where early steps matter late: its memory keeps gradients from vanishing over many steps, as they do in a SimpleRNN.',
    shape:
      'Gives what it has at the last step: (steps, features) to (units). With return sequences it gives every step: (steps, units).',
    keywords: ['vanishing gradient', 'RNN', 'memory', 'time series', 'long short-term memory'],
    example: { inputs: [[200, 32]], params: { units: 64 }, output: [64] },
  },
  params: {
    ...gatedParams,
    unitForgetBias: flag('Unit forget bias', true, {
      group: 'advanced',
      help: 'Starts with a memory that keeps: the bias of its gate is 1.',
    }),
  },
  kerasFixed: recurrentFixed,
  summary: (params) => summarizeRecurrent(params),
  infer: (params, [input]) => inferRecurrent('LSTM', params, input!),
  weights: (params, [input]) => [
    ...recurrentKernels(gates, params, input!),
    ...(params.useBias ? [biasOf(params)] : []),
  ],
  multiplyAdds: ({ units }, [input]) => recurrentMultiplyAdds(gates, units, input!),
  forward: (context, params, [input], { kernel, recurrent_kernel: recurrentKernel, bias }) =>
    forwardRecurrent(
      context,
      gates,
      params,
      input!,
      { kernel: kernel!, recurrentKernel: recurrentKernel!, inputBias: bias ?? null },
      (input) => {
        const { recurrentActivation } = params;
        const steps = { ...input, recurrentActivation, recurrentBias: null };
        return context.fused?.lstm?.(context.tf, steps) ?? lstmSteps(context.tf, steps);
      },
    ),
  toPyTorch: (params, [input]) => recurrentInPyTorch('LSTM', params, input!),
});

interface BiasParams {
  readonly units: number;
  readonly unitForgetBias: boolean;
  readonly biasInitializer: ComponentValue;
  readonly biasRegularizer: ComponentValue | null;
}

function biasOf({ units, unitForgetBias, biasInitializer, biasRegularizer }: BiasParams): WeightSpec {
  const bias = trainable('bias', [gates * units], biasInitializer, biasRegularizer);
  if (!unitForgetBias) return bias;
  // The forget gate is the second of the four; the initializer draws for the pieces beside it.
  return {
    ...bias,
    initialParts: [
      { shape: [units], initializer: biasInitializer },
      { shape: [units], initializer: componentValue(ones) },
      { shape: [2 * units], initializer: biasInitializer },
    ],
  };
}
