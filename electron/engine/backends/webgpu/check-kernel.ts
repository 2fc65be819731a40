import type { Tfjs } from '../../../../shared/blocks/define-block.ts';
import { expectSteady } from '../check-growth.ts';
import type { GpuBackend } from './gpu-backend.ts';

/** For tests: 30 calls leave no tensor, no entry of the backend and no growth of its memory behind. */
export function expectNoGrowth(tf: Tfjs, run: () => unknown): void {
  const backend = tf.backend() as GpuBackend;
  const measure = () => {
    // Memory of what commands still use goes back when they are submitted.
    backend.ensureCommandEncoderReady();
    backend.endComputePassEncoder();
    backend.submitQueue();
    return {
      tensors: tf.memory().numTensors,
      entries: backend.numDataIds(),
      inUse: backend.memory().numBytesInGPU,
      allocated: backend.memory().numBytesAllocatedInGPU,
    };
  };
  expectSteady(tf, run, measure, { first: 5, times: 30 });
}
