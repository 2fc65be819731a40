import type { Tensor } from '@tensorflow/tfjs-core';
import type { FusedUpdates } from '../../../../shared/training/optimizers/define-optimizer.ts';
import { adamOperands } from '../../backends/tensorflow/kernels.ts';
import { isOneOperation, tensorflowUpdates } from '../../backends/tensorflow/updates.ts';
import type { Recorder } from './recorder.ts';

/** Updates that a graph does in one operation on its variables, in place. While they are recorded, the backend's kernels compute them. */
export function recordedUpdates(recorder: Recorder): FusedUpdates {
  return {
    Adam(tf, params, scalars, weight, gradient, slots) {
      const compute = () => tensorflowUpdates.Adam!(tf, params, scalars, weight, gradient, slots);
      if (!isOneOperation(params as unknown as Parameters<typeof isOneOperation>[0])) return compute();
      const { momentum, velocity } = slots as { readonly momentum: Tensor; readonly velocity: Tensor };
      const inputs = { weight, gradient, momentum, velocity, ...adamOperands(tf, scalars) };
      const [newWeight, newMomentum, newVelocity] = recorder.update('Adam', inputs, () => {
        const updated = compute();
        return [updated.weight, updated.slots.momentum!, updated.slots.velocity!] as const;
      });
      return { weight: newWeight, slots: { momentum: newMomentum, velocity: newVelocity } };
    },
  };
}
