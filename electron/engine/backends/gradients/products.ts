import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tfjs } from '../../../../shared/blocks/define-block.ts';
import { sumToShape } from './arithmetic.ts';
import type { Attributes, Gradient } from './define-gradient.ts';

function run(tf: Tfjs, kernel: string, inputs: Record<string, Tensor>, attributes: Attributes): Tensor {
  return tf.engine().runKernel(kernel, inputs, attributes) as Tensor;
}

/** A product of matrices: with `A` and `B` the factors as multiplied, dA is dy · Bᵀ and dB is Aᵀ · dy. */
const matrixProduct: Gradient = {
  kernel: 'BatchMatMul',
  keepsInputs: ['a', 'b'],
  compute({ tf, dy, saved, attributes }) {
    const [a, b] = saved as [Tensor, Tensor];
    const { transposeA, transposeB } = attributes as { transposeA: boolean; transposeB: boolean };
    const product = (left: Tensor, right: Tensor, turnLeft: boolean, turnRight: boolean) =>
      tf.matMul(left as never, right as never, turnLeft, turnRight) as Tensor;
    return {
      a: () =>
        sumToShape(tf, transposeA ? product(b, dy, transposeB, true) : product(dy, b, false, !transposeB), a.shape),
      b: () =>
        sumToShape(tf, transposeB ? product(dy, a, true, transposeA) : product(a, dy, !transposeA, false), b.shape),
    };
  },
};

/** Convolutions and pooling, whose gradients are kernels of their own. */
export const productGradients: readonly Gradient[] = [
  matrixProduct,
  {
    kernel: 'DepthwiseConv2dNative',
    keepsInputs: ['x', 'filter'],
    compute({ tf, dy, saved, attributes }) {
      const [x, filter] = saved as [Tensor, Tensor];
      const back = (wanted: string, inputs: Record<string, Tensor>, shape: Attributes) =>
        run(tf, `DepthwiseConv2dNativeBackprop${wanted}`, inputs, { ...attributes, ...shape });
      return {
        x: () => back('Input', { dy, filter }, { inputShape: x.shape }),
        filter: () => back('Filter', { x, dy }, { filterShape: filter.shape }),
      };
    },
  },
  {
    kernel: 'MaxPool',
    keepsInputs: ['x'],
    keepsOutputs: [true],
    compute: ({ tf, dy, saved: [x, y], attributes }) => ({
      x: () => run(tf, 'MaxPoolGrad', { dy, input: x!, output: y! }, attributes),
    }),
  },
  {
    kernel: 'AvgPool',
    keepsInputs: ['x'],
    compute: ({ tf, dy, saved: [x], attributes }) => ({
      x: () => run(tf, 'AvgPoolGrad', { dy, input: x! }, attributes),
    }),
  },
];
