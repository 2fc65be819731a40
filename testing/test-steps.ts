import type { Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkGradient, randomInput } from '../electron/engine/backends/check-gradient.ts';
import type { StartedBackend } from '../electron/engine/backends/define-backend.ts';
import type { Tfjs } from '../shared/blocks/define-block.ts';
import type { FusedLayers } from '../shared/blocks/fused.ts';
import { gruSteps, lstmSteps, type StepsInput } from '../shared/blocks/recurrent.ts';
import { createRandom } from '../shared/training/random.ts';

interface Case {
  readonly batch: number;
  readonly time: number;
  readonly units: number;
  readonly masked: boolean;
  readonly returnSequences: boolean;
  readonly goBackwards: boolean;
}

const sizes = [
  [1, 1, 1],
  [2, 3, 4],
  [5, 4, 3],
  [9, 3, 10],
  [4, 2, 16],
  // More steps than TensorFlow's way back takes at once.
  [2, 19, 2],
  // Wider than the tiles of any processor, with a rest; more rows than a thread takes at once; products long enough to be cut.
  [45, 7, 37],
] as const;
const yesNo = [false, true];

const cases: readonly Case[] = sizes.flatMap(([batch, time, units]) =>
  yesNo.flatMap((masked) =>
    yesNo.flatMap((returnSequences) =>
      yesNo.map((goBackwards) => ({ batch, time, units, masked, returnSequences, goBackwards })),
    ),
  ),
);

const label = ({ batch, time, units, masked, returnSequences, goBackwards }: Case) =>
  [
    `${batch}x${time}x${units}`,
    masked && 'masked',
    returnSequences ? 'every step' : 'last step',
    goBackwards && 'backwards',
  ]
    .filter(Boolean)
    .join(', ');

const layers = [
  { name: 'LSTM', gates: 4, recurrentBias: false },
  { name: 'GRU', gates: 3, recurrentBias: true },
  { name: 'GRU without bias', gates: 3, recurrentBias: false },
] as const;

/**
 * Declares tests of a backend's own step loops: output and gradients against the composed loops and central differences, for every mask
 * and order, and that `expectNoGrowth` finds nothing left behind by what it is given. The composed loops run on the backend that `judge`
 * starts: another one where they are slow.
 */
export function testSteps(
  start: () => Promise<Pick<StartedBackend, 'tf' | 'fusedLayers'>>,
  expectNoGrowth: (tf: Tfjs, run: () => unknown) => void,
  judge: () => Promise<unknown> = start,
): void {
  let tf: Tfjs;
  let steps: FusedLayers;
  beforeAll(async () => {
    ({ tf, fusedLayers: steps } = await start());
  });

  describe.each(layers)('the fused $name', ({ name, gates, recurrentBias }) => {
    // Wide kernels with large numbers would make of the last bit's rounding whole percents within a few steps.
    const reach = (units: number) => (units > 16 ? 1 / Math.sqrt(units) : 1);
    const inputsOf = ({ batch, time, units }: Case) => [
      randomInput('projected', [batch, time, gates * units], -2, 2),
      randomInput('kernel', [units, gates * units], -reach(units), reach(units)),
      ...(recurrentBias ? [randomInput('bias', [gates * units])] : []),
    ];

    const stepsOf = (one: Case, tensors: readonly Tensor[]): StepsInput => ({
      projected: tensors[0]!,
      recurrentKernel: tensors[1]!,
      recurrentBias: tensors[2] ?? null,
      mask: one.masked
        ? tf.tensor([...createRandom('mask').mask(one.batch * one.time, 0.6)], [one.batch, one.time], 'bool')
        : null,
      stateFactors: null,
      activation: 'tanh',
      recurrentActivation: 'sigmoid',
      returnSequences: one.returnSequences,
      goBackwards: one.goBackwards,
    });

    const fused = (input: StepsInput) => {
      const y = name === 'LSTM' ? steps.lstm!(tf, input) : steps.gru!(tf, { ...input, resetAfter: true });
      if (y === null) throw new Error('The kernel refused what it should do.');
      return y;
    };

    const composed = (input: StepsInput) =>
      name === 'LSTM' ? lstmSteps(tf, input) : gruSteps(tf, { ...input, resetAfter: true });

    it.each(cases.map((one) => [label(one), one] as const))(
      'gives the output and the gradients of the composed one: %s',
      async (_, one) => {
        const measure = async (loop: (input: StepsInput) => Tensor) => {
          const tensors = tf.tidy(() => {
            const given = inputsOf(one).map(({ values, shape }) => tf.tensor(values, [...shape]));
            const { value, grads } = tf.valueAndGrads((...each) =>
              tf.sum(tf.square(tf.add(loop(stepsOf(one, each)), 0.3))),
            )(given);
            return [loop(stepsOf(one, given)), value, ...grads];
          });
          const numbers = await Promise.all(
            tensors.map(async (each) => ({ shape: each.shape, is: [...(await each.data())] })),
          );
          tf.dispose(tensors);
          return numbers;
        };
        const ours = await measure(fused);
        await judge();
        const theirs = await measure(composed);
        await start();
        for (const [i, { shape, is }] of ours.entries()) {
          const expected = theirs[i]!;
          expect(shape).toEqual(expected.shape);
          const scale = expected.is.reduce((most, each) => Math.max(most, Math.abs(each)), 1);
          const difference = is.reduce((most, each, at) => Math.max(most, Math.abs(each - expected.is[at]!)), 0);
          // Long sums round more: the kernel's gradient over rows and steps, the loss over all numbers, which WebGPU adds up in one go.
          const long = one.batch * one.time > 100;
          expect(difference / scale).toBeLessThan(!long ? 2e-6 : i === 1 ? 2e-5 : 5e-6);
        }
      },
    );

    it.each(cases.filter(({ units }) => units === 4 || units === 3).map((one) => [label(one), one] as const))(
      'agrees with central differences: %s',
      async (_, one) => {
        const error = await checkGradient(tf, {
          compute: (...tensors) => fused(stepsOf(one, tensors)),
          inputs: inputsOf(one),
          directions: 6,
        });
        expect(error).toBeLessThan(2e-3);
      },
    );

    it('repeats bit for bit', async () => {
      const one = { batch: 33, time: 7, units: 12, masked: true, returnSequences: true, goBackwards: false };
      const tensors = inputsOf(one).map(({ values, shape }) => tf.tensor(values, [...shape]));
      const run = () =>
        Promise.all(
          tf
            .grads((...given) => tf.sum(tf.square(fused(stepsOf(one, given)))))(tensors)
            .map((gradient) => gradient.array()),
        );
      expect(await run()).toEqual(await run());
    });

    it('leaves nothing behind, with and without gradients', () => {
      const one = { batch: 5, time: 3, units: 4, masked: true, returnSequences: false, goBackwards: false };
      const tensors = inputsOf(one).map(({ values, shape }) => tf.tensor(values, [...shape]));
      expectNoGrowth(tf, () => tf.grads((...given) => tf.sum(fused(stepsOf(one, given))))(tensors));
      expectNoGrowth(tf, () => fused(stepsOf(one, tensors)));
    });
  });

  it('what they do not do is left to the composed loop', () => {
    const input = {
      projected: tf.zeros([1, 1, 4]),
      recurrentKernel: tf.zeros([1, 4]),
      recurrentBias: null,
      mask: null,
      stateFactors: null,
      activation: 'tanh',
      recurrentActivation: 'sigmoid',
      returnSequences: false,
      goBackwards: false,
    } as const;
    expect(steps.lstm!(tf, input)).not.toBeNull();
    expect(steps.lstm!(tf, { ...input, activation: 'relu' })).toBeNull();
    expect(steps.lstm!(tf, { ...input, recurrentActivation: 'hard_sigmoid' as 'sigmoid' })).toBeNull();
    expect(steps.lstm!(tf, { ...input, stateFactors: [tf.ones([1, 1])] })).toBeNull();
    expect(steps.gru!(tf, { ...input, resetAfter: false })).toBeNull();
  });
}
