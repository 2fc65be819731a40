import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Tfjs } from '../../../../shared/blocks/define-block.ts';
import { spreadKernel } from '../../../../shared/blocks/spread-kernel.ts';
import type { Attributes, Gradient } from './define-gradient.ts';

/** The gradients of a convolution's images and filter. */
interface ConvolutionGradients {
  readonly x: (this: void) => Tensor4D;
  readonly filter: (this: void) => Tensor4D;
}

const pairOf = (value: unknown): readonly [number, number] =>
  typeof value === 'number' ? [value, value] : (value as readonly [number, number]);

/**
 * The gradient of a convolution, dilated ones among them. `dilatedKernels` says that the backend's `Conv2DBackpropInput` and
 * `Conv2DBackpropFilter` take dilations themselves.
 */
export function convolutionGradient(dilatedKernels: boolean): Gradient {
  return {
    kernel: 'Conv2D',
    keepsInputs: ['x', 'filter'],
    compute({ tf, dy, saved, attributes }) {
      const [x, filter] = saved as [Tensor4D, Tensor4D];
      const [high, wide] = pairOf(attributes.dilations);
      const gradients = dilatedKernels || (high === 1 && wide === 1) ? plainGradients : spreadGradients;
      return { ...gradients(tf, dy as Tensor4D, x, filter, attributes) };
    },
  };
}

/** The gradient of a convolution turned around: the convolution itself. */
export const transposedConvolutionGradient: Gradient = {
  kernel: 'Conv2DBackpropInput',
  keepsInputs: ['dy', 'filter'],
  compute({ tf, dy: gradient, saved, attributes }) {
    const [input, filter] = saved as [Tensor4D, Tensor4D];
    const run = (name: string, inputs: Record<string, Tensor4D>, shape: Attributes) =>
      tf.engine().runKernel(name, inputs, { ...attributes, dilations: 1, ...shape }) as Tensor4D;
    return {
      dy: () => run('Conv2D', { x: gradient as Tensor4D, filter }, {}),
      filter: () => run('Conv2DBackpropFilter', { x: gradient as Tensor4D, dy: input }, { filterShape: filter.shape }),
    };
  },
};

function plainGradients(
  tf: Tfjs,
  dy: Tensor4D,
  x: Tensor4D,
  filter: Tensor4D,
  attributes: Attributes,
): ConvolutionGradients {
  const run = (name: string, inputs: Record<string, Tensor4D>, shape: Attributes) =>
    tf.engine().runKernel(name, inputs, { ...attributes, ...shape }) as Tensor4D;
  return {
    x: () => run('Conv2DBackpropInput', { dy, filter }, { inputShape: x.shape }),
    filter: () => run('Conv2DBackpropFilter', { x, dy }, { filterShape: filter.shape }),
  };
}

/** A dilated filter is a larger one with zeros between its rows and columns: exact, at the price of the zeros. */
function spreadGradients(
  tf: Tfjs,
  dy: Tensor4D,
  x: Tensor4D,
  filter: Tensor4D,
  attributes: Attributes,
): ConvolutionGradients {
  const [high, wide] = pairOf(attributes.dilations);
  const [height, width, inputs, outputs] = filter.shape;
  const large: [number, number, number, number] = [(height - 1) * high + 1, (width - 1) * wide + 1, inputs, outputs];
  const plain = { ...attributes, dilations: 1 };
  return {
    x: () => tf.tidy(() => plainGradients(tf, dy, x, spreadKernel(tf, filter, [high, wide]), plain).x()),
    filter: () =>
      tf.tidy(() => {
        const spread = tf.zeros(large) as Tensor4D;
        const gradient = plainGradients(tf, dy, x, spread, plain).filter();
        return tf.stridedSlice(gradient, [0, 0, 0, 0], large, [high, wide, 1, 1]) as Tensor4D;
      }),
  };
}
