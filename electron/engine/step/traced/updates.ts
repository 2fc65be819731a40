import type { Tensor } from '@tensorflow/tfjs-core';
import type { FusedUpdates } from '../../../../shared/training/optimizers/define-optimizer.ts';
import { kernelUpdates } from '../../backends/fused.ts';
import { betasOf } from '../../backends/tensorflow/kernels.ts';
import type { Recorder } from './recorder.ts';

/** Updates that a graph does in one operation on its variables, in place. While they are recorded, the backend's kernels compute them. */
export function recordedUpdates(recorder: Recorder): FusedUpdates {
  return {
    Adam(tf, params, scalars, weight, gradient, slots) {
      const compute = () => kernelUpdates.Adam!(tf, params, scalars, weight, gradient, slots);
      const { momentum, velocity, ...others } = slots as { readonly momentum: Tensor; readonly velocity: Tensor };
      // AMSGrad has one slot more, and is composed.
      if (Object.keys(others).length > 0) return compute();
      const [beta1, beta2] = betasOf(tf, scalars);
      const { stepSize, epsilon } = scalars as { readonly stepSize: Tensor; readonly epsilon: Tensor };
      const inputs = { weight, gradient, momentum, velocity, stepSize, epsilon, beta1, beta2 };
      const [newWeight, newMomentum, newVelocity] = recorder.update('Adam', inputs, () => {
        const updated = compute();
        return [updated.weight, updated.slots.momentum!, updated.slots.velocity!] as const;
      });
      return { weight: newWeight, slots: { momentum: newMomentum, velocity: newVelocity } };
    },
  };
}
