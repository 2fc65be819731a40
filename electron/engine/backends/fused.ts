import type { NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';
import type { Tfjs } from '../../../shared/blocks/define-block.ts';
import type { FusedLayers } from '../../../shared/blocks/fused.ts';
import type { NormalizeBatch } from '../../../shared/blocks/normalization.ts';
import type { StepsInput } from '../../../shared/blocks/recurrent.ts';
import { adam } from '../../../shared/training/optimizers/adam.ts';
import type { FusedUpdates } from '../../../shared/training/optimizers/define-optimizer.ts';

function runAll(tf: Tfjs, name: string, inputs: NamedTensorMap, attributes: Record<string, boolean> = {}): Tensor[] {
  return tf.engine().runKernel(name, inputs, attributes) as unknown as Tensor[];
}

/** What step loops with gradients of their own can do: Keras's default activations, no dropout on the state. */
export function fits({ activation, recurrentActivation, stateFactors }: StepsInput): boolean {
  return activation === 'tanh' && recurrentActivation === 'sigmoid' && stateFactors === null;
}

/** A recurrent kernel by its name, its inputs in the order of their gradients, and the names of its outputs after the first. */
interface RecurrentKernel {
  readonly name: 'LoomLstm' | 'LoomGru';
  readonly inputs: readonly string[];
  readonly kept: readonly string[];
}

const lstmKernel: RecurrentKernel = {
  name: 'LoomLstm',
  inputs: ['projected', 'recurrentKernel'],
  kept: ['hidden', 'cell', 'gates'],
};
const gruKernel: RecurrentKernel = {
  name: 'LoomGru',
  inputs: ['projected', 'recurrentKernel', 'recurrentBias'],
  kept: ['hidden', 'gates'],
};

/** Runs a recurrent kernel so that its gradient is that of the kernel of the same name with `Grad`. */
function runRecurrent(
  tf: Tfjs,
  { name, inputs, kept }: RecurrentKernel,
  given: readonly Tensor[],
  { mask, goBackwards, returnSequences }: StepsInput,
): Tensor {
  const attributes = { goBackwards, returnSequences };
  const named = (names: readonly string[], tensors: readonly Tensor[]): NamedTensorMap =>
    Object.fromEntries(names.flatMap((key, index) => (tensors[index] ? [[key, tensors[index]]] : [])));
  // The mask has no gradient, so it is not among the inputs; it is kept with the rest, as it may be gone by the way back.
  const keptNames = [...inputs, ...kept, 'mask'];
  const run = tf.customGrad((...all) => {
    const tensors = all.slice(0, -1) as Tensor[];
    const save = all.at(-1) as unknown as (tensors: Tensor[]) => void;
    const [y, ...further] = runAll(tf, name, { ...named(inputs, tensors), ...(mask ? { mask } : {}) }, attributes) as [
      Tensor,
      ...Tensor[],
    ];
    save([...tensors, ...further, ...(mask ? [mask] : [])]);
    return {
      value: y,
      gradFunc: (dy: Tensor, saved: Tensor[]) =>
        runAll(tf, `${name}Grad`, { ...named(keptNames, saved), dy }, attributes),
    };
  });
  return run(...given);
}

/** Step loops of LSTM and GRU for a backend with the kernels `LoomLstm`, `LoomGru` and their gradients. */
export const kernelLayers: FusedLayers = {
  lstm: (tf, input) =>
    fits(input) ? runRecurrent(tf, lstmKernel, [input.projected, input.recurrentKernel], input) : null,
  gru: (tf, input) => {
    if (!fits(input) || !input.resetAfter) return null;
    const { projected, recurrentKernel } = input;
    const recurrentBias = input.recurrentBias ?? tf.zeros([recurrentKernel.shape[1]!]);
    return runRecurrent(tf, gruKernel, [projected, recurrentKernel, recurrentBias], input);
  },
};

/** Batch normalization for a backend with the kernel `LoomBatchNormalization`, whose gradient is one kernel too. */
export const fusedBatchNormalization: NormalizeBatch = (tf, x, epsilon, { gamma, beta }) => {
  const channels = x.shape.slice(-1);
  const inputs = { x, gamma: gamma ?? tf.ones(channels), beta: beta ?? tf.zeros(channels) };
  const [tensor, mean, variance] = tf.engine().runKernel('LoomBatchNormalization', inputs, { epsilon }) as unknown as [
    Tensor,
    Tensor,
    Tensor,
  ];
  return { tensor, mean, variance };
};

/** Updates in one pass for a backend with the kernel `LoomAdam`. AMSGrad keeps the composed one. */
export const kernelUpdates: FusedUpdates = {
  Adam: (tf, params, scalars, weight, gradient, slots) => {
    const adamParams = params as unknown as Parameters<typeof adam.update>[1];
    if (adamParams.amsgrad) return adam.update(tf, adamParams, scalars, weight, gradient, slots);
    const { momentum, velocity } = slots as { momentum: Tensor; velocity: Tensor };
    const inputs = { ...(scalars as NamedTensorMap), weight, gradient, momentum, velocity };
    const [newWeight, newMomentum, newVelocity] = runAll(tf, 'LoomAdam', inputs);
    return { weight: newWeight!, slots: { momentum: newMomentum!, velocity: newVelocity! } };
  },
};
