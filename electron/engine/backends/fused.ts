import type { NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';
import type { Tfjs } from '../../../shared/blocks/define-block.ts';
import type { FusedSteps, StepsInput } from '../../../shared/blocks/recurrent.ts';
import { adam } from '../../../shared/training/optimizers/adam.ts';
import type { FusedUpdates } from '../../../shared/training/optimizers/define-optimizer.ts';

function runAll(tf: Tfjs, name: string, inputs: NamedTensorMap, attributes: Record<string, boolean> = {}): Tensor[] {
  return tf.engine().runKernel(name, inputs, attributes) as unknown as Tensor[];
}

/** What the step loops of our kernels can do: Keras's default activations, no dropout on the state. */
function fits({ activation, recurrentActivation, stateFactors }: StepsInput): boolean {
  return activation === 'tanh' && recurrentActivation === 'sigmoid' && stateFactors === null;
}

/** Step loops of LSTM and GRU for a backend with the kernels `LoomLstm`, `LoomGru` and their gradients. */
export const kernelSteps: FusedSteps = {
  lstm: (tf, input) => {
    if (!fits(input)) return null;
    const { projected, recurrentKernel, mask, goBackwards, returnSequences } = input;
    const attributes = { goBackwards, returnSequences };
    const given = maskInput(mask);
    const run = tf.customGrad((...all) => {
      const [x, kernel, save] = all as unknown as [Tensor, Tensor, (tensors: Tensor[]) => void];
      const inputs = { projected: x, recurrentKernel: kernel };
      const [y, hidden, cell, gates] = runAll(tf, 'LoomLstm', { ...inputs, ...given }, attributes);
      save([x, kernel, hidden!, cell!, gates!, ...Object.values(given)]);
      return {
        value: y!,
        gradFunc: (dy: Tensor, saved: Tensor[]) => {
          const [projected_, recurrentKernel_, hidden_, cell_, gates_, mask_] = saved as Tensor[];
          return runAll(
            tf,
            'LoomLstmGrad',
            {
              projected: projected_!,
              recurrentKernel: recurrentKernel_!,
              hidden: hidden_!,
              cell: cell_!,
              gates: gates_!,
              dy,
              ...maskInput(mask_ ?? null),
            },
            attributes,
          );
        },
      };
    });
    return run(projected, recurrentKernel);
  },
  gru: (tf, input) => {
    if (!fits(input) || !input.resetAfter) return null;
    const { projected, recurrentKernel, mask, goBackwards, returnSequences } = input;
    const attributes = { goBackwards, returnSequences };
    const given = maskInput(mask);
    const recurrentBias = input.recurrentBias ?? tf.zeros([recurrentKernel.shape[1]!]);
    const run = tf.customGrad((...all) => {
      const [x, kernel, bias, save] = all as unknown as [Tensor, Tensor, Tensor, (tensors: Tensor[]) => void];
      const inputs = { projected: x, recurrentKernel: kernel, recurrentBias: bias };
      const [y, hidden, gates] = runAll(tf, 'LoomGru', { ...inputs, ...given }, attributes);
      save([x, kernel, hidden!, gates!, ...Object.values(given)]);
      return {
        value: y!,
        gradFunc: (dy: Tensor, saved: Tensor[]) => {
          const [projected_, recurrentKernel_, hidden_, gates_, mask_] = saved as Tensor[];
          return runAll(
            tf,
            'LoomGruGrad',
            {
              projected: projected_!,
              recurrentKernel: recurrentKernel_!,
              hidden: hidden_!,
              gates: gates_!,
              dy,
              ...maskInput(mask_ ?? null),
            },
            attributes,
          );
        },
      };
    });
    return run(projected, recurrentKernel, recurrentBias);
  },
};

const maskInput = (mask: Tensor | null): NamedTensorMap => (mask === null ? {} : { mask });

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
