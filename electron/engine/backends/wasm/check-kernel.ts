import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { expect } from 'vitest';
import type { Tfjs } from '../../../../shared/blocks/define-block.ts';
import { checkGradient, type GradientCheck } from '../check-gradient.ts';
import { expectSteady } from '../check-growth.ts';

/** For tests: every single number of the gradient agrees with central differences of the forward pass. */
export async function expectGradient(tf: Tfjs, check: GradientCheck, tolerance = 1e-3): Promise<void> {
  expect(await checkGradient(tf, { directions: 'every', ...check })).toBeLessThan(tolerance);
}

/** For tests: 500 calls leave no tensor, no entry of the backend and no growth of its memory behind. */
export function expectNoGrowth(tf: Tfjs, run: () => unknown): void {
  const backend = tf.backend() as BackendWasm;
  const measure = () => ({
    tensors: tf.memory().numTensors,
    entries: backend.numDataIds(),
    bytes: backend.wasm.HEAPU8.length,
  });
  expectSteady(tf, run, measure, { first: 5, times: 500 });
}
