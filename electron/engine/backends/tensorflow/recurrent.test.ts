import type { Tensor } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import type { Tfjs } from '../../../../shared/blocks/define-block.ts';
import { onEngine } from '../../../../testing/backends.ts';
import { testSteps } from '../../../../testing/test-steps.ts';
import { checkGradient, randomInput } from '../check-gradient.ts';
import { expectSteady } from '../check-growth.ts';
import { tensorflow } from '../tensorflow.ts';
import type { NodeBackend } from './binding.ts';

function expectNoGrowth(tf: Tfjs, run: () => unknown): void {
  const { binding } = tf.backend() as NodeBackend;
  const measure = () => ({ tensors: tf.memory().numTensors, ofBinding: binding.getNumOfTensors() });
  expectSteady(tf, run, measure, { first: 2, times: 20 });
}

onEngine('tensorflow', 'step loops on TensorFlow', () => {
  testSteps(() => tensorflow.start(), expectNoGrowth);

  test.each([
    ['LoomSigmoidGrad', (tf: Tfjs, x: Tensor) => tf.sigmoid(x)],
    ['LoomTanhGrad', (tf: Tfjs, x: Tensor) => tf.tanh(x)],
  ] as const)('%s is the slope of the curve', async (kernel, curve) => {
    const { tf } = await tensorflow.start();
    const compute = (x: Tensor) =>
      tf.customGrad((...given) => {
        const [at, save] = given as unknown as [Tensor, (tensors: Tensor[]) => void];
        const y = curve(tf, at);
        save([y]);
        return {
          value: y,
          gradFunc: (dy: Tensor, [kept]: Tensor[]) => tf.engine().runKernel(kernel, { y: kept!, dy }) as Tensor,
        };
      })(x);
    const inputs = [randomInput('curve', [12], -3, 3)];
    expect(await checkGradient(tf, { compute, inputs, directions: 'every' })).toBeLessThan(1e-3);
  });
});
