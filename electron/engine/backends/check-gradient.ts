import type { Tensor } from '@tensorflow/tfjs-core';
import { sizeOf, type Tfjs } from '../../../shared/blocks/define-block.ts';
import { createRandom } from '../../../shared/training/random.ts';

/** Numbers of a tensor made for a check. */
export interface CheckedInput {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** How a gradient is compared. */
export interface GradientCheck {
  /** The function; it gets the inputs as tensors, in order. */
  compute(...inputs: Tensor[]): Tensor;
  readonly inputs: readonly CheckedInput[];
  /** Half the step of the central differences. A kink must not lie within it. */
  readonly step?: number;
  /** `every` number moved by itself, or that many random directions in which all move together. */
  readonly directions?: number | 'every';
}

/**
 * Compares the gradient that the library computes with central differences of the function itself, weighing the outputs with
 * random numbers. Returns the largest difference as a share of the largest slope (at least 1): about 1e-3 where all is well.
 * No backend is taken for the truth; only forward passes are.
 */
export async function checkGradient(tf: Tfjs, check: GradientCheck): Promise<number> {
  const { compute, inputs, step = 1e-2, directions = 3 } = check;
  const random = createRandom('check-gradient');
  const weigh = tf.tidy(() => {
    const { shape } = compute(...inputs.map((input) => tf.tensor(input.values, [...input.shape])));
    return {
      shape,
      values: random.uniform(sizeOf(shape), 0.5, 1.5),
    };
  });
  const weighted = async (values: readonly Float32Array[]): Promise<number> => {
    const result = tf.tidy(() => compute(...inputs.map((input, i) => tf.tensor(values[i]!, [...input.shape]))));
    const numbers = await result.data();
    result.dispose();
    let sum = 0;
    for (let i = 0; i < numbers.length; i++) sum += numbers[i]! * weigh.values[i]!;
    return sum;
  };
  const gradients = await gradientsOf(tf, check, weigh);

  let largestSlope = 1;
  let largestDifference = 0;
  for (const direction of listDirections(inputs, directions, random.uniform)) {
    const moved = (sign: number) =>
      inputs.map((input, i) => input.values.map((value, k) => value + sign * step * direction[i]![k]!));
    const [up, down] = [moved(1), moved(-1)];
    const slope = (await weighted(up)) - (await weighted(down));
    let expected = 0;
    // The step as float32 keeps it, not as it was meant.
    for (const [i, gradient] of gradients.entries()) {
      for (const [k, part] of gradient.entries()) expected += part * (up[i]![k]! - down[i]![k]!);
    }
    largestSlope = Math.max(largestSlope, Math.abs(expected / (2 * step)));
    const difference = Math.abs(slope - expected) / (2 * step);
    if (Number.isNaN(difference)) return Number.NaN;
    largestDifference = Math.max(largestDifference, difference);
  }
  return largestDifference / largestSlope;
}

async function gradientsOf(
  tf: Tfjs,
  { compute, inputs }: GradientCheck,
  weigh: { readonly shape: number[]; readonly values: Float32Array },
): Promise<readonly Float32Array[]> {
  const tensors = tf.tidy(() =>
    tf.grads((...given) => tf.sum(tf.mul(compute(...given), tf.tensor(weigh.values, weigh.shape))))(
      inputs.map((input) => tf.tensor(input.values, [...input.shape])),
    ),
  );
  const numbers = await Promise.all(tensors.map((tensor) => tensor.data<'float32'>()));
  tf.dispose(tensors);
  return numbers;
}

function* listDirections(
  inputs: readonly CheckedInput[],
  directions: number | 'every',
  uniform: (count: number, low: number, high: number) => Float32Array,
): Generator<readonly Float32Array[]> {
  if (directions === 'every') {
    for (const [i, input] of inputs.entries()) {
      for (let k = 0; k < input.values.length; k++) {
        const direction = inputs.map(({ values }) => new Float32Array(values.length));
        direction[i]![k] = 1;
        yield direction;
      }
    }
    return;
  }
  for (let i = 0; i < directions; i++) yield inputs.map(({ values }) => uniform(values.length, -1, 1));
}

/** Random numbers in [low, high) in that shape, always the same ones for the same label. */
export function randomInput(label: string, shape: readonly number[], low = -1, high = 1): CheckedInput {
  return { shape, values: createRandom(label).uniform(sizeOf(shape), low, high) };
}

/** Numbers at least `(high - low) / size` apart in random order: no two are close enough for a step to swap them. */
export function spreadInput(label: string, shape: readonly number[], low = -1, high = 1): CheckedInput {
  const size = sizeOf(shape);
  const order = createRandom(label).permutation(size);
  return { shape, values: Float32Array.from(order, (place) => low + ((high - low) * (place + 0.5)) / size) };
}
