import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tfjs } from '../../../../shared/blocks/define-block.ts';
import type { Attributes, Gradient } from './define-gradient.ts';

/** A kernel that works on each number alone: its gradient from that of the output and the input. */
function byInput(kernel: string, slope: (tf: Tfjs, dy: Tensor, x: Tensor, attributes: Attributes) => Tensor): Gradient {
  return {
    kernel,
    keepsInputs: ['x'],
    compute: ({ tf, dy, saved, attributes }) => ({ x: () => slope(tf, dy, saved[0]!, attributes) }),
  };
}

/** The same, from the output. */
function byOutput(kernel: string, slope: (tf: Tfjs, dy: Tensor, y: Tensor) => Tensor): Gradient {
  return { kernel, keepsOutputs: [true], compute: ({ tf, dy, saved }) => ({ x: () => slope(tf, dy, saved[0]!) }) };
}

/** Gradients of what works on each number alone. Activations that are not here bring their own (`shared/blocks/activations.ts`). */
export const elementwiseGradients: readonly Gradient[] = [
  { kernel: 'Identity', compute: ({ dy }) => ({ x: () => dy }) },
  // Only float32 is cast on the way to a loss: gradients of whole numbers and answers of yes or no mean nothing.
  { kernel: 'Cast', compute: ({ dy }) => ({ x: () => dy }) },
  { kernel: 'Neg', compute: ({ tf, dy }) => ({ x: () => tf.neg(dy) }) },
  byInput('Square', (tf, dy, x) => tf.mul(dy, tf.mul(x, 2))),
  byInput('Log', (tf, dy, x) => tf.div(dy, x)),
  byInput('Softplus', (tf, dy, x) => tf.mul(dy, tf.sigmoid(x))),
  byInput('ClipByValue', (tf, dy, x, { clipValueMin, clipValueMax }) => {
    const inside = tf.logicalAnd(tf.greaterEqual(x, clipValueMin as number), tf.lessEqual(x, clipValueMax as number));
    return tf.where(inside, dy, tf.zerosLike(dy));
  }),
  byOutput('Exp', (tf, dy, y) => tf.mul(dy, y)),
  byOutput('Rsqrt', (tf, dy, y) => tf.mul(dy, tf.mul(tf.mul(y, tf.square(y)), -0.5))),
  byOutput('Sigmoid', (tf, dy, y) => tf.mul(dy, tf.mul(y, tf.sub(1, y)))),
  byOutput('Tanh', (tf, dy, y) => tf.mul(dy, tf.sub(1, tf.square(y)))),
  byOutput('Relu', (tf, dy, y) =>
    tf.getKernel('LoomReluGrad', tf.getBackend()) === undefined
      ? tf.mul(dy, tf.step(y))
      : (tf.engine().runKernel('LoomReluGrad', { y, dy }) as Tensor),
  ),
  {
    kernel: 'Select',
    keepsInputs: ['condition'],
    compute({ tf, dy, saved }) {
      const condition = saved[0]!;
      return {
        t: () => tf.where(condition, dy, tf.zerosLike(dy)),
        e: () => tf.where(condition, tf.zerosLike(dy), dy),
      };
    },
  },
];
