import type { Tensor } from '@tensorflow/tfjs-core';
import { defineBlock, type Tfjs } from './define-block.ts';
import { flag } from './params.ts';
import { gruSteps } from './recurrent.ts';
import {
  inferRecurrent,
  projectInput,
  recurrentDropout,
  recurrentFixed,
  recurrentMultiplyAdds,
  recurrentParams,
} from './recurrent-layer.ts';
import { activityPenalty } from './regularizers.ts';
import { trainable } from './weight-specs.ts';

const gates = 3;

/** Gated recurrent unit (Cho and others, EMNLP 2014) with the gates, order and reset_after form of `keras.layers.GRU`. */
export const gru = defineBlock({
  type: 'GRU',
  title: 'GRU',
  category: 'recurrent',
  icon: 'gru',
  docs: 'A simpler LSTM: one memory and two gates instead of three. Faster, and often as good.',
  params: {
    ...recurrentParams,
    resetAfter: flag('Reset after', true, {
      group: 'advanced',
      help: 'The reset gate acts after the product with the memory; needed for the fast GPU form.',
    }),
  },
  kerasFixed: recurrentFixed,
  summary: ({ units, returnSequences }) => [
    `${units} ${units === 1 ? 'unit' : 'units'}`,
    returnSequences ? 'every step' : 'last step',
  ],
  infer: (params, [input]) => inferRecurrent('GRU', params, input!),
  weights: (params, [input]) => [
    trainable('kernel', [input!.shape[1]!, gates * params.units], params.kernelInitializer, params.kernelRegularizer),
    trainable(
      'recurrent_kernel',
      [params.units, gates * params.units],
      params.recurrentInitializer,
      params.recurrentRegularizer,
    ),
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
    const { tensor, mask } = input!;
    const [batch, , features] = tensor.shape as [number, number, number];
    const { inputFactors, stateFactors } = recurrentDropout(context, params, gates, batch, features, params.units);
    const { inputBias, recurrentBias } = splitBias(context.tf, bias, params.resetAfter);
    const steps = {
      projected: projectInput(context, tensor, kernel!, inputBias, inputFactors),
      recurrentKernel: recurrentKernel!,
      recurrentBias,
      mask,
      stateFactors,
      activation: params.activation,
      recurrentActivation: params.recurrentActivation,
      returnSequences: params.returnSequences,
      goBackwards: params.goBackwards,
      resetAfter: params.resetAfter,
    };
    const y = context.fused?.gru?.(context.tf, steps) ?? gruSteps(context.tf, steps);
    if (params.activityRegularizer) context.addLoss(activityPenalty(context.tf, params.activityRegularizer, y));
    return { tensor: y, mask: params.returnSequences ? mask : null };
  },
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
