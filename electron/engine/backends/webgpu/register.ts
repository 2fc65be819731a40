import type { KernelConfig, NamedAttrMap } from '@tensorflow/tfjs-core';
import type { Tfjs } from '../../../../shared/blocks/define-block.ts';
import type { GpuBackend } from './gpu-backend.ts';
import type { GpuContext, GpuKernel } from './kernel.ts';
import { createShaderRunner } from './shader.ts';

/** Puts kernels into the place of those of the same name, on the backend `webgpu`. */
export function registerKernels(tf: Tfjs, backend: GpuBackend, kernels: readonly GpuKernel[]): void {
  const stockKernels = new Map<string, KernelConfig>();
  for (const config of tf.getKernelsForBackend('webgpu')) stockKernels.set(config.kernelName, config);
  const context: GpuContext = {
    ...createShaderRunner(backend),
    tf,
    backend,
    stock: (name, inputs, attributes) => {
      const config = stockKernels.get(name);
      if (config === undefined) throw new Error(`The WebGPU package has no kernel of this name. Received: ${name}`);
      const result = config.kernelFunc({ inputs, backend, attrs: attributes as NamedAttrMap });
      if (Array.isArray(result)) throw new Error(`A kernel with one output was expected. Received: ${name}`);
      return result;
    },
  };
  for (const kernel of kernels) {
    if (stockKernels.has(kernel.name)) tf.unregisterKernel(kernel.name, 'webgpu');
    tf.registerKernel({
      kernelName: kernel.name,
      backendName: 'webgpu',
      kernelFunc: ({ inputs, attrs }) => kernel.compute(context, inputs, attrs ?? {}),
    });
  }
}
