import type { Tensor } from '@tensorflow/tfjs-core';
import { type ActivationName, activations } from './activations.ts';
import type { Tfjs } from './define-block.ts';

/** What a loop over the time steps of a recurrent layer needs besides the state it carries. */
export interface PlainStepsInput {
  /** The input times the kernel, plus the input bias: [batch, time, gates * units], gates in Keras's order. */
  readonly projected: Tensor;
  /** [units, gates * units]. */
  readonly recurrentKernel: Tensor;
  /** bool, [batch, time]; at a false step the state stays and the output repeats. */
  readonly mask: Tensor | null;
  /** Dropout factors of the state for each gate, each [batch, units], the same at all steps; null for none. */
  readonly stateFactors: readonly Tensor[] | null;
  readonly activation: ActivationName;
  /** Gives the output of every step, in the order of computing: [batch, time, units]; else of the last: [batch, units]. */
  readonly returnSequences: boolean;
  readonly goBackwards: boolean;
}

/** The same for the gates of an LSTM or GRU. */
export interface StepsInput extends PlainStepsInput {
  /** [gates * units]; GRU with reset_after only. */
  readonly recurrentBias: Tensor | null;
  readonly recurrentActivation: ActivationName;
}

/** All time steps of an LSTM, from a state of zeros. Gate order: input, forget, cell, output. */
export type LstmSteps = (tf: Tfjs, input: StepsInput) => Tensor;

/** All time steps of a GRU, from a state of zeros. Gate order: update, reset, candidate. */
export type GruSteps = (tf: Tfjs, input: StepsInput & { readonly resetAfter: boolean }) => Tensor;

/** All time steps of a SimpleRNN, from a state of zeros. It has no gates. */
export function simpleRnnSteps(tf: Tfjs, input: PlainStepsInput): Tensor {
  const { recurrentKernel, stateFactors, activation } = input;
  const zeros = tf.zeros([input.projected.shape[0]!, recurrentKernel.shape[0]!]);
  const [factors] = stateFactors ?? [];
  return scan(tf, input, [zeros], (x, [h]) => {
    const kept = factors ? tf.mul(h!, factors) : h!;
    return [activations[activation](tf, tf.add(x, product(tf, kept, recurrentKernel)))];
  });
}

/** The LSTM loop composed of tensor operations: right on every backend, with gradients. */
export const lstmSteps: LstmSteps = (tf, input) => {
  const { recurrentKernel, stateFactors, activation, recurrentActivation } = input;
  const units = recurrentKernel.shape[0]!;
  const act = activations[activation];
  const gate = activations[recurrentActivation];
  const kernels = stateFactors ? tf.split(recurrentKernel, 4, 1) : null;
  const zeros = tf.zeros([input.projected.shape[0]!, units]);
  return scan(tf, input, [zeros, zeros], (x, [h, c]) => {
    const z = tf.add(x, recurrentProduct(tf, h!, recurrentKernel, kernels, stateFactors));
    const [i, f, g, o] = tf.split(z, 4, 1) as [Tensor, Tensor, Tensor, Tensor];
    const carry = tf.add(tf.mul(gate(tf, f), c!), tf.mul(gate(tf, i), act(tf, g)));
    return [tf.mul(gate(tf, o), act(tf, carry)), carry];
  });
};

/** The GRU loop composed of tensor operations: right on every backend, with gradients. */
export const gruSteps: GruSteps = (tf, input) => {
  const { recurrentKernel, recurrentBias, stateFactors, activation, recurrentActivation, resetAfter } = input;
  const units = recurrentKernel.shape[0]!;
  const act = activations[activation];
  const gate = activations[recurrentActivation];
  const mix = (x: Tensor, z: Tensor, h: Tensor, candidate: Tensor) => {
    const update = gate(tf, tf.add(x, z));
    // update * h + (1 - update) * candidate, with one product less
    return tf.add(candidate, tf.mul(update, tf.sub(h, candidate)));
  };
  const zeros = tf.zeros([input.projected.shape[0]!, units]);
  if (resetAfter) {
    const kernels = stateFactors ? tf.split(recurrentKernel, 3, 1) : null;
    return scan(tf, input, [zeros], (x, [h]) => {
      const product = recurrentProduct(tf, h!, recurrentKernel, kernels, stateFactors);
      const inner = recurrentBias ? tf.add(product, recurrentBias) : product;
      const [xz, xr, xh] = tf.split(x, 3, 1) as [Tensor, Tensor, Tensor];
      const [hz, hr, hh] = tf.split(inner, 3, 1) as [Tensor, Tensor, Tensor];
      const reset = gate(tf, tf.add(xr, hr));
      return [mix(xz, hz, h!, act(tf, tf.add(xh, tf.mul(reset, hh))))];
    });
  }
  const [gateKernel, candidateKernel] = tf.split(recurrentKernel, [2 * units, units], 1) as [Tensor, Tensor];
  const kernels = stateFactors ? tf.split(gateKernel, 2, 1) : null;
  return scan(tf, input, [zeros], (x, [h]) => {
    const [xz, xr, xh] = tf.split(x, 3, 1) as [Tensor, Tensor, Tensor];
    const inner = recurrentProduct(tf, h!, gateKernel, kernels, stateFactors);
    const [hz, hr] = tf.split(inner, 2, 1) as [Tensor, Tensor];
    const reset = gate(tf, tf.add(xr, hr));
    const kept = tf.mul(reset, stateFactors ? tf.mul(h!, stateFactors[2]!) : h!);
    return [mix(xz, hz, h!, act(tf, tf.add(xh, product(tf, kept, candidateKernel))))];
  });
};

/** `h · kernel`; with dropout each gate sees the state through factors of its own. */
function recurrentProduct(
  tf: Tfjs,
  h: Tensor,
  kernel: Tensor,
  kernels: readonly Tensor[] | null,
  factors: readonly Tensor[] | null,
): Tensor {
  if (!kernels || !factors) return product(tf, h, kernel);
  return tf.concat(
    kernels.map((part, index) => product(tf, tf.mul(h, factors[index]!), part)),
    1,
  );
}

function product(tf: Tfjs, a: Tensor, b: Tensor): Tensor {
  return tf.matMul(a as never, b as never);
}

/** Walks over the time steps; the first tensor of the state is the output. A masked step leaves the state as it was. */
function scan(
  tf: Tfjs,
  { projected, mask, returnSequences, goBackwards }: PlainStepsInput,
  initial: readonly Tensor[],
  step: (x: Tensor, state: readonly Tensor[]) => readonly Tensor[],
): Tensor {
  // Time first: each step is then one contiguous piece.
  const steps = piecesOf(tf, tf.transpose(projected, [1, 0, 2]));
  // Spread over the units once, not at every step.
  const masks = mask
    ? piecesOf(tf, tf.tile(tf.expandDims(tf.transpose(mask), -1), [1, 1, initial[0]!.shape[1]!]))
    : null;
  const order = goBackwards ? [...steps.keys()].reverse() : [...steps.keys()];
  const outputs: Tensor[] = [];
  let state = initial;
  for (const t of order) {
    const next = step(steps[t]!, state);
    state = masks ? next.map((tensor, index) => tf.where(masks[t]!, tensor, state[index]!)) : next;
    if (returnSequences) outputs.push(state[0]!);
  }
  return returnSequences ? tf.stack(outputs, 1) : state[0]!;
}

/** What lies along the first dimension. The gradient of tfjs's `unstack` fails where there is one piece alone. */
export function piecesOf(tf: Tfjs, x: Tensor): readonly Tensor[] {
  return x.shape[0] === 1 ? [tf.squeeze(x, [0])] : tf.unstack(x);
}
