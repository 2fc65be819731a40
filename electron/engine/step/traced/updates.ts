import type { Tensor } from '@tensorflow/tfjs-core';
import type { FusedUpdates } from '../../../../shared/training/optimizers/define-optimizer.ts';
import type { NodeBackend } from '../../backends/tensorflow/binding.ts';
import { adamOperands } from '../../backends/tensorflow/kernels.ts';
import { isOneOperation, tensorflowUpdates } from '../../backends/tensorflow/updates.ts';
import type { Recorder } from './recorder.ts';

/** Updates that a graph does in one operation on its variables, in place. While they are recorded, the backend's kernels compute them. */
export function recordedUpdates({ binding }: NodeBackend, recorder: Recorder): FusedUpdates {
  return {
    Adam(tf, params, scalars, weight, gradient, slots) {
      const compute = () => tensorflowUpdates(binding).Adam!(tf, params, scalars, weight, gradient, slots);
      if (!isOneOperation(binding, params as unknown as Parameters<typeof isOneOperation>[1])) return compute();
      const { momentum, velocity } = slots as { readonly momentum: Tensor; readonly velocity: Tensor };
      const onGpu = binding.isUsingGpuDevice();
      const operands = onGpu ? adamOperands(tf, scalars) : (scalars as Readonly<Record<string, Tensor>>);
      const inputs = { weight, gradient, momentum, velocity, ...operands };
      const [newWeight, newMomentum, newVelocity] = recorder.update(
        onGpu ? 'ResourceApplyAdam' : 'LoomApplyAdam',
        inputs,
        () => {
          const updated = compute();
          return [updated.weight, updated.slots.momentum!, updated.slots.velocity!] as const;
        },
      );
      return { weight: newWeight, slots: { momentum: newMomentum, velocity: newVelocity } };
    },
  };
}
