import { beforeAll, expect, test } from 'vitest';
import { onEachEngine, startEngine } from '../../testing/backends.ts';
import { kerasForTests } from '../../testing/keras-for-tests.ts';
import { expectNear } from '../../testing/test-block.ts';
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
import { createRandom } from '../training/random.ts';
import type { Tfjs } from './define-block.ts';
import { kerasObjectOf } from './keras-form.ts';
import { type ComponentValue, componentValue } from './params.ts';
import { activityPenalty, l1, l1l2, l2, penaltyOf, regularizers } from './regularizers.ts';

const keras = kerasForTests();
const weight = createRandom('weight').normal(24);

/** What a regularizer makes of a weight, [4, 6]. */
type Penalize = (value: ComponentValue, weight: Float32Array) => Promise<{ penalty: number; slope: Float32Array }>;

/** Declares that every regularizer costs by `penaltyAndSlope` what it costs in Keras. */
function testCases(penaltyAndSlope: Penalize): void {
  test.each([
    ['L1', componentValue(l1, { l1: 0.3 })],
    ['L2', componentValue(l2, { l2: 0.2 })],
    ['L1L2', componentValue(l1l2, { l1: 0.3, l2: 0.2 })],
    ['L1L2 at its defaults', componentValue(l1l2)],
  ])('%s costs what it costs in Keras', async (_, value) => {
    const { className, config } = kerasObjectOf(regularizers, value);
    const source = `
penalty = getattr(keras.regularizers, input["className"])(**input["config"])
weight = array(input["weight"]).reshape(4, 6)
output = {"penalty": float(penalty(weight)), "slope": np.asarray(jax.grad(lambda w: penalty(w))(weight)).ravel()}
`;
    const judged = await keras.run<{ penalty: number; slope: number[] }>(source, {
      className,
      config,
      weight: Array.from(weight),
    });
    const { penalty, slope } = await penaltyAndSlope(value, weight);
    expectNear([penalty], [judged.penalty], 'penalty');
    expectNear(slope, judged.slope, 'slope');
  });
}

onEachEngine('regularizers', (engine) => {
  let tf: Tfjs;
  beforeAll(async () => {
    ({ tf } = await startEngine(engine));
  });

  async function penaltyAndSlope(
    value: ComponentValue,
    weight: Float32Array,
  ): Promise<{ penalty: number; slope: Float32Array }> {
    const [penalty, slope] = tf.tidy(() => {
      const given = tf.tensor(weight, [4, 6]);
      return [penaltyOf(tf, value, given), tf.grad((each) => penaltyOf(tf, value, each))(given)] as const;
    });
    const numbers = { penalty: (await penalty.data())[0]!, slope: await slope.data<'float32'>() };
    tf.dispose([penalty, slope]);
    return numbers;
  }

  testCases(penaltyAndSlope);

  // As with Keras on TensorFlow and PyTorch; JAX takes 1 for the slope of |w| there.
  test('L1 leaves a weight of exactly zero alone', async () => {
    const { slope } = await penaltyAndSlope(componentValue(l1, { l1: 0.5 }), new Float32Array(24).fill(0).fill(-2, 20));
    expect([...slope]).toEqual([...new Array(20).fill(0), ...new Array(4).fill(-0.5)]);
  });

  test('an activity penalty is a mean over the batch', async () => {
    const value = componentValue(l2, { l2: 0.5 });
    const penalty = tf.tidy(() => activityPenalty(tf, value, tf.tensor(weight, [4, 6])));
    const square = weight.reduce((sum, each) => sum + each * each, 0);
    expect((await penalty.data())[0]).toBeCloseTo((0.5 * square) / 4, 4);
    penalty.dispose();
  });

  test('a regularizer that does not exist is named', () => {
    expect(() => penaltyOf(tf, { type: 'L3' }, tf.scalar(1))).toThrow(
      'A regularizer is one of L1, L2, L1L2. Received: L3.',
    );
  });
});

onGraphs('regularizers', (backend) => {
  testCases(async (value, values) => {
    const inputs = { nothing: { shape: [1, 1], dtype: 'float32', values: new Float32Array(1) } } as const;
    const penalized: Part = {
      sources: ['nothing'],
      weights: [weightOf('weight', [4, 6], value)],
      forward: (_context, [nothing]) => nothing!,
    };
    const outputs = [shown('penalized', { shape: [1], dtype: 'float32', masked: false })];
    const batch = batchOf(inputs, outputs);
    return withTraced(backend(), programOf(inputs, { penalized }, outputs), {}, async (step) => {
      step.loadWeights(new Map([['penalized/weight', values]]));
      await prove(step, 'evaluate', batch);
      await prove(step, 'train', batch);
      return inGraphsAlone(backend(), async () => {
        const evaluated = await step.evaluate(batch);
        const penalty = await step.train(batch);
        expect(evaluated).toBe(penalty);
        const after = (await step.readWeights()).get('penalized/weight')!;
        return { penalty, slope: values.map((before, at) => before - after[at]!) };
      });
    });
  });
});
