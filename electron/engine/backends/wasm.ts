import * as tf from '@tensorflow/tfjs-core';
// Registers the gradients of tfjs-core: for Node, they are found in this package alone. Nothing else of it is used.
import '@tensorflow/tfjs-layers';
import path from 'node:path';
import { BackendWasm, setThreadsCount, setWasmPaths, version_wasm } from '@tensorflow/tfjs-backend-wasm';
import { defineBackend } from './define-backend.ts';
import { registerGradients } from './gradients.ts';
import { wasmKernels } from './wasm/kernels.ts';
import { availableCores, packageFolder, startThreadedModule, threadsFor } from './wasm/module.ts';
import { registerKernels } from './wasm/register.ts';

/** WebAssembly on the processor: runs everywhere, nothing to install. Kernels for training are ours, in `wasm/`. */
export const wasm = defineBackend({
  name: 'wasm',
  async start() {
    const device = await chooseBuild();
    if (!(await tf.setBackend('wasm'))) throw new Error('The WebAssembly module did not start.');
    await tf.ready();
    registerKernels(tf, wasmKernels);
    registerGradients(tf, true);
    return { tf, version: version_wasm, device };
  },
});

/** Threads where they start; one thread of the package's own start otherwise. Returns what computes, in words. */
async function chooseBuild(): Promise<string> {
  const threads = threadsFor(availableCores());
  let why = 'this computer has one core';
  if (threads > 1) {
    try {
      const module = await startThreadedModule(threads);
      setThreadsCount(threads);
      tf.removeBackend('wasm');
      tf.registerBackend('wasm', () => new BackendWasm(module));
      return `CPU, ${threads} threads, SIMD`;
    } catch (error) {
      why = error instanceof Error ? error.message : String(error);
    }
  }
  setWasmPaths(`${path.join(packageFolder(), 'dist')}${path.sep}`);
  const simd = await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT');
  return `CPU, 1 thread${simd ? ', SIMD' : ''} (${why})`;
}
