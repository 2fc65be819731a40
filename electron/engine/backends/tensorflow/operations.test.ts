import type { Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it, test } from 'vitest';
import { sizeOf, type Tfjs } from '../../../../shared/blocks/define-block.ts';
import { onEngine } from '../../../../testing/backends.ts';
import { lacks } from '../../../../testing/leave-out.ts';
import { testSteps } from '../../../../testing/test-steps.ts';
import { checkGradient, randomInput } from '../check-gradient.ts';
import { expectSteady } from '../check-growth.ts';
import { kernelSteps } from '../fused.ts';
import { tensorflow } from '../tensorflow.ts';
import type { NodeBackend } from './binding.ts';
import { tensorflowSteps } from './recurrent.ts';

function expectNoGrowth(tf: Tfjs, run: () => unknown): void {
  const { binding } = tf.backend() as NodeBackend;
  const measure = () => ({ tensors: tf.memory().numTensors, ofBinding: binding.getNumOfTensors() });
  expectSteady(tf, run, measure, { first: 2, times: 20 });
}

/** Sets of instructions that the operations are built for; a processor has some of them. */
const sets = process.arch === 'x64' ? ['avx512', 'avx2', 'plain'] : ['plain'];

onEngine('tensorflow', 'step loops on TensorFlow', () => {
  describe('of its own operations, as a graphics card has them', () => {
    testSteps(async () => ({ ...(await tensorflow.start()), fusedSteps: tensorflowSteps }), expectNoGrowth);
  });

  describe.each(sets)('as operations of ours, %s', (set) => {
    it('the processor has the instructions', async ({ skip }) => {
      const { instructions } = (await tensorflow.start()).native!.operations;
      if (
        lacks(
          instructions.includes(set),
          `operations with ${set}`,
          'processor',
          'this processor has no such instructions',
        )
      )
        skip();
    });

    testSteps(async () => {
      const started = await tensorflow.start();
      const { operations } = started.native!;
      operations.setInstructions(operations.instructions.includes(set) ? set : 'plain');
      operations.setThreads(2);
      return { ...started, fusedSteps: kernelSteps };
    }, expectNoGrowth);

    test.each([
      ['LoomLstm', 4],
      ['LoomGru', 3],
    ] as const)('%s gives the same numbers on any number of threads', async (name, gates) => {
      const { tf, native } = await tensorflow.start();
      const [rows, time, units] = [50, 11, 40];
      const inputs = [
        randomInput('projected', [rows, time, gates * units]),
        randomInput('kernel', [units, gates * units]),
        ...(name === 'LoomGru' ? [randomInput('bias', [gates * units])] : []),
      ].map(({ values, shape }) => tf.tensor(values, [...shape]));
      const run = async (threads: number) => {
        native!.operations.setThreads(threads);
        const [projected, recurrentKernel, recurrentBias] = inputs as [Tensor, Tensor, Tensor?];
        const given = { projected, recurrentKernel, ...(recurrentBias && { recurrentBias }) };
        const attributes = { goBackwards: false, returnSequences: true };
        const forward = tf.engine().runKernel(name, given, attributes) as Tensor[];
        const [y, hidden, ...kept] = forward as [Tensor, Tensor, ...Tensor[]];
        const back = {
          ...given,
          hidden,
          ...(kept.length > 1 ? { cell: kept[0]!, gates: kept[1]! } : { gates: kept[0]! }),
        };
        const gradients = tf.engine().runKernel(`${name}Grad`, { ...back, dy: y }, attributes) as Tensor[];
        return Promise.all([y, ...gradients].map((tensor) => tensor.data()));
      };
      expect(await run(3)).toEqual(await run(1));
    });
  });

  it.each([
    [[4000, 5], [0]],
    [
      [7, 9, 11, 33],
      [0, 1, 2],
    ],
    [[3, 50, 100], [0]],
    [[20000, 1], [0]],
    [[2, 30000], [0]],
  ] as const)(
    'sums over leading dimensions are those of plain arithmetic, on any number of threads: %j by %j',
    async (shape, axes) => {
      const { tf, native } = await tensorflow.start();
      const { values } = randomInput('sums', [...shape]);
      const x = tf.tensor(values, [...shape]);
      const columns = sizeOf(shape.slice(axes.length));
      const expected = new Float64Array(columns);
      for (const [index, value] of values.entries()) expected[index % columns] = expected[index % columns]! + value;
      const sums: Float32Array[] = [];
      for (const set of native!.operations.instructions) {
        native!.operations.setInstructions(set);
        for (const threads of [1, 3]) {
          native!.operations.setThreads(threads);
          const [plain, kept] = tf.tidy(() => [tf.sum(x, [...axes]), tf.sum(x, [...axes], true)]) as [Tensor, Tensor];
          expect(plain.shape).toEqual(shape.slice(axes.length));
          expect(kept.shape).toEqual(shape.map((size, index) => (index < axes.length ? 1 : size)));
          sums.push((await plain.data()) as Float32Array);
          expect(await kept.data()).toEqual(sums.at(-1));
        }
        expect(sums.at(-1)).toEqual(sums.at(-2));
      }
      for (const each of sums) {
        const most = each.reduce((far, value, at) => Math.max(far, Math.abs(value - expected[at]!)), 0);
        expect(most).toBeLessThan(1e-4);
      }
    },
  );

  it('the operations say which tensor does not fit', async () => {
    const { tf } = await tensorflow.start();
    const run = (projected: number[], recurrentKernel: number[], mask?: number[]) => () =>
      tf.engine().runKernel(
        'LoomLstm',
        {
          projected: tf.zeros(projected),
          recurrentKernel: tf.zeros(recurrentKernel),
          ...(mask && { mask: tf.ones(mask, 'bool') }),
        },
        { goBackwards: false, returnSequences: true },
      );
    expect(run([2, 3], [1, 4])).toThrow('projected needs 3 dimensions. Received: 2.');
    expect(run([2, 3, 8], [1, 4])).toThrow(
      'projected and recurrent_kernel need 4 gates of 1 units. Received: 8 and 4.',
    );
    expect(run([2, 3, 4], [1, 4], [2, 5])).toThrow('mask needs 3 in dimension 1. Received: 5.');
    expect(run([2, 0, 4], [1, 4])).toThrow('a recurrent layer needs at least one step and one unit');
  });

  it('the operations refuse threads and instructions that are none', async () => {
    const { operations } = (await tensorflow.start()).native!;
    expect(() => operations.setThreads(0)).toThrow('setThreads takes a number of threads from 1.');
    expect(() => operations.setInstructions('abacus')).toThrow(
      'This processor has no instructions of that name. Received: abacus.',
    );
  });

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
