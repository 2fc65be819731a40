import type { Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { onEachEngine, startEngine } from '../../testing/backends.ts';
import { kerasForTests } from '../../testing/keras-for-tests.ts';
import {
  batchOf,
  inGraphsAlone,
  onGraphs,
  type Part,
  programOf,
  prove,
  shown,
  weightOf,
  withTraced,
} from '../../testing/traced.ts';
import type { Tfjs } from '../blocks/define-block.ts';
import { kerasObjectOf } from '../blocks/keras-form.ts';
import {
  type ComponentValue,
  componentSchema,
  componentValue,
  type ParamSpecs,
  type ParamValues,
} from '../blocks/params.ts';
import { pythonCall } from '../code/keras.ts';
import { adagrad } from './optimizers/adagrad.ts';
import { adam } from './optimizers/adam.ts';
import { adamW } from './optimizers/adamw.ts';
import type { Tensors } from './optimizers/define-optimizer.ts';
import { rmsprop } from './optimizers/rmsprop.ts';
import { sgd } from './optimizers/sgd.ts';
import { optimizerOf, optimizers } from './optimizers.ts';
import { createRandom } from './random.ts';

/** Every optimizer, with each setting that takes another way through its update. */
const cases: Readonly<Record<string, ComponentValue>> = {
  SGD: componentValue(sgd),
  'SGD with momentum': componentValue(sgd, { learningRate: 0.05, momentum: 0.9 }),
  'SGD with Nesterov momentum': componentValue(sgd, { learningRate: 0.05, momentum: 0.8, nesterov: true }),
  Adam: componentValue(adam),
  'Adam with AMSGrad': componentValue(adam, { learningRate: 0.1, amsgrad: true, beta2: 0.5 }),
  'Adam with settings of its own': componentValue(adam, {
    learningRate: 0.02,
    beta1: 0.7,
    beta2: 0.9,
    epsilon: 0.01,
  }),
  AdamW: componentValue(adamW),
  'AdamW with AMSGrad and a large decay': componentValue(adamW, {
    learningRate: 0.1,
    weightDecay: 0.5,
    amsgrad: true,
  }),
  RMSprop: componentValue(rmsprop),
  'RMSprop with momentum, centered': componentValue(rmsprop, {
    momentum: 0.9,
    centered: true,
    rho: 0.7,
    epsilon: 0.001,
  }),
  Adagrad: componentValue(adagrad),
  'Adagrad with settings of its own': componentValue(adagrad, {
    learningRate: 0.3,
    initialAccumulatorValue: 0,
    epsilon: 0.1,
  }),
};

const stepCount = 20;
const size = 6;
const random = createRandom(5);
const first = [...random.normal(size)];
/** Gradients of very different size, one of them always 0. */
const gradients = Array.from({ length: stepCount }, () =>
  [...random.normal(size)].map((number, at) => [1, 1e-3, 1e-6, 100, 0, 1][at]! * number),
);

const oracle = `
optimizer = eval(input["optimizer"])
weight = keras.Variable(array(input["first"]))
optimizer.build([weight])
weights = []
for gradient in input["gradients"]:
    optimizer.apply([array(gradient)], [weight])
    weights.append(np.asarray(weight))
slots = [np.asarray(each) for each in optimizer.variables[2:]]
output = {"weights": weights, "slots": slots, "names": [each.name for each in optimizer.variables[2:]]}
`;

const keras = kerasForTests();

/** A weight after each step, and the slots of the optimizer after the last. */
interface Moved {
  readonly names: readonly string[];
  readonly weights: readonly (readonly number[])[];
  readonly slots: readonly (readonly number[])[];
}

/** Declares that the weights and slots that `compute` makes in every case are those of Keras; slots may be off by a share. */
function testCases(compute: (value: ComponentValue) => Promise<Moved>, slotTolerance: number): void {
  test.each(Object.entries(cases))(
    `%s has the weights of Keras in each of ${stepCount} steps`,
    async (_title, value) => {
      const theirs = await keras.run<{ weights: number[][]; slots: number[][]; names: string[] }>(oracle, {
        optimizer: pythonCall(kerasObjectOf(optimizers, value), optimizers),
        first,
        gradients,
      });
      const { weights, slots, names } = await compute(value);
      expect(weights.length).toBe(stepCount);
      for (const [step, weight] of weights.entries()) expectClose(weight, theirs.weights[step]!, 2e-6);
      expect(names.length).toBe(theirs.slots.length);
      names.forEach((name, index) => {
        expect(theirs.names[index]).toContain(name);
        expectClose(slots[index]!, theirs.slots[index]!, slotTolerance);
      });
    },
  );
}

function expectClose(received: readonly number[], expected: readonly number[], share: number): void {
  expect(received.length).toBe(expected.length);
  received.forEach((number, at) => {
    expect(Math.abs(number - expected[at]!)).toBeLessThanOrEqual(1e-7 + share * Math.abs(expected[at]!));
  });
}

onEachEngine('optimizers', (engine) => {
  let tf: Tfjs;
  beforeAll(async () => {
    ({ tf } = await startEngine(engine));
  });

  async function ours(value: ComponentValue) {
    const optimizer = optimizerOf(value);
    const params = value as ParamValues<ParamSpecs>;
    const names = optimizer.slots(params);
    const tensors = tf.tidy(() => {
      let weight: ReturnType<Tfjs['tensor']> = tf.tensor(first);
      let slots: Tensors = Object.fromEntries(
        optimizer.slots(params).map((slot) => [slot, tf.fill([size], optimizer.slotValue(params, slot))]),
      );
      const learningRate = tf.scalar(params.learningRate as unknown as number);
      const weights = gradients.map((gradient, step) => {
        const scalars = optimizer.prepare({ tf, step: tf.scalar(step), learningRate }, params);
        ({ weight, slots } = optimizer.update(tf, params, scalars, weight, tf.tensor(gradient), slots));
        // A copy: an update may write into the weight it is given.
        return tf.clone(weight);
      });
      return { weights, slots: names.map((name) => slots[name]!) };
    });
    const numbersOf = (list: readonly Tensor[]) => Promise.all(list.map(async (tensor) => [...(await tensor.data())]));
    const numbers = { names, weights: await numbersOf(tensors.weights), slots: await numbersOf(tensors.slots) };
    tf.dispose([...tensors.weights, ...tensors.slots]);
    return numbers;
  }

  testCases(ours, 2e-6);

  test('every optimizer is held against Keras', () => {
    const covered = new Set(Object.values(cases).map(({ type }) => type));
    expect([...covered].sort()).toEqual(optimizers.map(({ type }) => type).sort());
  });

  test('the defaults of every optimizer are those of Keras', async () => {
    const source = `output = {each: getattr(keras.optimizers, each)().get_config() for each in input}`;
    const theirs = await keras.run<Record<string, Record<string, unknown>>>(
      source,
      optimizers.map(({ type }) => type),
    );
    for (const optimizer of optimizers) {
      const { className, config } = kerasObjectOf(optimizers, componentValue(optimizer));
      for (const [argument, value] of Object.entries(config)) {
        const expected = theirs[className]![argument];
        expect(typeof expected === 'number' ? Math.fround(expected) : expected).toBe(
          typeof value === 'number' ? Math.fround(value) : value,
        );
      }
    }
  });

  test('the defaults of every optimizer are values a document may hold', () => {
    for (const optimizer of optimizers) {
      expect(componentSchema(optimizers).safeParse(componentValue(optimizer)).success).toBe(true);
    }
    expect(() => optimizerOf({ type: 'Lion' })).toThrow('Received: Lion');
  });
});

onGraphs('optimizers', (backend) => {
  /** The loss is the sum of weight times gradient. */
  const moved: Part = {
    sources: ['gradient'],
    weights: [weightOf('weight', [size])],
    forward({ tf, addLoss }, [gradient], { weight }) {
      addLoss(tf.sum(tf.mul(gradient!.tensor, weight!)));
      return gradient!;
    },
  };
  const outputs = [shown('moved', { shape: [size], dtype: 'float32', masked: false })];
  const batches = gradients.map((gradient) => {
    const inputs = { gradient: { shape: [1, size], dtype: 'float32', values: Float32Array.from(gradient) } } as const;
    return { inputs, batch: batchOf(inputs, outputs) };
  });

  // TensorFlow's Adam keeps means that are off by what `1 - beta` is off in float32; the weights are put right for it.
  testCases(async (optimizer) => {
    const program = programOf(batches[0]!.inputs, { moved }, outputs);
    return withTraced(backend(), program, { optimizer }, async (step) => {
      step.loadWeights(new Map([['moved/weight', Float32Array.from(first)]]));
      await prove(step, 'train', batches[0]!.batch);
      return inGraphsAlone(backend(), async () => {
        const weights: (readonly number[])[] = [];
        for (const { batch } of batches) {
          await step.train(batch);
          weights.push([...(await step.readWeights()).get('moved/weight')!]);
        }
        const { slots } = await step.readOptimizer();
        const names = optimizerOf(optimizer).slots(optimizer as ParamValues<ParamSpecs>);
        return { names, weights, slots: names.map((name) => [...slots.get(`moved/weight/${name}`)!]) };
      });
    });
  }, 2e-5);
});
