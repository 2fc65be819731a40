import type { Tensor4D } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkGradient, randomInput } from './check-gradient.ts';
import { registerGradients } from './gradients.ts';
import { wasm } from './wasm.ts';

const { tf } = await wasm.start();

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
