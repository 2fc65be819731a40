import * as tf from '@tensorflow/tfjs-core';
import type { StartedBackend } from '../define-backend.ts';
import { kernelLayers, kernelUpdates } from '../fused.ts';
import { registerKernels } from '../package-kernel.ts';
import { adapterFacts, type FoundAdapter, openDevice } from './adapter.ts';
import { GpuBackend } from './gpu-backend.ts';
import { gpuKernels } from './kernels.ts';
import { usualProgram } from './products.ts';
import { createShaderRunner } from './shader.ts';

/** Makes the backend on an adapter and registers it with its kernels. */
export async function startOn(found: FoundAdapter): Promise<StartedBackend> {
  const device = await openDevice(found);
  tf.env().set('WEBGPU_MATMUL_PROGRAM_TYPE', usualProgram);
  const backend = withWebGpuInSight(() => new GpuBackend(device, adapterFacts(found.adapter) as GPUAdapterInfo));
  tf.registerBackend('webgpu', () => backend);
  const runner = createShaderRunner(backend);
  registerKernels(tf, 'webgpu', backend, gpuKernels, (context) => ({ ...context, ...runner, backend }));
  return {
    tf,
    version: packageVersion,
    device: found.name,
    isAsynchronous: true,
    fusedLayers: kernelLayers,
    fusedUpdates: kernelUpdates,
  };
}

/** The version of `@tensorflow/tfjs-backend-webgpu`, which does not say it itself. */
const packageVersion = tf.version_core;

/** The package looks once, when its backend is made, whether there is WebGPU. */
function withWebGpuInSight<Result>(make: () => Result): Result {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
  Object.defineProperty(globalThis, 'navigator', { value: { gpu: {} }, configurable: true });
  try {
    return make();
  } finally {
    if (before) Object.defineProperty(globalThis, 'navigator', before);
    else delete (globalThis as { navigator?: unknown }).navigator;
  }
}
