import { flagAttribute, type OperationAttribute } from './binding.ts';
import type { TensorFlowKernel } from './kernels.ts';

/** A recurrent kernel that is one operation of `electron/native`: its inputs in order, without the mask, and how many outputs it has. */
function recurrentKernel(name: string, given: readonly string[], outputs: number): TensorFlowKernel {
  return {
    name,
    why: 'Of operations of TensorFlow it is a few dozen for each time step, which take twice as long or more.',
    compute(_tf, backend, inputs, { goBackwards, returnSequences }) {
      const { binding } = backend;
      const masks = inputs.mask ? [inputs.mask] : [];
      const attributes: readonly OperationAttribute[] = [
        { name: 'masks', type: binding.TF_ATTR_INT, value: masks.length },
        flagAttribute(binding, 'go_backwards', goBackwards),
        flagAttribute(binding, 'return_sequences', returnSequences),
      ];
      return backend.executeMultipleOutputs(name, attributes, [...given.map((key) => inputs[key]!), ...masks], outputs);
    },
  };
}

/** The kernels that `kernelLayers` of `fused.ts` runs, on the processor. */
export const recurrentKernels: readonly TensorFlowKernel[] = [
  recurrentKernel('LoomLstm', ['projected', 'recurrentKernel'], 4),
  recurrentKernel('LoomLstmGrad', ['projected', 'recurrentKernel', 'hidden', 'cell', 'gates', 'dy'], 2),
  recurrentKernel('LoomGru', ['projected', 'recurrentKernel', 'recurrentBias'], 3),
  recurrentKernel('LoomGruGrad', ['projected', 'recurrentKernel', 'hidden', 'gates', 'dy'], 3),
];
