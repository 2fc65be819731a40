import path from 'node:path';
import { BackendWasm, setThreadsCount, setWasmPaths, version_wasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import type { Words } from '../../../shared/messages/sentence.ts';
import { defineBackend, onProcessor, type StartedBackend } from './define-backend.ts';
import { kernelLayers, kernelUpdates } from './fused.ts';
import { registerGradients } from './gradients.ts';
import { registerKernels } from './package-kernel.ts';
import { wasmKernels } from './wasm/kernels.ts';
import { packageFolder, startThreadedModule, wantedThreads } from './wasm/module.ts';
import { kernelFunctions } from './wasm/simd/functions.ts';
import { startPool } from './wasm/simd/pool.ts';

// The library has one backend of a name in a process, and kernels hold on to it.
let started: Promise<StartedBackend> | null = null;

/** WebAssembly on the processor: runs everywhere, nothing to install. Kernels for training are ours, in `wasm/`. */
export const wasm = defineBackend({
  name: 'wasm',
  start: async (work) => {
    started ??= startOnce(work?.multiplyAdds);
    const backend = await started;
    // Another backend may have been started since.
    if (!(await tf.setBackend('wasm'))) throw new Error('The WebAssembly module did not start.');
    registerGradients(tf, true);
    return backend;
  },
});

async function startOnce(multiplyAdds?: number): Promise<StartedBackend> {
  const { device, threads } = await chooseBuild(wantedThreads(multiplyAdds));
  if (!(await tf.setBackend('wasm'))) throw new Error('The WebAssembly module did not start.');
  await tf.ready();
  const backend = tf.backend() as BackendWasm;
  const pool = await startPool(backend, kernelFunctions, threads);
  registerKernels(tf, 'wasm', backend, wasmKernels, (context) => ({ ...context, backend, pool }));
  return { tf, version: version_wasm, device, fusedLayers: kernelLayers, fusedUpdates: kernelUpdates };
}

/** Threads where they start; one thread of the package's own start otherwise. `device` says what computes, in words. */
async function chooseBuild(threads: number): Promise<{ readonly device: Words; readonly threads: number }> {
  const problem: string[] = [];
  if (threads > 1) {
    try {
      const module = await startThreadedModule(threads);
      setThreadsCount(threads);
      tf.removeBackend('wasm');
      tf.registerBackend('wasm', () => new BackendWasm(module));
      return { device: onProcessor(threads, 'SIMD'), threads };
    } catch (error) {
      problem.push(error instanceof Error ? error.message : String(error));
    }
  }
  setWasmPaths(`${path.join(packageFolder(), 'dist')}${path.sep}`);
  return { device: onProcessor(1, 'SIMD', ...problem), threads: 1 };
}
