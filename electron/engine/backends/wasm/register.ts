import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { KernelConfig, NamedAttrMap } from '@tensorflow/tfjs-core';
import type { Tfjs } from '../../../../shared/blocks/define-block.ts';
import type { WasmContext, WasmKernel } from './kernel.ts';
import type { Pool } from './simd/pool.ts';

/** Puts kernels into the place of those of the same name, on the backend `wasm`. Call it once the backend runs. */
export function registerKernels(tf: Tfjs, kernels: readonly WasmKernel[], pool: Pool): void {
  const stockKernels = new Map<string, KernelConfig>();
  for (const config of tf.getKernelsForBackend('wasm')) stockKernels.set(config.kernelName, config);
  const context: WasmContext = {
    tf,
    backend: tf.backend() as BackendWasm,
    pool,
    stock: (name, inputs, attributes) => {
      const config = stockKernels.get(name);
      if (config === undefined) throw new Error(`The wasm package has no kernel of this name. Received: ${name}`);
      const result = config.kernelFunc({ inputs, backend: context.backend, attrs: attributes as NamedAttrMap });
      if (Array.isArray(result)) throw new Error(`A kernel with one output was expected. Received: ${name}`);
      return result;
    },
  };
  for (const kernel of kernels) {
    if (stockKernels.has(kernel.name)) tf.unregisterKernel(kernel.name, 'wasm');
    tf.registerKernel({
      kernelName: kernel.name,
      backendName: 'wasm',
      kernelFunc: ({ inputs, attrs }) => kernel.compute(context, inputs, attrs ?? {}),
    });
  }
}
