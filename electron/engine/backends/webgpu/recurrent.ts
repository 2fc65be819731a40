import type { NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import { gruBackward, gruForward } from './gru.ts';
import { defineKernel, type GpuContext, input, output, outputs, release, reshaped } from './kernel.ts';
import { lstmBackward, lstmForward } from './lstm.ts';

const why = 'tfjs-core composes it of dozens of kernel calls for each time step; here each step is one.';

/** The sizes of a recurrent kernel and how it goes over its sequences. */
interface Sequence {
  readonly rows: number;
  readonly time: number;
  readonly units: number;
  readonly outputTime: number;
  readonly mask: TensorInfo | null;
  /** Where each step lies in time, in the order of computing. */
  readonly order: readonly number[];
  readonly returnSequences: boolean;
}

function sequenceOf(inputs: NamedTensorInfoMap, attributes: NamedAttrMap): Sequence {
  const [rows, time] = input(inputs, 'projected').shape as [number, number, number];
  const order = Array.from({ length: time }, (_, step) => (attributes.goBackwards === true ? time - 1 - step : step));
  const returnSequences = attributes.returnSequences === true;
  return {
    rows,
    time,
    units: input(inputs, 'recurrentKernel').shape[0]!,
    outputTime: returnSequences ? time : 1,
    mask: inputs.mask ?? null,
    order,
    returnSequences,
  };
}

const outputShape = (s: Sequence): readonly number[] =>
  s.returnSequences ? [s.rows, s.time, s.units] : [s.rows, s.units];

/** The numbers of each step forwards: where it lies, where the next does, and where its output goes (-1: nowhere). */
function stepsForward({ order, time, units, outputTime, returnSequences }: Sequence) {
  return order.map((at, step) => ({
    time,
    units,
    outputTime,
    at,
    next: order[step + 1] ?? -1,
    first: step === 0 ? 1 : 0,
    outputAt: outputAt(step, time, returnSequences),
  }));
}

/** The numbers of each step back: where it lies, where the one that was computed after it does, and where its output is. */
function stepsBack({ order, time, units, outputTime, returnSequences }: Sequence) {
  return order
    .map((at, step) => ({
      time,
      units,
      outputTime,
      at,
      later: order[step + 1] ?? -1,
      outputAt: outputAt(step, time, returnSequences),
    }))
    .reverse();
}

function outputAt(step: number, time: number, returnSequences: boolean): number {
  if (returnSequences) return step;
  return step === time - 1 ? 0 : -1;
}

/** Gradient of the recurrent kernel: over all steps, the state before each times what the step's gates got. */
function kernelGradient(context: GpuContext, s: Sequence, before: TensorInfo, dGates: TensorInfo): TensorInfo {
  const steps = s.rows * s.time;
  const states = reshaped(context, before, [steps, s.units]);
  const gates = reshaped(context, dGates, [steps, dGates.shape[2]!]);
  const product = context.tf
    .engine()
    .runKernel('BatchMatMul', { a: states as never, b: gates as never }, { transposeA: true, transposeB: false });
  release(context, states, gates);
  return product as TensorInfo;
}

/** The kernel of all gates as the way back multiplies by it; the caller releases it. */
function transposedKernel({ stock }: GpuContext, inputs: NamedTensorInfoMap): TensorInfo {
  return stock('Transpose', { x: input(inputs, 'recurrentKernel') }, { perm: [1, 0] });
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
    const runs = stepsForward(s);
    if (s.mask) context.run(lstmForward.masked, s.rows * s.units, { ...tensors, mask: s.mask }, ...runs);
    else context.run(lstmForward.plain, s.rows * s.units, tensors, ...runs);
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
    const runs = stepsBack(s);
    if (s.mask) context.run(lstmBackward.masked, s.rows * s.units, { ...tensors, mask: s.mask }, ...runs);
    else context.run(lstmBackward.plain, s.rows * s.units, tensors, ...runs);
    release(context, transposed, dHidden, dCell);
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
    const runs = stepsForward(s);
    if (s.mask) context.run(gruForward.masked, s.rows * s.units, { ...tensors, mask: s.mask }, ...runs);
    else context.run(gruForward.plain, s.rows * s.units, tensors, ...runs);
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
    const runs = stepsBack(s);
    if (s.mask) context.run(gruBackward.masked, s.rows * s.units, { ...tensors, mask: s.mask }, ...runs);
    else context.run(gruBackward.plain, s.rows * s.units, tensors, ...runs);
    const dKernel = kernelGradient(context, s, hidden, dInner);
    const flat = reshaped(context, dInner, [s.rows * s.time, width]);
    const dBias = context.stock('Sum', { x: flat }, { axis: [0], keepDims: false });
    release(context, transposed, dHidden, dInner, flat);
    return [dProjected, dKernel, dBias];
  },
});
