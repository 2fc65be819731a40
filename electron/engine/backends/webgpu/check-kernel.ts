import { expect } from 'vitest';
import type { Tfjs } from '../../../../shared/blocks/define-block.ts';
import type { GpuBackend } from './gpu-backend.ts';

/** For tests: 30 calls leave no tensor, no entry of the backend and no growth of its memory behind. */
export function expectNoGrowth(tf: Tfjs, run: () => unknown): void {
  const backend = tf.backend() as GpuBackend;
  const now = () => {
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
  const repeat = (times: number) => {
    for (let i = 0; i < times; i++) {
      tf.tidy(() => {
        run();
      });
      now();
    }
  };
  repeat(5);
  const before = now();
  repeat(30);
  expect(now()).toEqual(before);
}
