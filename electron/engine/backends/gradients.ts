import type { NamedAttrMap, Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import type { Tfjs } from '../../../shared/blocks/define-block.ts';

/** What a convolution was called with, as far as its gradient needs it. */
interface ConvAttributes extends NamedAttrMap {
  strides: number | [number, number];
  pad: 'valid' | 'same' | number | [number, number][];
  dilations: number | [number, number];
}

/**
 * Puts right what tfjs-core's own gradients lack, on every backend: it refuses dilated convolutions. `dilatedKernels` says
 * that the backend's `Conv2DBackpropInput` and `Conv2DBackpropFilter` take dilations themselves.
 */
export function registerGradients(tf: Tfjs, dilatedKernels: boolean): void {
  tf.unregisterGradient('Conv2D');
  tf.registerGradient({
    kernelName: 'Conv2D',
    inputsToSave: ['x', 'filter'],
    gradFunc: (dy, saved, attributes) => {
      const [x, filter] = saved as [Tensor4D, Tensor4D];
      const conv = attributes as ConvAttributes;
      const [high, wide] = pairOf(conv.dilations);
      return dilatedKernels || (high === 1 && wide === 1)
        ? plainGradients(tf, dy as Tensor4D, x, filter, conv)
        : spreadGradients(tf, dy as Tensor4D, x, filter, conv);
    },
  });
  if (tf.getKernel('LoomReluGrad', tf.getBackend()) !== undefined) {
    tf.unregisterGradient('Relu');
    tf.registerGradient({
      kernelName: 'Relu',
      outputsToSave: [true],
      gradFunc: (dy, [y]) => ({
        x: () => tf.engine().runKernel('LoomReluGrad', { y: y!, dy: dy as Tensor }) as Tensor,
      }),
    });
  }
}

const pairOf = (value: number | readonly number[]): readonly [number, number] =>
  typeof value === 'number' ? [value, value] : [value[0]!, value[1]!];

function plainGradients(tf: Tfjs, dy: Tensor4D, x: Tensor4D, filter: Tensor4D, attributes: ConvAttributes) {
  const run = (name: string, inputs: Record<string, Tensor>, shape: NamedAttrMap) =>
    tf.engine().runKernel(name, inputs, { ...attributes, ...shape }) as Tensor4D;
  return {
    x: () => run('Conv2DBackpropInput', { dy, filter }, { inputShape: x.shape }),
    filter: () => run('Conv2DBackpropFilter', { x, dy }, { filterShape: filter.shape }),
  };
}

/** A dilated filter is a larger one with zeros between its rows and columns: exact, at the price of the zeros. */
function spreadGradients(tf: Tfjs, dy: Tensor4D, x: Tensor4D, filter: Tensor4D, attributes: ConvAttributes) {
  const [high, wide] = pairOf(attributes.dilations);
  const [height, width, inputs, outputs] = filter.shape;
  const large: [number, number, number, number] = [(height - 1) * high + 1, (width - 1) * wide + 1, inputs, outputs];
  const plain = { ...attributes, dilations: 1 };
  return {
    x: () =>
      tf.tidy(() => {
        const padded = tf.pad(tf.reshape(filter, [height, 1, width, 1, inputs * outputs]), [
          [0, 0],
          [0, high - 1],
          [0, 0],
          [0, wide - 1],
          [0, 0],
        ]);
        const spread = tf.slice(
          tf.reshape(padded, [height * high, width * wide, inputs, outputs]),
          [0, 0, 0, 0],
          large,
        );
        return plainGradients(tf, dy, x, spread as Tensor4D, plain).x();
      }),
    filter: () =>
      tf.tidy(() => {
        const spread = tf.zeros(large) as Tensor4D;
        const gradient = plainGradients(tf, dy, x, spread, plain).filter();
        return tf.stridedSlice(gradient, [0, 0, 0, 0], large, [high, wide, 1, 1]) as Tensor4D;
      }),
  };
}
