import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { onEachEngine, startEngine } from '../../testing/backends.ts';
import { kerasForTests } from '../../testing/keras-for-tests.ts';
import type { Numbers } from '../../testing/run-block.ts';
import { expectNear } from '../../testing/test-block.ts';
import {
  batchOf,
  inGraphsAlone,
  onGraphs,
  type Part,
  programOf,
  prove,
  weightOf,
  withTraced,
} from '../../testing/traced.ts';
import { sizeOf, type TensorSpec, type Tfjs } from '../blocks/define-block.ts';
import { kerasObjectOf } from '../blocks/keras-form.ts';
import {
  type ComponentValue,
  componentSchema,
  componentValue,
  type ParamSpecs,
  type ParamValues,
} from '../blocks/params.ts';
import { binaryCrossentropy } from './losses/binary-crossentropy.ts';
import { categoricalCrossentropy } from './losses/categorical-crossentropy.ts';
import { huber } from './losses/huber.ts';
import { meanAbsoluteError } from './losses/mean-absolute-error.ts';
import { meanSquaredError } from './losses/mean-squared-error.ts';
import { reduceLoss } from './losses/reduce-loss.ts';
import { sparseCategoricalCrossentropy } from './losses/sparse-categorical-crossentropy.ts';
import { losses, lossOf } from './losses.ts';
import { createRandom } from './random.ts';

interface Case {
  readonly loss: ComponentValue;
  readonly shape: readonly number[];
  readonly prediction: readonly number[];
  readonly target: readonly number[];
  /** 1 where a step counts; null for no mask. */
  readonly mask: readonly number[] | null;
}

const random = createRandom(11);
const normal = (count: number) => [...random.normal(count, 0, 1.5)];
const wholeNumbers = (count: number, below: number) => Array.from({ length: count }, () => random.integer(below));
const bits = (count: number) => wholeNumbers(count, 2);
const softmaxRows = (count: number, classes: number, sum = 1) =>
  Array.from({ length: count }, () => {
    const powers = [...random.normal(classes)].map(Math.exp);
    const whole = powers.reduce((a, b) => a + b);
    return powers.map((power) => (power / whole) * sum);
  }).flat();
const oneHotRows = (count: number, classes: number) =>
  wholeNumbers(count, classes).flatMap((at) => Array.from({ length: classes }, (_, i) => (i === at ? 1 : 0)));

/** Each loss on plain rows, on steps of sequences with and without a mask, and where rounding or a kink may trip it. */
const cases: Readonly<Record<string, Case>> = {
  'mean squared error': plain(componentValue(meanSquaredError), [5, 3], normal(15), normal(15)),
  'mean squared error of masked steps': masked(componentValue(meanSquaredError), [3, 4, 2], normal(24), normal(24)),
  'mean absolute error': plain(componentValue(meanAbsoluteError), [5, 3], normal(15), normal(15)),
  'mean absolute error of masked steps': masked(componentValue(meanAbsoluteError), [3, 4, 1], normal(12), normal(12)),
  'Huber with errors at and beyond delta': plain(
    componentValue(huber, { delta: 0.5 }),
    [1, 7],
    [0, 0.5, -0.5, 0.25, -0.125, 3, -9],
    [0, 0, 0, 0, 0, 0, 0],
  ),
  'Huber of masked steps': masked(componentValue(huber), [3, 4, 2], normal(24), normal(24)),
  'binary cross-entropy': plain(
    componentValue(binaryCrossentropy),
    [6, 1],
    [0.1, 0.9, 0.5, 0.999, 0.001, 0.3],
    bits(6),
  ),
  'binary cross-entropy at 0 and 1': plain(componentValue(binaryCrossentropy), [4, 1], [0, 1, 0, 1], [0, 1, 1, 0]),
  'binary cross-entropy from logits': plain(
    componentValue(binaryCrossentropy, { fromLogits: true }),
    [8, 1],
    [-80, -20, -0.5, 0, 0.5, 20, 80, 80],
    [1, 0, 1, 0, 1, 0, 1, 0],
  ),
  'binary cross-entropy of several answers, smoothed': plain(
    componentValue(binaryCrossentropy, { labelSmoothing: 0.2 }),
    [4, 3],
    softmaxRows(4, 3),
    bits(12),
  ),
  'binary cross-entropy from logits, smoothed, of masked steps': masked(
    componentValue(binaryCrossentropy, { fromLogits: true, labelSmoothing: 0.1 }),
    [3, 4, 1],
    normal(12),
    bits(12),
  ),
  'categorical cross-entropy': plain(
    componentValue(categoricalCrossentropy),
    [5, 4],
    softmaxRows(5, 4),
    oneHotRows(5, 4),
  ),
  'categorical cross-entropy of rows that do not sum to 1': plain(
    componentValue(categoricalCrossentropy),
    [5, 4],
    softmaxRows(5, 4, 2.5),
    oneHotRows(5, 4),
  ),
  'categorical cross-entropy at 0 and 1': plain(
    componentValue(categoricalCrossentropy),
    [2, 3],
    [1, 0, 0, 0, 0, 1],
    [1, 0, 0, 1, 0, 0],
  ),
  'categorical cross-entropy from logits, smoothed': plain(
    componentValue(categoricalCrossentropy, { fromLogits: true, labelSmoothing: 0.1 }),
    [5, 4],
    [...normal(12), -90, 0, 90, 3, 400, 400, -400, 0],
    oneHotRows(5, 4),
  ),
  'categorical cross-entropy of masked steps': masked(
    componentValue(categoricalCrossentropy),
    [3, 4, 5],
    softmaxRows(12, 5),
    oneHotRows(12, 5),
  ),
  'sparse categorical cross-entropy': plain(
    componentValue(sparseCategoricalCrossentropy),
    [5, 4],
    softmaxRows(5, 4),
    wholeNumbers(5, 4),
  ),
  'sparse categorical cross-entropy from logits': plain(
    componentValue(sparseCategoricalCrossentropy, { fromLogits: true }),
    [4, 3],
    [...normal(6), -90, 0, 90, 500, 500, -500],
    [0, 2, 0, 1],
  ),
  'sparse categorical cross-entropy of masked steps': masked(
    componentValue(sparseCategoricalCrossentropy, { fromLogits: true }),
    [3, 4, 5],
    normal(60),
    wholeNumbers(12, 5),
  ),
  'a loss where no step counts': {
    ...masked(componentValue(meanSquaredError), [2, 3, 1], normal(6), normal(6)),
    mask: [0, 0, 0, 0, 0, 0],
  },
};

function plain(loss: ComponentValue, shape: readonly number[], prediction: number[], target: number[]): Case {
  return { loss, shape, prediction, target, mask: null };
}

function masked(loss: ComponentValue, shape: readonly number[], prediction: number[], target: number[]): Case {
  const [rows, steps] = shape as [number, number];
  const mask = Array.from({ length: rows * steps }, (_, i) => (i % steps <= Math.floor(i / steps) ? 1 : 0));
  return { loss, shape, prediction, target, mask };
}

const oracle = `
from keras.src import backend
loss = getattr(keras.losses, input["loss"]["className"])(**input["loss"]["config"])
shape = input["shape"]
target = np.asarray(input["target"], dtype="float32")
target = target.reshape(shape if target.size == np.prod(shape) else shape[:-1])
if loss.__class__.__name__.startswith("Sparse"):
    target = target.astype("int32")

def total(prediction):
    if input["mask"] is not None:
        backend.set_keras_mask(prediction, jnp.asarray(input["mask"], dtype=bool).reshape(shape[:-1]))
    return loss(target, prediction)

value, gradient = jax.value_and_grad(total)(jnp.asarray(array(input["prediction"]).reshape(shape)))
output = {"value": value, "gradient": gradient.reshape(-1)}
`;

const keras = kerasForTests();

/** The loss of a case and its gradient by the prediction. */
interface Measured {
  readonly value: number;
  readonly gradient: Float32Array;
}

/** Declares that what `compute` makes of every case is what Keras makes of it. */
function testCases(compute: (each: Case) => Promise<Measured>): void {
  test.each(Object.entries(cases))('%s has the value and the gradient of Keras', async (_title, each) => {
    const theirs = await keras.run<{ value: number; gradient: number[] }>(oracle, {
      ...each,
      loss: kerasObjectOf(losses, each.loss),
    });
    const { value, gradient } = await compute(each);
    expect(Math.abs(value - theirs.value)).toBeLessThanOrEqual(1e-6 + 1e-5 * Math.abs(theirs.value));
    expectNear(gradient, theirs.gradient, 'gradient');
  });
}

onEachEngine('losses', (engine) => {
  let tf: Tfjs;
  beforeAll(async () => {
    ({ tf } = await startEngine(engine));
  });

  function ours({ loss: value, shape, prediction, target, mask }: Case) {
    const loss = lossOf(value);
    const sparse = loss.targets === 'classes';
    const steps = shape.slice(0, -1);
    const targets = tf.tensor(target as number[], [...(sparse ? steps : shape)], sparse ? 'int32' : 'float32');
    const masks = mask && tf.tensor(mask as number[], [...steps], 'bool');
    const total = (given: Tensor) =>
      reduceLoss(tf, loss.compute(tf, value as ParamValues<ParamSpecs>, targets, given), masks);
    return tf.valueAndGrad(total as (given: Tensor) => Scalar)(tf.tensor(prediction as number[], [...shape]));
  }

  testCases(async (each) => {
    const { value, grad } = ours(each);
    const measured = { value: (await value.data())[0]!, gradient: await grad.data<'float32'>() };
    tf.dispose([value, grad]);
    return measured;
  });

  test('mean absolute error leaves a perfect answer where it is', async () => {
    const { value, grad } = ours(plain(componentValue(meanAbsoluteError), [1, 4], [1, 2, -3, 0], [1, 0, 0, 0]));
    expect((await value.data())[0]).toBe(1.25);
    expect([...(await grad.data())]).toEqual([0, 0.25, -0.25, 0]);
    tf.dispose([value, grad]);
  });

  test('of mixed classes is the mean of the losses of both, by their shares', async () => {
    const prediction = tf.tensor2d([softmaxRows(1, 4), softmaxRows(1, 4)]);
    const shares = tf.tensor2d([
      [0.7, 0, 0.3, 0],
      [0, 1, 0, 0],
    ]);
    const of = (target: Tensor) =>
      sparseCategoricalCrossentropy.compute(tf, { fromLogits: false }, target, prediction).data();
    const [mixed, own, other] = await Promise.all([
      of(shares),
      of(tf.tensor1d([0, 1], 'int32')),
      of(tf.tensor1d([2, 1], 'int32')),
    ]);
    expect(mixed[0]).toBeCloseTo(0.7 * own[0]! + 0.3 * other[0]!, 5);
    expect(mixed[1]).toBeCloseTo(own[1]!, 5);
  });

  test('every loss is held against Keras', () => {
    const covered = new Set(Object.values(cases).map(({ loss }) => loss.type));
    expect([...covered].sort()).toEqual(losses.map(({ type }) => type).sort());
  });

  test('every loss gives one number for each step, whatever the shape', () => {
    for (const { loss: value, shape, prediction, target } of Object.values(cases)) {
      const loss = lossOf(value);
      const sparse = loss.targets === 'classes';
      const steps = shape.slice(0, -1);
      const targets = tf.tensor(target as number[], [...(sparse ? steps : shape)], sparse ? 'int32' : 'float32');
      const values = loss.compute(
        tf,
        value as ParamValues<ParamSpecs>,
        targets,
        tf.tensor(prediction as number[], [...shape]),
      );
      expect(values.shape).toEqual(steps);
      expect(values.size).toBe(sizeOf(steps));
    }
  });

  test('a mask that does not fit is named with both shapes', () => {
    expect(() => reduceLoss(tf, tf.zeros([2, 3]), tf.zeros([3, 2], 'bool'))).toThrow(
      'Expected: the beginning of [2, 3]. Received: [3, 2].',
    );
  });

  test('the defaults of every loss are values a document may hold', () => {
    for (const loss of losses) expect(componentSchema(losses).safeParse(componentValue(loss)).success).toBe(true);
    expect(() => lossOf({ type: 'Hinge' })).toThrow('Received: Hinge');
  });
});

onGraphs('losses', (backend) => {
  testCases(async ({ loss, shape, prediction, target, mask }) => {
    const steps = shape.slice(0, -1);
    const inputs: Record<string, Numbers> = {
      given: { shape, dtype: 'float32', values: Float32Array.from(prediction) },
      ...(mask && { mask: { shape: steps, dtype: 'int32', values: Int32Array.from(mask) } }),
    };
    const spec: TensorSpec = { shape: shape.slice(1), dtype: 'float32', masked: mask !== null };
    const predicted: Part = {
      sources: Object.keys(inputs),
      weights: [weightOf('shift', shape)],
      spec,
      forward: ({ tf }, [given, masks], { shift }) => ({
        tensor: tf.add(given!.tensor, shift!),
        mask: masks ? tf.cast(masks.tensor, 'bool') : null,
      }),
    };
    const output = { block: 'out', name: 'out', source: 'predicted', spec, loss, lossWeight: 1, metrics: [] };
    const isSparse = lossOf(loss).targets === 'classes';
    const batch = batchOf(inputs, [output], {
      out: isSparse ? { data: Int32Array.from(target), shape: steps } : { data: Float32Array.from(target), shape },
    });
    return withTraced(backend(), programOf(inputs, { predicted }, [output]), {}, async (step) => {
      await prove(step, 'evaluate', batch);
      await prove(step, 'train', batch);
      return inGraphsAlone(backend(), async () => {
        const evaluated = await step.evaluate(batch);
        const value = await step.train(batch);
        expect(evaluated).toBe(value);
        const shift = (await step.readWeights()).get('predicted/shift')!;
        return { value, gradient: shift.map((number) => -number) };
      });
    });
  });
});
