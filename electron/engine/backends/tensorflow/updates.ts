import { adam } from '../../../../shared/training/optimizers/adam.ts';
import type { FusedUpdates } from '../../../../shared/training/optimizers/define-optimizer.ts';
import { kernelUpdates } from '../fused.ts';
import type { Binding } from './binding.ts';

type AdamParams = Parameters<typeof adam.update>[1];

/** Whether Adam with these params is one operation; AMSGrad is not, and for that of TensorFlow itself means that never change cannot be scaled. */
export function isOneOperation(binding: Binding, { amsgrad, beta1, beta2 }: AdamParams): boolean {
  return !amsgrad && (!binding.isUsingGpuDevice() || (beta1 < 1 && beta2 < 1));
}

/** Updates in one operation. */
export const tensorflowUpdates = (binding: Binding): FusedUpdates => ({
  Adam: (tf, params, ...rest) => {
    const adamParams = params as unknown as AdamParams;
    const isOne = isOneOperation(binding, adamParams);
    return isOne ? kernelUpdates.Adam!(tf, params, ...rest) : adam.update(tf, adamParams, ...rest);
  },
});
