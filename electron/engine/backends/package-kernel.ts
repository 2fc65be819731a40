import type { KernelBackend, KernelConfig, NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { Tfjs } from '../../../shared/blocks/define-block.ts';

/** A kernel of ours that joins those of one of TensorFlow.js's packages, or takes the place of one. */
export interface PackageKernel<Context extends PackageContext> {
  /** The kernel name of tfjs-core it stands in for, or one of our own that begins with `Loom`. */
  readonly name: string;
  /** Why the one of the package is not used; shown nowhere, kept beside the code it explains. */
  readonly why: string;
  compute(context: Context, inputs: NamedTensorInfoMap, attributes: NamedAttrMap): TensorInfo | TensorInfo[];
}

/** What a kernel works with on every backend. */
export interface PackageContext {
  readonly tf: Tfjs;
  /** Runs a kernel of the package by its name, also where one of ours has taken its place. */
  stock(name: string, inputs: NamedTensorInfoMap, attributes: object): TensorInfo;
}

/** The input of that name. Throws where the caller left it out. */
export function input(inputs: NamedTensorInfoMap, name: string): TensorInfo {
  const info = inputs[name];
  if (info === undefined)
    throw new Error(`A kernel needs its input "${name}". Received: ${Object.keys(inputs).join(', ')}`);
  return info;
}

/** The same numbers in another shape, without a copy. The caller releases it like a tensor of its own. */
export function reshaped(
  backend: Pick<KernelBackend, 'incRef'>,
  info: TensorInfo,
  shape: readonly number[],
): TensorInfo {
  backend.incRef(info.dataId);
  return { dataId: info.dataId, shape: [...shape], dtype: info.dtype };
}

/** Gives tensors back that a kernel made for itself. */
export function release(backend: Pick<KernelBackend, 'disposeData'>, ...infos: readonly TensorInfo[]): void {
  for (const { dataId } of infos) backend.disposeData(dataId);
}

/**
 * Puts kernels into the place of those of the same name, on the backend of that name. `complete` adds what its kernels work with besides.
 * Call it once the backend's package has registered its own.
 */
export function registerKernels<Context extends PackageContext>(
  tf: Tfjs,
  backendName: string,
  backend: KernelBackend,
  kernels: readonly PackageKernel<Context>[],
  complete: (context: PackageContext) => Context,
): void {
  const stockKernels = new Map<string, KernelConfig>();
  for (const config of tf.getKernelsForBackend(backendName)) stockKernels.set(config.kernelName, config);
  const context = complete({
    tf,
    stock: (name, inputs, attributes) => {
      const config = stockKernels.get(name);
      if (config === undefined)
        throw new Error(`The package of ${backendName} has no kernel of this name. Received: ${name}`);
      const result = config.kernelFunc({ inputs, backend, attrs: attributes as NamedAttrMap });
      if (Array.isArray(result)) throw new Error(`A kernel with one output was expected. Received: ${name}`);
      return result;
    },
  });
  for (const kernel of kernels) {
    if (stockKernels.has(kernel.name)) tf.unregisterKernel(kernel.name, backendName);
    tf.registerKernel({
      kernelName: kernel.name,
      backendName,
      kernelFunc: ({ inputs, attrs }) => kernel.compute(context, inputs, attrs ?? {}),
    });
  }
}
