import type { TensorInfo } from '@tensorflow/tfjs-core';
import { input, release, reshaped } from '../package-kernel.ts';
import { outputShape, type Sequence, sequenceOf, transposedKernel } from '../sequence.ts';
import { gruBackward, gruForward } from './gru.ts';
import { defineKernel, type GpuContext, output, outputs } from './kernel.ts';
import { lstmBackward, lstmForward } from './lstm.ts';
import type { backNumbers, forwardNumbers, StepShader } from './step-shader.ts';

const why = 'tfjs-core composes it of dozens of kernel calls for each time step; here each step is one.';

/** Where each step lies in time, in the order of computing. */
function orderOf({ time, backwards }: Sequence): readonly number[] {
  return Array.from({ length: time }, (_, step) => (backwards ? time - 1 - step : step));
}

/** The numbers of each step forwards: where it lies, where the next does, and where its output goes (-1: nowhere). */
function stepsForward(s: Sequence): readonly Readonly<Record<(typeof forwardNumbers)[number], number>>[] {
  const { time, units, outputTime } = s;
  return orderOf(s).map((at, step, order) => ({
    time,
    units,
    outputTime,
    at,
    next: order[step + 1] ?? -1,
    first: step === 0 ? 1 : 0,
    outputAt: outputAt(step, s),
  }));
}

/** The numbers of each step back: where it lies, where the one that was computed after it does, and where its output is. */
function stepsBack(s: Sequence): readonly Readonly<Record<(typeof backNumbers)[number], number>>[] {
  const steps = stepsForward(s).map(({ next, first: _, ...where }) => ({ ...where, later: next }));
  return steps.reverse();
}

function outputAt(step: number, { time, returnSequences }: Sequence): number {
  if (returnSequences) return step;
  return step === time - 1 ? 0 : -1;
}

/** Runs a program for each row and unit, once for each step. */
function runSteps<Tensor extends string, Number extends string>(
  context: GpuContext,
  { plain, masked }: StepShader<Tensor, Number>,
  { rows, units, mask }: Sequence,
  tensors: Readonly<Record<Tensor, TensorInfo>>,
  steps: readonly Readonly<Record<Number, number>>[],
): void {
  const count = rows * units;
  if (mask === null) context.run(plain, count, tensors, ...steps);
  else context.run(masked, count, { ...tensors, mask } as Record<Tensor | 'mask', TensorInfo>, ...steps);
}

/** Gradient of the recurrent kernel: over all steps, the state before each times what the step's gates got. */
function kernelGradient(context: GpuContext, s: Sequence, before: TensorInfo, dGates: TensorInfo): TensorInfo {
  const steps = s.rows * s.time;
  const states = reshaped(context.backend, before, [steps, s.units]);
  const gates = reshaped(context.backend, dGates, [steps, dGates.shape[2]!]);
  const product = context.tf
    .engine()
    .runKernel('BatchMatMul', { a: states as never, b: gates as never }, { transposeA: true, transposeB: false });
  release(context.backend, states, gates);
  return product as TensorInfo;
}

/**
 * All steps of an LSTM. Inputs: projected [batch, time, 4 * units], recurrentKernel, mask (optional). Attributes: goBackwards,
 * returnSequences. Outputs: the block's output, then the states before each step and gates for `LoomLstmGrad`.
 */
export const loomLstm = defineKernel({
  name: 'LoomLstm',
  why,
  compute(context, inputs, attributes) {
    const s = sequenceOf(inputs, attributes);
    const states = [s.rows, s.time, s.units];
    const [y, hidden, cell, gates] = outputs(context, outputShape(s), states, states, [s.rows, s.time, 4 * s.units]);
    const tensors = {
      projected: input(inputs, 'projected'),
      kernel: input(inputs, 'recurrentKernel'),
      gates,
      hidden,
      cell,
      y,
    };
    runSteps(context, lstmForward, s, tensors, stepsForward(s));
    return [y, hidden, cell, gates];
  },
});

/** Gradients of `LoomLstm`: for projected and for recurrentKernel. Inputs: those of `LoomLstm`, its further outputs, and dy. */
export const loomLstmGrad = defineKernel({
  name: 'LoomLstmGrad',
  why,
  compute(context, inputs, attributes) {
    const s = sequenceOf(inputs, attributes);
    const transposed = transposedKernel(context, inputs);
    const state = [s.rows, s.units];
    const [dProjected, dHidden, dCell] = outputs(context, [s.rows, s.time, 4 * s.units], state, state);
    const [gates, cell, dy] = [input(inputs, 'gates'), input(inputs, 'cell'), input(inputs, 'dy')];
    const tensors = { transposed, gates, cell, dy, dProjected, dHidden, dCell };
    runSteps(context, lstmBackward, s, tensors, stepsBack(s));
    release(context.backend, transposed, dHidden, dCell);
    return [dProjected, kernelGradient(context, s, input(inputs, 'hidden'), dProjected)];
  },
});

/**
 * All steps of a GRU with reset after the product. Inputs: projected [batch, time, 3 * units], recurrentKernel, recurrentBias
 * [3 * units], mask (optional). Attributes as for `LoomLstm`. Outputs: the block's output, then the state before each step and gates.
 */
export const loomGru = defineKernel({
  name: 'LoomGru',
  why,
  compute(context, inputs, attributes) {
    const s = sequenceOf(inputs, attributes);
    const [y, hidden, gates] = outputs(
      context,
      outputShape(s),
      [s.rows, s.time, s.units],
      [s.rows, s.time, 4 * s.units],
    );
    const tensors = {
      projected: input(inputs, 'projected'),
      kernel: input(inputs, 'recurrentKernel'),
      bias: input(inputs, 'recurrentBias'),
      gates,
      hidden,
      y,
    };
    runSteps(context, gruForward, s, tensors, stepsForward(s));
    return [y, hidden, gates];
  },
});

/** Gradients of `LoomGru`: for projected, recurrentKernel and recurrentBias. Inputs: those of `LoomGru`, its further outputs, and dy. */
export const loomGruGrad = defineKernel({
  name: 'LoomGruGrad',
  why,
  compute(context, inputs, attributes) {
    const s = sequenceOf(inputs, attributes);
    const transposed = transposedKernel(context, inputs);
    const width = 3 * s.units;
    const steps = [s.rows, s.time, width];
    const [dProjected, dInner] = outputs(context, steps, steps);
    const dHidden = output(context, [s.rows, s.units]);
    const [gates, hidden, dy] = [input(inputs, 'gates'), input(inputs, 'hidden'), input(inputs, 'dy')];
    const tensors = { transposed, gates, hidden, dy, dProjected, dInner, dHidden };
    runSteps(context, gruBackward, s, tensors, stepsBack(s));
    const dKernel = kernelGradient(context, s, hidden, dInner);
    const flat = reshaped(context.backend, dInner, [s.rows * s.time, width]);
    const dBias = context.stock('Sum', { x: flat }, { axis: [0], keepDims: false });
    release(context.backend, transposed, dHidden, dInner, flat);
    return [dProjected, dKernel, dBias];
  },
});
