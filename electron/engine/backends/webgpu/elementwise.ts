import type { TensorInfo } from '@tensorflow/tfjs-core';
import { sizeOf } from '../../../../shared/blocks/define-block.ts';
import { input } from '../package-kernel.ts';
import { defineKernel, output, outputs } from './kernel.ts';
import { defineShader } from './shader.ts';

const toFloats = defineShader({
  name: 'LoomToFloats',
  reads: { x: 'i32' },
  writes: { y: 'f32' },
  numbers: [],
  code: 'fn compute(index: i32) { y[index] = f32(x[index]); }',
});

const toIntegers = defineShader({
  name: 'LoomToIntegers',
  reads: { x: 'i32' },
  writes: { y: 'i32' },
  numbers: [],
  code: 'fn compute(index: i32) { y[index] = x[index]; }',
});

/** Numbers of one type as numbers of another. */
export const cast = defineKernel({
  name: 'Cast',
  why: "The package's calls whole numbers floats without a change: programs that take the tensor then do not compile, and masks went wrong.",
  compute(context, inputs, attributes) {
    const x = input(inputs, 'x');
    const count = sizeOf(x.shape);
    if (x.dtype === 'int32' || x.dtype === 'bool') {
      if (attributes.dtype === 'float32') {
        const y = output(context, x.shape);
        context.run(toFloats, count, { x, y });
        return y;
      }
      if (x.dtype === 'bool' && attributes.dtype === 'int32') {
        const y = output(context, x.shape, 'int32');
        context.run(toIntegers, count, { x, y });
        return y;
      }
    }
    return context.stock('Cast', { x }, attributes);
  },
});

/** A power. Of single numbers, as of an optimizer's decay and step count, on the processor. */
export const pow = defineKernel({
  name: 'Pow',
  why: 'A GPU takes powers by logarithms: 1 - 0.999^t came out with an error of one in ten thousand, and so did the steps of Adam.',
  compute(context, inputs) {
    const [a, b] = [input(inputs, 'a'), input(inputs, 'b')];
    const { tf, backend, stock } = context;
    if (a.dtype !== 'float32' || b.dtype !== 'float32' || !backend.shouldExecuteOnCPU([a, b])) {
      return stock('Pow', { a, b }, {});
    }
    const number = ({ dataId }: TensorInfo) => (backend.readSync(dataId) as Float32Array)[0]!;
    const shape = tf.broadcast_util.assertAndGetBroadcastShape(a.shape, b.shape);
    return backend.makeTensorInfo(shape, 'float32', Float32Array.of(number(a) ** number(b)));
  },
});

const reluSlope = defineShader({
  name: 'LoomReluGrad',
  reads: { y: 'f32', dy: 'f32' },
  writes: { dx: 'f32' },
  numbers: [],
  code: 'fn compute(index: i32) { dx[index] = select(0.0, dy[index], y[index] > 0.0); }',
});

/** Gradient of relu in one pass; `gradients.ts` uses it where a backend has it. */
export const reluGrad = defineKernel({
  name: 'LoomReluGrad',
  why: 'tfjs-core makes two passes of it: a step and a product.',
  compute(context, inputs) {
    const [y, dy] = [input(inputs, 'y'), input(inputs, 'dy')];
    const dx = output(context, dy.shape);
    context.run(reluSlope, sizeOf(dy.shape), { y, dy, dx });
    return dx;
  },
});

const adamMeans = defineShader({
  name: 'LoomAdamMeans',
  reads: { gradient: 'f32', momentum: 'f32', velocity: 'f32', freshMean: 'f32', freshSquares: 'f32' },
  writes: { newMomentum: 'f32', newVelocity: 'f32' },
  numbers: [],
  code: `fn compute(index: i32) {
  let g = gradient[index];
  newMomentum[index] = momentum[index] + (g - momentum[index]) * freshMean[0];
  newVelocity[index] = velocity[index] + (g * g - velocity[index]) * freshSquares[0];
}`,
});

const adamChange = defineShader({
  name: 'LoomAdamChange',
  reads: { weight: 'f32', momentum: 'f32', velocity: 'f32', stepSize: 'f32', epsilon: 'f32' },
  writes: { newWeight: 'f32' },
  numbers: [],
  code: `fn compute(index: i32) {
  newWeight[index] = weight[index] - momentum[index] * stepSize[0] / (sqrt(velocity[index]) + epsilon[0]);
}`,
});

/**
 * One update of Adam. Inputs: weight, gradient, momentum, velocity, and the scalars stepSize, freshMean, freshSquares, epsilon.
 * Outputs: new weight, momentum, velocity.
 */
export const loomAdam = defineKernel({
  name: 'LoomAdam',
  why: 'tfjs-core composes it of a dozen passes over weight and slots.',
  compute(context, inputs) {
    const given = (name: string) => input(inputs, name);
    const weight = given('weight');
    const { shape } = weight;
    const count = sizeOf(shape);
    const [newWeight, newMomentum, newVelocity] = outputs(context, shape, shape, shape);
    // Two programs, as all of it would be more tensors than every adapter takes.
    context.run(adamMeans, count, {
      gradient: given('gradient'),
      momentum: given('momentum'),
      velocity: given('velocity'),
      freshMean: given('freshMean'),
      freshSquares: given('freshSquares'),
      newMomentum,
      newVelocity,
    });
    context.run(adamChange, count, {
      weight,
      momentum: newMomentum,
      velocity: newVelocity,
      stepSize: given('stepSize'),
      epsilon: given('epsilon'),
      newWeight,
    });
    return [newWeight, newMomentum, newVelocity];
  },
});
