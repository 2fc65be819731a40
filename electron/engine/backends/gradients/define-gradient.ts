import type { NamedAttrMap, Tensor } from '@tensorflow/tfjs-core';
import type { Tfjs } from '../../../../shared/blocks/define-block.ts';

/** Attributes of a kernel: sizes, axes and flags by their tfjs-core names. */
export type Attributes = NamedAttrMap;

/** What is at hand on the way back through a kernel. */
export interface WayBack {
  readonly tf: Tfjs;
  /** Gradient of the output; of the first one where the kernel has several. */
  readonly dy: Tensor;
  /** Gradients of all outputs. */
  readonly dys: readonly Tensor[];
  /** What the gradient asked to keep: inputs in the order asked for (all, where it keeps all), then outputs. */
  readonly saved: readonly Tensor[];
  readonly attributes: Attributes;
}

/** The gradient by each input, by the input's name (by its place, where inputs are a list); computed only if asked for. */
export type InputGradients = Readonly<Record<string, () => Tensor>>;

/** The gradient of a kernel of tfjs-core. */
export interface Gradient {
  /** The kernel's name. */
  readonly kernel: string;
  /** Inputs needed on the way back, by name, or all of a kernel whose inputs are a list. */
  readonly keepsInputs?: readonly string[] | 'all';
  /** Whether each output is needed on the way back, in the order of the kernel's. */
  readonly keepsOutputs?: readonly boolean[];
  compute(way: WayBack): InputGradients;
}

/** Puts a gradient in the place of any that the library has for its kernel. */
export function registerGradient(tf: Tfjs, { kernel, keepsInputs = [], keepsOutputs = [], compute }: Gradient): void {
  if (tf.getGradient(kernel) !== undefined) tf.unregisterGradient(kernel);
  tf.registerGradient({
    kernelName: kernel,
    ...(keepsInputs === 'all' ? { saveAllInputs: true } : { inputsToSave: [...keepsInputs] }),
    outputsToSave: [...keepsOutputs],
    gradFunc: (given, saved, attributes) => {
      const dys = Array.isArray(given) ? given : [given];
      return { ...compute({ tf, dy: dys[0]!, dys, saved, attributes }) };
    },
  });
}
