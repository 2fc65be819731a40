import type { Tensor } from '@tensorflow/tfjs-core';
import { drawUniform } from '../electron/engine/step/computation.ts';
import type {
  BlockDefinition,
  DataType,
  ForwardContext,
  Shape,
  TensorSpec,
  Tfjs,
  Value,
  WeightSpec,
} from '../shared/blocks/define-block.ts';
import { sizeOf } from '../shared/blocks/define-block.ts';
import type { ParamSpecs, ParamValues } from '../shared/blocks/params.ts';
import { penaltyOf } from '../shared/blocks/regularizers.ts';
import { isProblem } from '../shared/messages/problem.ts';
import { createRandom, deriveSeed, type Random, type Seed } from '../shared/training/random.ts';

/** What a case feeds into one port. Shapes are without the batch. */
export interface CaseInput {
  readonly shape: Shape;
  readonly dtype?: DataType;
  readonly masked?: boolean;
  /**
   * `uniform`: even in [-1, 1). `apart`: no two numbers close, for what compares numbers with each other. `off-kinks`: between -3.4
   * and 3.4, away from all multiples of 1/4, where activations bend. A number: whole numbers below it. Or the numbers themselves.
   */
  readonly values?: 'uniform' | 'apart' | 'off-kinks' | number | readonly number[];
}

/** Numbers with their shape, the batch first. */
export interface Numbers {
  readonly shape: readonly number[];
  readonly dtype: DataType;
  readonly values: Float32Array | Int32Array;
}

export interface FedInput extends Numbers {
  readonly dtype: DataType;
  readonly mask: Numbers | null;
}

/** A block with everything it needs to run once. */
export interface Subject {
  readonly definition: BlockDefinition;
  readonly params: ParamValues<ParamSpecs>;
  readonly specs: readonly TensorSpec[];
  readonly output: TensorSpec;
  readonly weightSpecs: readonly WeightSpec[];
  readonly inputs: readonly FedInput[];
  readonly weights: readonly Numbers[];
  readonly training: boolean;
  /** Weighs the outputs when they are summed to one number. */
  readonly projection: Numbers;
  /** Of the numbers that the block draws. */
  readonly seed: number;
}

/** Prepares a block with random inputs and weights that depend on the seed alone. Throws if the block refuses the inputs. */
export function prepareBlock(
  definition: BlockDefinition,
  params: ParamValues<ParamSpecs>,
  cases: readonly CaseInput[],
  { batch, training, seed }: { readonly batch: number; readonly training: boolean; readonly seed: Seed },
): Subject {
  const random = createRandom(seed);
  const specs = cases.map(({ shape, dtype = 'float32', masked = false }) => ({ shape, dtype, masked }));
  const output = definition.infer(params, specs);
  if (isProblem(output))
    throw new Error(`${definition.type} refuses the inputs of a case. Received: ${output.problem}.`);
  const weightSpecs = definition.weights(params, specs);
  const uniform = (shape: readonly number[], low: number, high: number): Numbers => ({
    shape,
    dtype: 'float32',
    values: random.uniform(sizeOf(shape), low, high),
  });
  const inputs = cases.map(({ shape, dtype = 'float32', masked = false, values = 'uniform' }): FedInput => {
    const full = [batch, ...shape];
    const mask = masked ? makeMask(full.slice(0, 2), random) : null;
    return { shape: full, dtype, values: makeValues(values, dtype, sizeOf(full), random), mask };
  });
  return {
    definition,
    params,
    specs,
    output,
    weightSpecs,
    inputs,
    // What a block keeps itself may be a variance.
    weights: weightSpecs.map(({ shape, trainable }) => uniform(shape, trainable ? -0.7 : 0.2, trainable ? 0.7 : 1.2)),
    training,
    projection: uniform([batch, ...output.shape], 0.5, 1.5),
    seed: deriveSeed(seed, 'draws'),
  };
}

function makeValues(
  values: NonNullable<CaseInput['values']>,
  dtype: DataType,
  size: number,
  random: Random,
): Float32Array | Int32Array {
  if (typeof values === 'number') return Int32Array.from({ length: size }, () => random.integer(values));
  if (typeof values === 'object') return dtype === 'int32' ? Int32Array.from(values) : Float32Array.from(values);
  switch (values) {
    case 'uniform':
      return random.uniform(size, -1, 1);
    case 'apart':
      return Float32Array.from(random.permutation(size), (place) => (2 * (place + 0.5)) / size - 1);
    case 'off-kinks':
      return random.uniform(size, -0.08, 0.08).map((part) => (random.integer(28) - 14) / 4 + 0.125 + part);
  }
}

/** Masks as they occur and as they should not: no step, padding after, padding before, a hole, all steps. */
function makeMask(shape: readonly number[], { integer }: Random): Numbers {
  const [rows, steps] = shape as [number, number];
  const values = new Int32Array(rows * steps);
  for (let row = 0; row < rows; row++) {
    const cut = integer(steps);
    for (let step = 0; step < steps; step++) {
      const kept = [true, step < cut, step >= cut, step !== cut, false][row % 5]!;
      values[row * steps + step] = kept ? 1 : 0;
    }
  }
  return { shape, dtype: 'int32', values };
}

/** Everything a forward pass reports. */
export interface Ran {
  readonly value: Value;
  /** What the block added to the loss, and the penalties on its weights: a scalar. */
  readonly added: Tensor;
  /** New values of its weights that are not trainable, by their names. */
  readonly updated: ReadonlyMap<string, Tensor>;
}

/** What the block under test is called where numbers are drawn for it. */
export const subjectBlock = 'subject';

/**
 * Runs a block on tensors given in the order of its inputs and weights; `draws` gets all uniform numbers it drew, which are those of a first
 * training step.
 */
export function runBlock(
  tf: Tfjs,
  subject: Subject,
  inputs: readonly Tensor[],
  weights: readonly Tensor[],
  draws: number[] = [],
  seed = subject.seed,
): Ran {
  const { definition, params, training, weightSpecs } = subject;
  let calls = 0;
  let added: Tensor = tf.scalar(0);
  const updated = new Map<string, Tensor>();
  const context: ForwardContext = {
    tf,
    training,
    uniform(shape) {
      const values = drawUniform(seed, 0, subjectBlock, calls++, shape);
      draws.push(...values);
      return tf.tensor(values, [...shape]);
    },
    addLoss(loss) {
      added = tf.add(added, loss);
    },
    update(weight, tensor) {
      updated.set(weight, tensor);
    },
  };
  const fed = inputs.map((tensor, index): Value => {
    const mask = subject.inputs[index]!.mask;
    return { tensor, mask: mask && tf.tensor(Uint8Array.from(mask.values), [...mask.shape], 'bool') };
  });
  const byName = Object.fromEntries(weightSpecs.map(({ name }, index) => [name, weights[index]!]));
  const value = definition.forward(context, params, fed, byName);
  for (const [index, { regularizer }] of weightSpecs.entries()) {
    if (regularizer) added = tf.add(added, penaltyOf(tf, regularizer, weights[index]!));
  }
  return { value, added, updated };
}

/** A tensor of numbers. */
export function tensorOf(tf: Tfjs, { shape, dtype, values }: Numbers): Tensor {
  return tf.tensor(values, [...shape], dtype);
}
