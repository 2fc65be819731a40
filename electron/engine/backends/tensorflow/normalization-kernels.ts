import type { TensorFlowKernel } from './kernels.ts';

/** Batch normalization or its gradient, one operation of `electron/native` each: their inputs in order, without epsilon. */
function normalizationKernel(name: string, given: readonly string[]): TensorFlowKernel {
  return {
    name,
    why: "Composed, it goes over the batch some eight times each way; TensorFlow's own operation is slower than that where the batch is small.",
    compute: (tf, backend, inputs, { epsilon }) =>
      tf.tidy(() => {
        const tensors = [...given.map((key) => inputs[key]!), tf.scalar(epsilon as number)];
        return backend.executeMultipleOutputs(name, [], tensors, 3);
      }),
  };
}

/** The kernels that `fusedBatchNormalization` of `fused.ts` runs, on the processor. */
export const normalizationKernels: readonly TensorFlowKernel[] = [
  normalizationKernel('LoomBatchNormalization', ['x', 'gamma', 'beta']),
  normalizationKernel('LoomBatchNormalizationGrad', ['x', 'gamma', 'mean', 'variance', 'dy']),
];
