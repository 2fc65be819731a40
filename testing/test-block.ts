import type { Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { checkGradient } from '../electron/engine/backends/check-gradient.ts';
import type { BlockDefinition, TensorSpec, Tfjs } from '../shared/blocks/define-block.ts';
import { sizeOf } from '../shared/blocks/define-block.ts';
import { drawWeight } from '../shared/blocks/initializers.ts';
import { defaultParams, type ParamSpecs, type ParamValues, paramsSchema } from '../shared/blocks/params.ts';
import { describeProblem, isProblem } from '../shared/messages/problem.ts';
import { createRandom } from '../shared/training/random.ts';
import { isSlow, onEachEngine, slowReason, startEngine } from './backends.ts';
import { type Judgement, judgeLayer } from './judge-layer.ts';
import { kerasForTests } from './keras-for-tests.ts';
import { lacks } from './leave-out.ts';
import { type CaseInput, prepareBlock, runBlock, type Subject, tensorOf } from './run-block.ts';
import { onGraphs } from './traced.ts';
import { runTraced } from './traced-block.ts';

/** One way to use a block. */
export interface BlockCase<Specs extends ParamSpecs> {
  /** What is special about it, in a few words. */
  readonly name: string;
  /** What differs from the defaults. */
  readonly params?: Partial<ParamValues<Specs>>;
  readonly inputs: readonly CaseInput[];
  readonly batch?: number;
  /** Runs as in training; Keras then drops what we drop. */
  readonly training?: boolean;
  /** Another draw of inputs and weights, for when the usual one puts a number on a kink. */
  readonly seed?: number;
  /** Its inputs lie where the function jumps, so that no small step says anything: gradients are those of Keras, and that is all. */
  readonly jumps?: boolean;
  /** Multiply-adds of one sample, counted by hand. */
  readonly multiplyAdds?: number;
}

/** Our numbers and Keras's may differ by this much, as a share of the largest number (at least 1). */
const tolerance = 1e-5;
/** The same for numeric gradients, whose own error is about a tenth of it. */
const numericTolerance = 1e-2;

/**
 * The contract every block keeps, as tests on every backend there is, and in graphs of TensorFlow, with real Keras as the judge. Needs cases
 * that together move every param away from its default.
 */
export function testBlock<Specs extends ParamSpecs>(
  given: BlockDefinition<Specs>,
  givenCases: readonly BlockCase<NoInfer<Specs>>[],
): void {
  // From here on the params are only data.
  const definition = given as unknown as BlockDefinition;
  const cases = givenCases as unknown as readonly BlockCase<ParamSpecs>[];
  const keras = kerasForTests();
  const paramsOf = (each: BlockCase<ParamSpecs>) =>
    ({ ...defaultParams(definition.params), ...each.params }) as ParamValues<ParamSpecs>;
  const prepareCase = (each: BlockCase<ParamSpecs>): Subject =>
    prepareBlock(definition, paramsOf(each), each.inputs, {
      batch: each.batch ?? 5,
      training: each.training ?? false,
      seed: `${definition.type} ${each.name} ${each.seed ?? 0}`,
    });
  // An Input is fed, not computed; an Output is no layer.
  const isLayer = definition.inputs !== 'none' && definition.output;

  onEachEngine(`${definition.type} keeps the contract of blocks`, (engine) => {
    let tf: Tfjs;
    if (isSlow(engine)) {
      const title = `central differences and a step of ${definition.type} on ${engine}`;
      test.skipIf(lacks(false, title, 'gpu', slowReason))(title, () => {});
    }
    beforeAll(async () => {
      ({ tf } = await startEngine(engine));
    });

    test('its defaults are valid', () => {
      expect(paramsSchema(definition.params).parse(defaultParams(definition.params))).toEqual(
        defaultParams(definition.params),
      );
    });

    test('every param has a case away from its default', () => {
      const moved = cases.flatMap(({ params = {} }) =>
        Object.keys(params).filter(
          (key) => JSON.stringify(params[key]) !== JSON.stringify(definition.params[key]!.default),
        ),
      );
      expect(Object.keys(definition.params).filter((key) => !moved.includes(key))).toEqual([]);
      expect(cases.length).toBeGreaterThan(0);
    });

    for (const each of cases) {
      describe(each.name, () => {
        const params = paramsOf(each);
        const prepare = () => prepareCase(each);
        // Takes long on a graphics card in software, so that the tests of it share what one pass gives.
        let pass: Promise<Pass> | null = null;
        const runOnce = () => {
          pass ??= runPass(tf, prepare());
          return pass;
        };

        test('params survive JSON', () => {
          expect(paramsSchema(definition.params).parse(JSON.parse(JSON.stringify(params)))).toEqual(params);
        });

        test('what is inferred is what is computed', async () => {
          const { subject, computed } = await runOnce();
          const { output, weightSpecs, specs } = subject;
          const batch = each.batch ?? 5;
          expect(computed.shape).toEqual([batch, ...output.shape]);
          expect(computed.dtype).toBe(output.dtype);
          expect(computed.mask !== null).toBe(output.masked);
          for (const spec of weightSpecs) {
            expect(drawWeight(spec, createRandom(1)).length, spec.name).toBe(sizeOf(spec.shape));
          }
          if (each.multiplyAdds !== undefined) expect(definition.multiplyAdds(params, specs)).toBe(each.multiplyAdds);
        });

        if (isLayer) {
          test('Keras computes the same', async () => {
            const { subject, computed: ours, gradients } = await runOnce();
            const theirs = await judgeLayer(keras, subject, ours.draws);
            expectJudged(theirs!, subject, ours, gradients);
            expectNear([ours.added], [theirs!.added], 'penalties');
            expectUpdated(subject, ours.updated, theirs!);
          });
        }
        // Both follow where gradients are those of Keras, and take more passes than all the others together.
        if (!isSlow(engine)) {
          if (!each.jumps) test('gradients agree with the function itself', () => checkNumerically(tf, prepare()));
          test('a training step makes the loss smaller', () => checkStep(tf, prepare()));
        }
        test('no tensor is left behind', async () => {
          const { left } = await runOnce();
          expect(left).toBe(0);
        });
      });
    }
  });

  if (!isLayer) return;
  onGraphs(`${definition.type} keeps the contract of blocks`, (backend) => {
    for (const each of cases) {
      test(`${each.name}: a prediction and a training step of Keras`, async () => {
        const subject = prepareCase(each);
        const { tf, native } = backend();
        const held = () => ({ tensors: tf.memory().numTensors, handles: native.backend.binding.getNumOfTensors() });
        const before = held();
        const { trained, predicted, loss, gradients, updated, draws } = await runTraced(backend(), subject);
        expect(held()).toEqual(before);
        const theirs = (await judgeLayer(keras, subject, draws))!;
        for (const { values, mask } of predicted ? [trained, predicted] : [trained]) {
          const masked = mask && { shape: theirs.mask?.shape ?? [], values: mask };
          expectJudged(theirs, subject, { values, mask: masked }, gradients);
        }
        const { projection } = subject;
        const total = theirs.values.reduce((sum, value, at) => sum + value * projection.values[at]!, theirs.added);
        expectNear([loss], [total], 'loss');
        expectUpdated(subject, updated, theirs);
      });
    }
  });
}

/** The words of the problem that a block has with inputs; fails if it has none. */
export function wordsOfProblem<Specs extends ParamSpecs>(
  definition: BlockDefinition<Specs>,
  params: Partial<ParamValues<Specs>>,
  inputs: readonly Partial<TensorSpec>[],
): string {
  const specs = inputs.map((spec) => ({ shape: [], dtype: 'float32' as const, masked: false, ...spec }));
  const result = definition.infer({ ...defaultParams(definition.params), ...params }, specs);
  if (!isProblem(result))
    throw new Error(`${definition.type}: expected a problem. Received: ${JSON.stringify(result)}.`);
  return describeProblem(result);
}

interface Computed {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly values: ArrayLike<number>;
  readonly mask: { readonly shape: readonly number[]; readonly values: ArrayLike<number> } | null;
  readonly added: number;
  readonly draws: readonly number[];
  /** Weights that are not trainable, after the call. */
  readonly updated: readonly ArrayLike<number>[];
}

async function compute(tf: Tfjs, subject: Subject, seed = subject.seed): Promise<Computed> {
  const draws: number[] = [];
  const kept = subject.weightSpecs.flatMap(({ trainable }, index) => (trainable ? [] : [index]));
  const [tensor, added, mask, ...updated] = tf.tidy(() => {
    const tensors = (list: readonly Parameters<typeof tensorOf>[1][]) => list.map((each) => tensorOf(tf, each));
    const ran = runBlock(tf, subject, tensors(subject.inputs), tensors(subject.weights), draws, seed);
    const { tensor: y, mask: m } = ran.value;
    // Copies: a block may hand on its input.
    const keptNow = kept.map((index) => {
      const value = ran.updated.get(subject.weightSpecs[index]!.name);
      return value ? tf.clone(value) : tensorOf(tf, subject.weights[index]!);
    });
    return [tf.clone(y), ran.added, m ? tf.cast(m, 'int32') : tf.scalar(0), ...keptNow];
  }) as [Tensor, Tensor, Tensor, ...Tensor[]];
  const hasMask = mask.rank > 0;
  const computed: Computed = {
    shape: tensor.shape,
    dtype: tensor.dtype,
    values: (await tensor.data()) as Float32Array | Int32Array,
    mask: hasMask ? { shape: mask.shape, values: (await mask.data()) as Int32Array } : null,
    added: (await added.data())[0]!,
    draws,
    updated: await Promise.all(updated.map((each) => each.data())),
  };
  tf.dispose([tensor, added, mask, ...updated]);
  return computed;
}

/** One pass through a block, there and back. */
interface Pass {
  readonly subject: Subject;
  readonly computed: Computed;
  /** By the float inputs, then the trainable weights. */
  readonly gradients: readonly Float32Array[];
  /** Tensors that are there after it and were not before. */
  readonly left: number;
}

async function runPass(tf: Tfjs, subject: Subject): Promise<Pass> {
  const before = tf.memory().numTensors;
  const computed = await compute(tf, subject);
  const gradients = await gradientsOf(tf, subject);
  return { subject, computed, gradients, left: tf.memory().numTensors - before };
}

/** What gradients are taken by: the float inputs, then the trainable weights. */
function variablesOf({ inputs, weights, weightSpecs }: Subject) {
  return [
    ...inputs.filter(({ dtype }) => dtype === 'float32'),
    ...weights.filter((_, index) => weightSpecs[index]!.trainable),
  ];
}

/** The function that training sees: `sum(output * projection) + added`, of the float inputs and the weights. */
function lossOf(tf: Tfjs, subject: Subject, given: readonly Tensor[]): Tensor {
  let at = 0;
  const inputs = subject.inputs.map((input) => (input.dtype === 'float32' ? given[at++]! : tensorOf(tf, input)));
  const weights = subject.weights.map((each, index) =>
    subject.weightSpecs[index]!.trainable ? given[at++]! : tensorOf(tf, each),
  );
  const { value, added } = runBlock(tf, subject, inputs, weights);
  return tf.add(tf.sum(tf.mul(tf.cast(value.tensor, 'float32'), tensorOf(tf, subject.projection))), added);
}

async function gradientsOf(tf: Tfjs, subject: Subject): Promise<Float32Array[]> {
  const variables = variablesOf(subject);
  if (variables.length === 0) return [];
  const gradients = tf.tidy(() =>
    tf.grads((...given) => lossOf(tf, subject, given))(variables.map((each) => tensorOf(tf, each))),
  );
  const numbers = await Promise.all(gradients.map((gradient) => gradient.data<'float32'>()));
  tf.dispose(gradients);
  return numbers;
}

/** Fails where a block has another output, mask, weight or gradient than Keras's layer. */
function expectJudged(
  theirs: Judgement,
  { output, weightSpecs, inputs }: Subject,
  ours: Pick<Computed, 'values' | 'mask'>,
  gradients: readonly Float32Array[],
): void {
  expect(theirs.shape.slice(1)).toEqual(output.shape);
  expect(theirs.dtype).toBe(output.dtype);
  expect(theirs.parameters).toBe(weightSpecs.reduce((sum, { shape }) => sum + sizeOf(shape), 0));
  expect(theirs.weights).toEqual(weightSpecs.map(({ name, shape }) => ({ name, shape })));
  expect(theirs.mask).toEqual(ours.mask && { shape: ours.mask.shape, values: Array.from(ours.mask.values) });
  expectNear(ours.values, theirs.values, 'output');
  const names = [
    ...inputs.filter(({ dtype }) => dtype === 'float32').map(() => 'input'),
    ...weightSpecs.filter(({ trainable }) => trainable).map(({ name }) => name),
  ];
  const expected = [...theirs.inputGradients, ...theirs.weightGradients];
  expect(gradients.length).toBe(expected.length);
  for (const [index, gradient] of gradients.entries()) {
    expectNear(gradient, expected[index]!, `gradient by ${names[index]}`);
  }
}

/** Fails where weights that a block keeps itself are not what Keras's are after the call. */
function expectUpdated({ weightSpecs }: Subject, received: readonly ArrayLike<number>[], theirs: Judgement): void {
  const names = weightSpecs.filter(({ trainable }) => !trainable).map(({ name }) => name);
  expect(theirs.updated).toHaveLength(names.length);
  for (const [index, name] of names.entries()) expectNear(received[index]!, theirs.updated[index]!, name);
}

/** Fails when the numbers differ by more than the tolerance. */
export function expectNear(received: ArrayLike<number>, expected: ArrayLike<number>, what: string): void {
  expect(received.length, `numbers of ${what}`).toBe(expected.length);
  let largest = 1;
  for (let i = 0; i < expected.length; i++) largest = Math.max(largest, Math.abs(expected[i]!));
  let difference = 0;
  for (let i = 0; i < expected.length; i++) {
    const one = Math.abs(received[i]! - expected[i]!);
    // Not Math.max: NaN must fail.
    if (!(one <= difference)) difference = one;
  }
  expect(difference / largest, `largest difference of ${what}`).toBeLessThanOrEqual(tolerance);
}

async function checkNumerically(tf: Tfjs, subject: Subject): Promise<void> {
  const variables = variablesOf(subject);
  if (variables.length === 0) return;
  const error = await checkGradient(tf, {
    compute: (...given) => lossOf(tf, subject, given),
    inputs: variables.map(({ shape, values }) => ({ shape, values: values as Float32Array })),
    step: 3e-3,
    directions: 4,
  });
  expect(error).toBeLessThanOrEqual(numericTolerance);
}

async function checkStep(tf: Tfjs, subject: Subject): Promise<void> {
  const variables = variablesOf(subject);
  if (variables.length === 0) return;
  const gradients = await gradientsOf(tf, subject);
  const square = gradients.reduce((sum, gradient) => sum + gradient.reduce((part, g) => part + g * g, 0), 0);
  expect(square).toBeGreaterThan(0);
  const rate = 0.01 / Math.sqrt(square);
  const stepped = variables.map(({ values, ...rest }, index) => ({
    ...rest,
    values: (values as Float32Array).map((value, i) => value - rate * gradients[index]![i]!),
  }));
  const [before, after] = await Promise.all(
    [variables, stepped].map(async (list) => {
      const loss = tf.tidy(() =>
        lossOf(
          tf,
          subject,
          list.map((each) => tensorOf(tf, each)),
        ),
      );
      const [value] = await loss.data();
      loss.dispose();
      return value!;
    }),
  );
  expect(after).toBeLessThan(before!);
}
