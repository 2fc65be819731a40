import type { NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import { input, type PackageContext } from './package-kernel.ts';

/** The sizes of a recurrent kernel and how it goes over its sequences. */
export interface Sequence {
  readonly rows: number;
  readonly time: number;
  readonly units: number;
  readonly backwards: boolean;
  readonly returnSequences: boolean;
  /** How many steps the output has. */
  readonly outputTime: number;
  readonly mask: TensorInfo | null;
}

/** What a recurrent kernel is given: see `fused.ts`. */
export function sequenceOf(inputs: NamedTensorInfoMap, attributes: NamedAttrMap): Sequence {
  const [rows, time] = input(inputs, 'projected').shape as [number, number, number];
  const returnSequences = attributes.returnSequences === true;
  return {
    rows,
    time,
    units: input(inputs, 'recurrentKernel').shape[0]!,
    backwards: attributes.goBackwards === true,
    returnSequences,
    outputTime: returnSequences ? time : 1,
    mask: inputs.mask ?? null,
  };
}

/** [batch, time, units], or [batch, units] of the last step. */
export function outputShape({ rows, time, units, returnSequences }: Sequence): readonly number[] {
  return returnSequences ? [rows, time, units] : [rows, units];
}

/** The kernel of all gates as the way back multiplies by it; the caller releases it. */
export function transposedKernel({ stock }: PackageContext, inputs: NamedTensorInfoMap): TensorInfo {
  return stock('Transpose', { x: input(inputs, 'recurrentKernel') }, { perm: [1, 0] });
}
