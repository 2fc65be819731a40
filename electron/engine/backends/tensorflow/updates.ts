import { adam } from '../../../../shared/training/optimizers/adam.ts';
import type { FusedUpdates } from '../../../../shared/training/optimizers/define-optimizer.ts';
import { kernelUpdates } from '../fused.ts';

type AdamParams = Parameters<typeof adam.update>[1];

/** Whether Adam with these params is one operation of TensorFlow; AMSGrad is not, and means that never change cannot be scaled. */
export function isOneOperation({ amsgrad, beta1, beta2 }: AdamParams): boolean {
  return !amsgrad && beta1 < 1 && beta2 < 1;
}

/** Updates that TensorFlow does in one operation. */
export const tensorflowUpdates: FusedUpdates = {
  Adam: (tf, params, ...rest) => {
    const adamParams = params as unknown as AdamParams;
    return isOneOperation(adamParams) ? kernelUpdates.Adam!(tf, params, ...rest) : adam.update(tf, adamParams, ...rest);
  },
};
