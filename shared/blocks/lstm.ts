import { defineBlock, type WeightSpec } from './define-block.ts';
import { ones } from './initializers.ts';
import { type ComponentValue, componentValue, flag } from './params.ts';
import { lstmSteps } from './recurrent.ts';
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

const gates = 4;

/** Long short-term memory (Hochreiter and Schmidhuber, Neural Computation 9, 1997) with the gates and order of `keras.layers.LSTM`. */
export const lstm = defineBlock({
  type: 'LSTM',
  title: 'LSTM',
  category: 'recurrent',
  icon: 'lstm',
  docs: 'Reads a sequence step by step with a memory it can keep, change or clear. For texts and series where early steps matter late.',
  params: {
    ...recurrentParams,
    unitForgetBias: flag('Unit forget bias', true, {
      group: 'advanced',
      help: 'Starts with a memory that keeps: the bias of its gate is 1.',
    }),
  },
  kerasFixed: recurrentFixed,
  summary: ({ units, returnSequences }) => [
    `${units} ${units === 1 ? 'unit' : 'units'}`,
    returnSequences ? 'every step' : 'last step',
  ],
  infer: (params, [input]) => inferRecurrent('LSTM', params, input!),
  weights: (params, [input]) => [
    trainable('kernel', [input!.shape[1]!, gates * params.units], params.kernelInitializer, params.kernelRegularizer),
    trainable(
      'recurrent_kernel',
      [params.units, gates * params.units],
      params.recurrentInitializer,
      params.recurrentRegularizer,
    ),
    ...(params.useBias ? [biasOf(params)] : []),
  ],
  multiplyAdds: ({ units }, [input]) => recurrentMultiplyAdds(gates, units, input!),
  forward(context, params, [input], { kernel, recurrent_kernel: recurrentKernel, bias }) {
    const { tensor, mask } = input!;
    const [batch, , features] = tensor.shape as [number, number, number];
    const { inputFactors, stateFactors } = recurrentDropout(context, params, gates, batch, features, params.units);
    const steps = {
      projected: projectInput(context, tensor, kernel!, bias ?? null, inputFactors),
      recurrentKernel: recurrentKernel!,
      recurrentBias: null,
      mask,
      stateFactors,
      activation: params.activation,
      recurrentActivation: params.recurrentActivation,
      returnSequences: params.returnSequences,
      goBackwards: params.goBackwards,
    };
    const y = context.fused?.lstm?.(context.tf, steps) ?? lstmSteps(context.tf, steps);
    if (params.activityRegularizer) context.addLoss(activityPenalty(context.tf, params.activityRegularizer, y));
    return { tensor: y, mask: params.returnSequences ? mask : null };
  },
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
