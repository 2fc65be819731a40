import type { TensorInfo } from '@tensorflow/tfjs-core';
import { input, release } from '../package-kernel.ts';
import { outputShape, type Sequence, sequenceOf, transposedKernel } from '../sequence.ts';
import { sumColumns } from './column-sums.ts';
import { addFilterGradient } from './filter-gradient.ts';
import { addressesOf, addressOf, defineKernel, outputs, type WasmContext, zeros } from './kernel.ts';
import { gruBackward, gruForward } from './simd/gru.ts';
import { lstmBackward, lstmForward } from './simd/lstm.ts';
import { rowsOfAnItem } from './simd/row-product.ts';

const why = 'tfjs-core composes it of dozens of kernel calls for each time step.';

function sequenceNumbers({ backend }: WasmContext, s: Sequence) {
  return {
    mask: s.mask === null ? 0 : addressOf(backend, s.mask),
    rows: s.rows,
    time: s.time,
    units: s.units,
    backwards: s.backwards ? 1 : 0,
    outputTime: s.outputTime,
  };
}

const itemsOf = (s: Sequence): number => Math.ceil(s.rows / rowsOfAnItem);

/** Multiply-adds of all steps. */
const workOf = (s: Sequence, gates: number): number => s.rows * s.time * gates * s.units * s.units;

/** Gradient of the recurrent kernel: over all steps, the state before each times what the step's gates got. */
function kernelGradient(context: WasmContext, s: Sequence, hidden: TensorInfo, dGates: TensorInfo): TensorInfo {
  const gates = dGates.shape[2]!;
  const out = zeros(context.backend, [s.units, gates]);
  // A convolution with a window of one pixel over the states; backwards, the state before lies one place further on.
  addFilterGradient(context, hidden, dGates, out, {
    batch: s.rows,
    inHeight: 1,
    inWidth: s.time + 1,
    inChannels: s.units,
    outHeight: 1,
    outWidth: s.time,
    outChannels: gates,
    height: 1,
    width: 1,
    strideHeight: 1,
    strideWidth: 1,
    dilationHeight: 1,
    dilationWidth: 1,
    padTop: 0,
    padLeft: s.backwards ? -1 : 0,
  });
  return out;
}

/**
 * All steps of an LSTM. Inputs: projected [batch, time, 4 * units], recurrentKernel, mask (optional). Attributes: goBackwards,
 * returnSequences. Outputs: the block's output, then hidden states, cell states and gates for `LoomLstmGrad`.
 */
export const loomLstm = defineKernel({
  name: 'LoomLstm',
  why,
  compute(context, inputs, attributes) {
    const { backend, pool } = context;
    const s = sequenceOf(inputs, attributes);
    const states = [s.rows, s.time + 1, s.units];
    const [y, hidden, cell, gates] = outputs(backend, outputShape(s), states, states, [s.rows, s.time, 4 * s.units]);
    const projected = input(inputs, 'projected');
    const kernel = input(inputs, 'recurrentKernel');
    pool.run(
      lstmForward,
      {
        ...addressesOf(backend, { projected, kernel, gates, hidden, cell, output: y }),
        ...sequenceNumbers(context, s),
      },
      itemsOf(s),
      workOf(s, 4),
    );
    return [y, hidden, cell, gates];
  },
});

/** Gradients of `LoomLstm`: for projected and for recurrentKernel. Inputs: those of `LoomLstm`, its further outputs, and dy. */
export const loomLstmGrad = defineKernel({
  name: 'LoomLstmGrad',
  why,
  compute(context, inputs, attributes) {
    const { backend, pool } = context;
    const s = sequenceOf(inputs, attributes);
    const transposed = transposedKernel(context, inputs);
    const state = [s.rows, s.units];
    const [dProjected, dHidden, dCell] = outputs(backend, [s.rows, s.time, 4 * s.units], state, state);
    const [gates, cell, dOutput] = [input(inputs, 'gates'), input(inputs, 'cell'), input(inputs, 'dy')];
    const tensors = { transposedKernel: transposed, gates, cell, dOutput, dProjected, dHidden, dCell };
    pool.run(
      lstmBackward,
      { ...addressesOf(backend, tensors), ...sequenceNumbers(context, s) },
      itemsOf(s),
      workOf(s, 4),
    );
    release(backend, transposed, dHidden, dCell);
    return [dProjected, kernelGradient(context, s, input(inputs, 'hidden'), dProjected)];
  },
});

/**
 * All steps of a GRU with reset after the product. Inputs: projected [batch, time, 3 * units], recurrentKernel, recurrentBias
 * [3 * units] (optional), mask (optional). Attributes as for `LoomLstm`. Outputs: the block's output, then hidden states and gates.
 */
export const loomGru = defineKernel({
  name: 'LoomGru',
  why,
  compute(context, inputs, attributes) {
    const { backend, pool } = context;
    const s = sequenceOf(inputs, attributes);
    const bias = inputs.recurrentBias ?? zeros(backend, [3 * s.units]);
    const [y, hidden, gates, inner] = outputs(
      backend,
      outputShape(s),
      [s.rows, s.time + 1, s.units],
      [s.rows, s.time, 4 * s.units],
      [s.rows, 3 * s.units],
    );
    const projected = input(inputs, 'projected');
    const kernel = input(inputs, 'recurrentKernel');
    const tensors = { projected, kernel, bias, gates, hidden, inner, output: y };
    pool.run(
      gruForward,
      { ...addressesOf(backend, tensors), ...sequenceNumbers(context, s) },
      itemsOf(s),
      workOf(s, 3),
    );
    release(backend, inner, ...(bias === inputs.recurrentBias ? [] : [bias]));
    return [y, hidden, gates];
  },
});

/** Gradients of `LoomGru`: for projected, recurrentKernel and recurrentBias. Inputs: those of `LoomGru`, its further outputs, and dy. */
export const loomGruGrad = defineKernel({
  name: 'LoomGruGrad',
  why,
  compute(context, inputs, attributes) {
    const { backend, pool } = context;
    const s = sequenceOf(inputs, attributes);
    const transposed = transposedKernel(context, inputs);
    const width = 3 * s.units;
    const steps = [s.rows, s.time, width];
    const [dProjected, dInner, dHidden, dBias] = outputs(backend, steps, steps, [s.rows, s.units], [width]);
    const [gates, hidden, dOutput] = [input(inputs, 'gates'), input(inputs, 'hidden'), input(inputs, 'dy')];
    const tensors = { transposedKernel: transposed, gates, hidden, dOutput, dProjected, dInner, dHidden };
    pool.run(
      gruBackward,
      { ...addressesOf(backend, tensors), ...sequenceNumbers(context, s) },
      itemsOf(s),
      workOf(s, 3),
    );
    sumColumns(context, dInner, dBias, s.rows * s.time, width);
    const dKernel = kernelGradient(context, s, hidden, dInner);
    release(backend, transposed, dHidden, dInner);
    return [dProjected, dKernel, dBias];
  },
});
