import type { NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import { addFilterGradient } from './filter-gradient.ts';
import { addressOf, defineKernel, input, output, release, type WasmContext, zeros } from './kernel.ts';
import { gruBackward, gruForward } from './simd/gru.ts';
import { lstmBackward, lstmForward } from './simd/lstm.ts';
import { rowsOfAnItem } from './simd/row-product.ts';
import { columnSums, columnsOfAnItem } from './simd/rows.ts';

const why = 'tfjs-core composes it of dozens of kernel calls for each time step.';

/** The sizes of a recurrent kernel and how it goes over its sequences. */
interface Sequence {
  readonly rows: number;
  readonly time: number;
  readonly units: number;
  readonly backwards: boolean;
  readonly returnSequences: boolean;
  readonly mask: TensorInfo | null;
}

function sequenceOf(inputs: NamedTensorInfoMap, attributes: NamedAttrMap): Sequence {
  const [rows, time] = input(inputs, 'projected').shape as [number, number, number];
  return {
    rows,
    time,
    units: input(inputs, 'recurrentKernel').shape[0]!,
    backwards: attributes.goBackwards === true,
    returnSequences: attributes.returnSequences === true,
    mask: inputs.mask ?? null,
  };
}

function sequenceNumbers({ backend }: WasmContext, s: Sequence) {
  return {
    mask: s.mask === null ? 0 : addressOf(backend, s.mask),
    rows: s.rows,
    time: s.time,
    units: s.units,
    backwards: s.backwards ? 1 : 0,
    outputTime: s.returnSequences ? s.time : 1,
  };
}

const outputShape = (s: Sequence): readonly number[] =>
  s.returnSequences ? [s.rows, s.time, s.units] : [s.rows, s.units];

const itemsOf = (s: Sequence): number => Math.ceil(s.rows / rowsOfAnItem);

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
    const [y, hidden, cell, gates] = [
      outputShape(s),
      [s.rows, s.time + 1, s.units],
      [s.rows, s.time + 1, s.units],
      [s.rows, s.time, 4 * s.units],
    ].map((shape) => output(backend, shape)) as [TensorInfo, TensorInfo, TensorInfo, TensorInfo];
    const at = (info: TensorInfo) => addressOf(backend, info);
    pool.run(
      lstmForward,
      {
        projected: at(input(inputs, 'projected')),
        kernel: at(input(inputs, 'recurrentKernel')),
        gates: at(gates),
        hidden: at(hidden),
        cell: at(cell),
        output: at(y),
        ...sequenceNumbers(context, s),
      },
      itemsOf(s),
    );
    return [y, hidden, cell, gates];
  },
});

/** Gradients of `LoomLstm`: for projected and for recurrentKernel. Inputs: those of `LoomLstm`, its further outputs, and dy. */
export const loomLstmGrad = defineKernel({
  name: 'LoomLstmGrad',
  why,
  compute(context, inputs, attributes) {
    const { backend, pool, stock } = context;
    const s = sequenceOf(inputs, attributes);
    const transposed = stock('Transpose', { x: input(inputs, 'recurrentKernel') }, { perm: [1, 0] });
    const dProjected = output(backend, [s.rows, s.time, 4 * s.units]);
    const dHidden = output(backend, [s.rows, s.units]);
    const dCell = output(backend, [s.rows, s.units]);
    const at = (info: TensorInfo) => addressOf(backend, info);
    pool.run(
      lstmBackward,
      {
        transposedKernel: at(transposed),
        gates: at(input(inputs, 'gates')),
        cell: at(input(inputs, 'cell')),
        dOutput: at(input(inputs, 'dy')),
        dProjected: at(dProjected),
        dHidden: at(dHidden),
        dCell: at(dCell),
        ...sequenceNumbers(context, s),
      },
      itemsOf(s),
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
    const [y, hidden, gates, inner] = [
      outputShape(s),
      [s.rows, s.time + 1, s.units],
      [s.rows, s.time, 4 * s.units],
      [s.rows, 3 * s.units],
    ].map((shape) => output(backend, shape)) as [TensorInfo, TensorInfo, TensorInfo, TensorInfo];
    const at = (info: TensorInfo) => addressOf(backend, info);
    pool.run(
      gruForward,
      {
        projected: at(input(inputs, 'projected')),
        kernel: at(input(inputs, 'recurrentKernel')),
        bias: at(bias),
        gates: at(gates),
        hidden: at(hidden),
        inner: at(inner),
        output: at(y),
        ...sequenceNumbers(context, s),
      },
      itemsOf(s),
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
    const { backend, pool, stock } = context;
    const s = sequenceOf(inputs, attributes);
    const transposed = stock('Transpose', { x: input(inputs, 'recurrentKernel') }, { perm: [1, 0] });
    const dProjected = output(backend, [s.rows, s.time, 3 * s.units]);
    const dInner = output(backend, [s.rows, s.time, 3 * s.units]);
    const dHidden = output(backend, [s.rows, s.units]);
    const dBias = output(backend, [3 * s.units]);
    const at = (info: TensorInfo) => addressOf(backend, info);
    pool.run(
      gruBackward,
      {
        transposedKernel: at(transposed),
        gates: at(input(inputs, 'gates')),
        hidden: at(input(inputs, 'hidden')),
        dOutput: at(input(inputs, 'dy')),
        dProjected: at(dProjected),
        dInner: at(dInner),
        dHidden: at(dHidden),
        ...sequenceNumbers(context, s),
      },
      itemsOf(s),
    );
    pool.run(
      columnSums,
      { x: at(dInner), out: at(dBias), rows: s.rows * s.time, columns: 3 * s.units },
      Math.ceil((3 * s.units) / columnsOfAnItem),
    );
    const dKernel = kernelGradient(context, s, input(inputs, 'hidden'), dInner);
    release(backend, transposed, dHidden, dInner);
    return [dProjected, dKernel, dBias];
  },
});
