import type { Tensor } from '@tensorflow/tfjs-core';
import type { ProblemText } from '../messages/problem.ts';
import { activationNames } from './activations.ts';
import type { ForwardContext, TensorSpec, Value, WeightSpec } from './define-block.ts';
import { biasInitializers, glorotUniform, initializers, orthogonal, zeros } from './initializers.ts';
import { keepFactors } from './keep-factors.ts';
import { choice, component, componentValue, flag, float, int, optionalComponent, type ParamValues } from './params.ts';
import type { PlainStepsInput } from './recurrent.ts';
import { activityPenalty, regularizers } from './regularizers.ts';
import { requireNumbers, requireRank } from './requirements.ts';
import { trainable } from './weight-specs.ts';

const size = {
  units: int('Units', 32, { min: 1, help: 'How many numbers it remembers.' }),
  activation: choice('Activation', activationNames, 'tanh'),
} as const;

const others = {
  returnSequences: flag('Return sequences', false, { help: 'Gives the output of every step instead of the last.' }),
  goBackwards: flag('Go backwards', false, { help: 'Reads from the last step to the first.' }),
  dropout: float('Dropout', 0, { min: 0, max: 1, help: 'Share of the inputs set to zero, the same at all steps.' }),
  recurrentDropout: float('Recurrent dropout', 0, {
    min: 0,
    max: 1,
    help: 'Share of the memory set to zero on its way to the next step.',
  }),
  useBias: flag('Use bias', true),
  kernelInitializer: component('Kernel initializer', initializers, componentValue(glorotUniform), {
    group: 'initializers',
  }),
  recurrentInitializer: component('Recurrent initializer', initializers, componentValue(orthogonal), {
    group: 'initializers',
  }),
  biasInitializer: component('Bias initializer', biasInitializers, componentValue(zeros), { group: 'initializers' }),
  kernelRegularizer: optionalComponent('Kernel regularizer', regularizers, { group: 'penalties' }),
  recurrentRegularizer: optionalComponent('Recurrent regularizer', regularizers, { group: 'penalties' }),
  biasRegularizer: optionalComponent('Bias regularizer', regularizers, { group: 'penalties' }),
} as const;

/** The params all recurrent layers have in common, in the order the inspector shows them. */
export const recurrentParams = { ...size, ...others } as const;

/** The same with what those with gates, LSTM and GRU, have besides. */
export const gatedParams = {
  ...size,
  recurrentActivation: choice('Recurrent activation', activationNames, 'sigmoid', { help: 'How far each gate opens.' }),
  ...others,
  activityRegularizer: optionalComponent('Activity regularizer', regularizers, { group: 'penalties' }),
} as const;

type RecurrentValues = ParamValues<typeof recurrentParams>;

/** SimpleRNN has no activity regularizer, as Keras's takes one and makes nothing of it. */
type ComputedValues = RecurrentValues & Partial<Pick<ParamValues<typeof gatedParams>, 'activityRegularizer'>>;

/** Keras arguments of recurrent layers that Layerloom leaves alone. */
export const recurrentFixed = {
  kernel_constraint: null,
  recurrent_constraint: null,
  bias_constraint: null,
  return_state: false,
  stateful: false,
  unroll: false,
  seed: null,
} as const;

/** The output's spec: the last step, or every step with the mask of the input. */
export function inferRecurrent(
  type: string,
  { units, returnSequences }: RecurrentValues,
  input: TensorSpec,
): TensorSpec | ProblemText {
  const wrong = requireRank(type, input, 'time×features') ?? requireNumbers(type, input);
  if (wrong) return wrong;
  return returnSequences
    ? { ...input, shape: [input.shape[0]!, units] }
    : { shape: [units], dtype: 'float32', masked: false };
}

/** What the card says: units, and whether it gives every step. */
export function summarizeRecurrent({ units, returnSequences }: RecurrentValues): readonly string[] {
  return [`${units} ${units === 1 ? 'unit' : 'units'}`, returnSequences ? 'every step' : 'last step'];
}

/** The kernels of all gates: for the input [features, gates * units], for the state [units, gates * units]. */
export function recurrentKernels(gates: number, params: RecurrentValues, input: TensorSpec): readonly WeightSpec[] {
  const { units, kernelInitializer, kernelRegularizer, recurrentInitializer, recurrentRegularizer } = params;
  return [
    trainable('kernel', [input.shape[1]!, gates * units], kernelInitializer, kernelRegularizer),
    trainable('recurrent_kernel', [units, gates * units], recurrentInitializer, recurrentRegularizer),
  ];
}

/** Multiply-adds of all steps: input and state, each with the kernel of every gate. */
export function recurrentMultiplyAdds(gates: number, units: number, input: TensorSpec): number {
  const [time, features] = input.shape as readonly [number, number];
  return time * gates * units * (features + units);
}

/** The weights of a recurrent layer that every loop has; a bias for the state is known to the loop that has one. */
interface RecurrentWeights {
  readonly kernel: Tensor;
  readonly recurrentKernel: Tensor;
  readonly inputBias: Tensor | null;
}

/** Computes a recurrent layer: dropout, the input's part of all gates, then `loop` over the time steps. */
export function forwardRecurrent(
  context: ForwardContext,
  gates: number,
  params: ComputedValues,
  { tensor, mask }: Value,
  { kernel, recurrentKernel, inputBias }: RecurrentWeights,
  loop: (steps: PlainStepsInput) => Tensor,
): Value {
  const { units, activation, returnSequences, goBackwards, activityRegularizer } = params;
  const [batch, , features] = tensor.shape as [number, number, number];
  const { inputFactors, stateFactors } = recurrentDropout(context, params, gates, batch, features, units);
  const y = loop({
    projected: projectInput(context, tensor, kernel, inputBias, inputFactors),
    recurrentKernel,
    mask,
    stateFactors,
    activation,
    returnSequences,
    goBackwards,
  });
  if (activityRegularizer) context.addLoss(activityPenalty(context.tf, activityRegularizer, y));
  return { tensor: y, mask: returnSequences ? mask : null };
}

interface Rates {
  readonly dropout: number;
  readonly recurrentDropout: number;
}

/**
 * Dropout as Keras's cells have it: one mask a sample, the same at all steps. With recurrent dropout every gate has masks of its
 * own, for the input too; without it, one input mask serves all gates. A rate of 1 drops nothing where there are gates, as in Keras,
 * and all in a SimpleRNN.
 */
function recurrentDropout(
  context: ForwardContext,
  { dropout, recurrentDropout: stateRate }: Rates,
  gates: number,
  batch: number,
  features: number,
  units: number,
): { readonly inputFactors: readonly Tensor[] | null; readonly stateFactors: readonly Tensor[] | null } {
  const draw = (rate: number, count: number, size: number) =>
    context.training && rate > 0 && (rate < 1 || gates === 1)
      ? context.tf.unstack(keepFactors(context, rate, [count, batch, size]))
      : null;
  return {
    inputFactors: draw(dropout, stateRate === 0 ? 1 : gates, features),
    stateFactors: draw(stateRate, gates, units),
  };
}

/** The input of all steps times the kernel in one product, plus the bias: [batch, time, gates * units]. */
function projectInput(
  { tf }: ForwardContext,
  input: Tensor,
  kernel: Tensor,
  bias: Tensor | null,
  inputFactors: readonly Tensor[] | null,
): Tensor {
  const [batch, time, features] = input.shape as [number, number, number];
  const product = (x: Tensor, part: Tensor) =>
    tf.reshape(tf.matMul(tf.reshape(x, [batch * time, features]), part as never), [batch, time, part.shape[1]!]);
  const dropped = (factors: Tensor) => tf.mul(input, tf.expandDims(factors, 1));
  let projected: Tensor;
  if (!inputFactors) projected = product(input, kernel);
  else if (inputFactors.length === 1) projected = product(dropped(inputFactors[0]!), kernel);
  else {
    const parts = tf.split(kernel, inputFactors.length, 1);
    projected = tf.concat(
      parts.map((part, gate) => product(dropped(inputFactors[gate]!), part)),
      2,
    );
  }
  return bias ? tf.add(projected, bias) : projected;
}
