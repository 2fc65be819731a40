import type { Tensor } from '@tensorflow/tfjs-core';
import { defineBlock, type Tfjs } from './define-block.ts';
import { flag } from './params.ts';
import { recurrentInPyTorch } from './pytorch-recurrent.ts';
import { gruSteps } from './recurrent.ts';
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

const gates = 3;

/** Gated recurrent unit (Cho and others, EMNLP 2014) with the gates, order and reset_after form of `keras.layers.GRU`. */
export const gru = defineBlock({
  type: 'GRU',
  title: 'GRU',
  category: 'recurrent',
  icon: 'gru',
  docs: 'A simpler LSTM: one memory and two gates instead of three.',
  guide: {
    when: 'For sequences, in place of an LSTM: it has a quarter fewer weights, is faster and often as good. Gradients vanish as little as there.',
    shape:
      'Gives what it has at the last step: (steps, features) to (units). With return sequences it gives every step: (steps, units).',
    keywords: ['vanishing gradient', 'RNN', 'gated recurrent unit', 'time series'],
    example: { inputs: [[200, 32]], params: { units: 64, returnSequences: true }, output: [200, 64] },
  },
  params: {
    ...gatedParams,
    resetAfter: flag('Reset after', true, {
      group: 'advanced',
      help: 'The reset gate acts after the product with the memory; needed for the fast GPU form.',
    }),
  },
  kerasFixed: recurrentFixed,
  summary: (params) => summarizeRecurrent(params),
  infer: (params, [input]) => inferRecurrent('GRU', params, input!),
  weights: (params, [input]) => [
    ...recurrentKernels(gates, params, input!),
    ...(params.useBias
      ? [
          trainable(
            'bias',
            params.resetAfter ? [2, gates * params.units] : [gates * params.units],
            params.biasInitializer,
            params.biasRegularizer,
          ),
        ]
      : []),
  ],
  multiplyAdds: ({ units }, [input]) => recurrentMultiplyAdds(gates, units, input!),
  forward(context, params, [input], { kernel, recurrent_kernel: recurrentKernel, bias }) {
    const { tf, fused } = context;
    const { recurrentActivation, resetAfter } = params;
    const { inputBias, recurrentBias } = splitBias(tf, bias, resetAfter);
    const weights = { kernel: kernel!, recurrentKernel: recurrentKernel!, inputBias };
    return forwardRecurrent(context, gates, params, input!, weights, (input) => {
      const steps = { ...input, recurrentActivation, recurrentBias, resetAfter };
      return fused?.gru?.(tf, steps) ?? gruSteps(tf, steps);
    });
  },
  toPyTorch: (params, [input]) => recurrentInPyTorch('GRU', params, input!),
});

/** With reset_after the bias has two rows: for the input and for the state. */
function splitBias(
  tf: Tfjs,
  bias: Tensor | undefined,
  resetAfter: boolean,
): { readonly inputBias: Tensor | null; readonly recurrentBias: Tensor | null } {
  if (!bias) return { inputBias: null, recurrentBias: null };
  if (!resetAfter) return { inputBias: bias, recurrentBias: null };
  const [inputBias, recurrentBias] = tf.unstack(bias) as [Tensor, Tensor];
  return { inputBias, recurrentBias };
}
