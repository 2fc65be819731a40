import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkGradient, type GradientCheck, randomInput, spreadInput } from './check-gradient.ts';
import { registerGradients } from './gradients.ts';
import { wasm } from './wasm.ts';

const { tf } = await wasm.start();

const numbers = randomInput('numbers', [3, 4]);
const positive = randomInput('positive', [3, 4], 0.5, 2);
const cube = randomInput('cube', [2, 3, 4]);
const condition = () => tf.tensor2d([1, 0, 1, 1, 0, 0, 1, 0, 1, 1, 1, 0], [3, 4], 'bool');
const factors = () => tf.tensor(randomInput('factors', [4, 3, 12]).values, [4, 3, 12]);
/** Two tensors of which each is repeated along a dimension of the other. */
const crossed = [randomInput('column', [3, 1], 0.5, 2), randomInput('row', [4], 0.5, 2)];

/** The same, with no two numbers close, for what compares them. */
const crossedApart = [
  { shape: [3, 1], values: Float32Array.of(-0.7, 0.1, 0.9) },
  { shape: [4], values: Float32Array.of(0.5, -1, -0.3, 1.4) },
];

/** A curved function of what a gradient hands on unchanged, so that a wrong place or order shows. */
const curved = (x: Tensor) => tf.square(x);

const checks: Readonly<Record<string, GradientCheck>> = {
  'a sum of broadcast numbers': { compute: (a, b) => curved(tf.add(a, b)), inputs: crossed },
  'a difference of broadcast numbers': { compute: (a, b) => curved(tf.sub(a, b)), inputs: crossed },
  'a product of broadcast numbers': { compute: (a, b) => tf.mul(a, b), inputs: crossed },
  'a quotient of broadcast numbers': { compute: (a, b) => tf.div(a, b), inputs: crossed },
  'a squared difference of broadcast numbers': { compute: (a, b) => tf.squaredDifference(a, b), inputs: crossed },
  'the larger of broadcast numbers': { compute: (a, b) => curved(tf.maximum(a, b)), inputs: crossedApart },
  'the smaller of broadcast numbers': { compute: (a, b) => curved(tf.minimum(a, b)), inputs: crossedApart },
  'a number with itself': { compute: (a) => tf.mul(tf.add(a, a), a), inputs: [numbers] },
  'a copy': { compute: (x) => curved(tf.clone(x)), inputs: [numbers] },
  'a cast to what it is': { compute: (x) => curved(tf.cast(x, 'float32')), inputs: [numbers] },
  negation: { compute: (x) => curved(tf.neg(x)), inputs: [numbers] },
  square: { compute: (x) => tf.square(x), inputs: [numbers] },
  logarithm: { compute: (x) => tf.log(x), inputs: [positive] },
  exponential: { compute: (x) => tf.exp(x), inputs: [numbers] },
  'one over a root': { compute: (x) => tf.rsqrt(tf.exp(x)), inputs: [numbers] },
  softplus: { compute: (x) => tf.softplus(x), inputs: [numbers] },
  sigmoid: { compute: (x) => tf.sigmoid(x), inputs: [numbers] },
  'hyperbolic tangent': { compute: (x) => tf.tanh(x), inputs: [numbers] },
  limits: {
    compute: (x) => curved(tf.clipByValue(x, -0.51, 0.49)),
    inputs: [spreadInput('limits', [3, 4])],
    step: 1e-3,
  },
  choice: {
    compute: (a, b) => curved(tf.where(condition(), a, b)),
    inputs: [numbers, randomInput('others', [3, 4])],
  },
  'a sum over all': { compute: (x) => tf.sum(curved(x)), inputs: [cube] },
  'sums over the middle': { compute: (x) => curved(tf.sum(x, 1)), inputs: [cube] },
  'sums over the ends, dimensions kept': { compute: (x) => curved(tf.sum(x, [0, -1], true)), inputs: [cube] },
  'a mean over all': { compute: (x) => tf.mean(curved(x)), inputs: [cube] },
  'means over the last': { compute: (x) => curved(tf.mean(x, -1)), inputs: [cube] },
  'the largest over the middle': {
    compute: (x) => curved(tf.max(x, 1)),
    inputs: [spreadInput('largest', [2, 3, 4])],
    step: 1e-3,
  },
  'the largest over the ends, dimensions kept': {
    compute: (x) => curved(tf.max(x, [0, -1], true)),
    inputs: [spreadInput('largest', [2, 3, 4])],
    step: 1e-3,
  },
  softmax: { compute: (x) => tf.softmax(x), inputs: [numbers] },
  'a logarithm of softmax': { compute: (x) => tf.logSoftmax(x), inputs: [numbers] },
  'another shape': { compute: (x) => curved(tf.reshape(x, [4, 6])), inputs: [cube] },
  'a dimension more': { compute: (x) => curved(tf.expandDims(x, 1)), inputs: [cube] },
  'a dimension less': { compute: (x) => curved(tf.squeeze(x)), inputs: [randomInput('thin', [3, 1, 4])] },
  'dimensions in another order': { compute: (x) => curved(tf.transpose(x, [2, 0, 1])), inputs: [cube] },
  'copies side by side': { compute: (x) => tf.mul(tf.tile(x, [2, 1, 3]), factors()), inputs: [cube] },
  'a piece cut out': { compute: (x) => curved(tf.slice(x, [0, 1, 2], [2, 1, -1])), inputs: [cube] },
  'a piece cut out of the first dimensions': { compute: (x) => curved(tf.slice(x, [1], [1])), inputs: [cube] },
  'numbers put around': {
    compute: (x) => {
      const padded = tf.pad(x, [
        [0, 1],
        [2, 0],
      ]);
      return curved(tf.add(padded, tf.reshape(tf.range(0, padded.size), padded.shape)));
    },
    inputs: [numbers],
  },
  'dimensions turned around': {
    compute: (x) => tf.mul(curved(tf.reverse(x, [1, -1])), x),
    inputs: [cube],
  },
  'pieces of several sizes joined': {
    compute: (a, b, c) => curved(tf.concat([a, b, c], -1)),
    inputs: [randomInput('a', [2, 3]), randomInput('b', [2, 1]), randomInput('c', [2, 2])],
  },
  'pieces of several sizes cut': {
    compute: (x) => {
      const [a, b] = tf.split(x, [1, 3], 2) as [Tensor, Tensor];
      return tf.mul(a, b);
    },
    inputs: [cube],
  },
  'a stack': {
    compute: (a, b) => curved(tf.stack([a, b, a], 1)),
    inputs: [numbers, randomInput('other', [3, 4])],
  },
  'a stack of one': { compute: (a) => curved(tf.stack([a])), inputs: [numbers] },
  'a stack taken apart': {
    compute: (x) => {
      const [a, b, c] = tf.unstack(x, 1) as [Tensor, Tensor, Tensor];
      return tf.add(tf.mul(a, b), c);
    },
    inputs: [cube],
  },
  'a stack of one taken apart': {
    compute: (x) => curved(tf.unstack(x)[0]!),
    inputs: [randomInput('alone', [1, 3])],
  },
  'a convolution turned around': {
    compute: (x, filter) => tf.conv2dTranspose(x as Tensor4D, filter as Tensor4D, [2, 6, 7, 2], [2, 3], 'valid'),
    inputs: [randomInput('x', [2, 2, 2, 3]), randomInput('filter', [3, 2, 2, 3])],
  },
  'a convolution turned around, with same padding': {
    compute: (x, filter) => tf.conv2dTranspose(x as Tensor4D, filter as Tensor4D, [2, 4, 3, 2], [2, 1], 'same'),
    inputs: [randomInput('x', [2, 2, 3, 3]), randomInput('filter', [3, 2, 2, 3])],
  },
  'a product of matrices whose batch is broadcast': {
    compute: (a, b) => tf.matMul(a as Tensor2D, b as Tensor2D),
    inputs: [randomInput('a', [2, 3, 4]), randomInput('b', [1, 4, 2])],
  },
};

describe('the gradient of', () => {
  it.each(Object.entries(checks))('%s is that of the function', async (_name, check) => {
    expect(await checkGradient(tf, { directions: 'every', ...check })).toBeLessThan(2e-3);
  });
});

it('a limit lets through what lies on it, as in TensorFlow', () => {
  const gradient = tf.grad((x) => tf.clipByValue(x, -1, 1))(tf.tensor1d([-2, -1, 0, 1, 2]));
  expect([...gradient.dataSync()]).toEqual([0, 1, 1, 1, 0]);
});

it('of two equal numbers, each gets half the gradient of the larger, as in JAX', () => {
  const [a, b] = tf.grads((one, other) => tf.maximum(one, other))([tf.tensor1d([1, 2, 3]), tf.tensor1d([2, 2, 2])]);
  expect([[...a!.dataSync()], [...b!.dataSync()]]).toEqual([
    [0, 0.5, 1],
    [1, 0.5, 0],
  ]);
});

it('numbers that are the largest together share the gradient, as in Keras', () => {
  const gradient = tf.grad((x) => tf.mul(tf.max(x), 6))(tf.tensor1d([2, 1, 2, 2]));
  expect([...gradient.dataSync()]).toEqual([2, 0, 2, 2]);
});

it('what has no gradient says so on the way back', () => {
  expect(() => tf.grad((x) => tf.cumsum(x))(tf.ones([3]))).toThrow('Cumsum');
});

it('tables with one batch alone are looked up', () => {
  const compute = (x: Tensor) => tf.engine().runKernel('GatherV2', { x, indices: ids }, { axis: 1, batchDims: 1 });
  const ids = tf.tensor2d([0, 1], [2, 1], 'int32');
  expect(() => tf.grad((x) => compute(x) as Tensor)(tf.ones([2, 3]))).toThrow('Received: 1.');
});

describe('the gradient of a dilated convolution on a backend whose kernels know no dilation', () => {
  beforeAll(() => registerGradients(tf, false));
  afterAll(() => registerGradients(tf, true));

  it.each([
    [[2, 7, 8, 2], [3, 3, 2, 2], 2, 'valid'],
    [[2, 7, 8, 2], [3, 2, 2, 2], [1, 3], 'same'],
    [[2, 4, 9, 1], [2, 3, 1, 3], [3, 2], 'same'],
    [[2, 5, 5, 2], [1, 1, 2, 2], 2, 'same'],
  ] as const)('%j by %j, dilations %j, %s', async (x, filter, dilations, pad) => {
    const error = await checkGradient(tf, {
      compute: (a, b) =>
        tf.conv2d(a as Tensor4D, b as Tensor4D, 1, pad, 'NHWC', dilations as number | [number, number]),
      inputs: [randomInput('x', x), randomInput('filter', filter)],
      directions: 'every',
      step: 5e-2,
    });
    expect(error).toBeLessThan(1e-3);
  });
});
