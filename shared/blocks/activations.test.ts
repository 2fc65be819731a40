import { beforeAll, describe, expect, test } from 'vitest';
import { checkGradient } from '../../electron/engine/backends/check-gradient.ts';
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
import { type ActivationName, activationNames, activations, activationsOverClasses } from './activations.ts';
import type { Tfjs } from './define-block.ts';

interface Judged {
  readonly values: readonly number[];
  readonly gradients: readonly number[];
}

const source = `
x = array(input["x"]).reshape(input["shape"])
weights = array(input["weights"]).reshape(input["shape"])
output = {}
for name in input["names"]:
    activate = keras.activations.get(name)
    gradient = jax.jit(jax.grad(lambda x: jnp.sum(activate(x) * weights)))
    output[name] = {"values": np.asarray(activate(jnp.asarray(x))).ravel(), "gradients": np.asarray(gradient(x)).ravel()}
`;

const shape = [6, 16] as const;
const count = shape[0] * shape[1];

/** Away from multiples of 1/4, where the activations with corners have them. */
function offKinks(limit: number): Float32Array {
  const random = createRandom('off kinks');
  const jitter = random.uniform(count, -0.1, 0.1);
  return jitter.map((part) => (random.integer(8 * limit) - 4 * limit) / 4 + 0.125 + part);
}

const keras = kerasForTests();

/** Values and slopes of an activation, the slopes of a sum that is weighed. */
type Activate = (name: ActivationName, x: Float32Array, weights: Float32Array) => Promise<Judged>;

/** Declares that every activation has by `compute` the values and slopes of Keras. */
function testCases(compute: Activate): void {
  describe.each([
    ['usual numbers', offKinks(4)],
    ['large numbers', offKinks(80)],
  ])('for %s', (_, x) => {
    const weights = createRandom('weights').uniform(count, 0.5, 1.5);
    let judged: Record<ActivationName, Judged>;
    beforeAll(async () => {
      const input = { x: Array.from(x), weights: Array.from(weights), shape, names: activationNames };
      judged = await keras.run(source, input);
    });

    test.each(activationNames)('%s gives the values and slopes of Keras', async (name) => {
      const own = await compute(name, x, weights);
      // Its numbers span too many sizes for one tolerance: seven digits of each count.
      if (name === 'exponential') {
        for (const [index, value] of own.values.entries())
          expect(value / judged[name].values[index]!).toBeCloseTo(1, 4);
        return;
      }
      expectNear(own.values, judged[name].values, name);
      expectNear(own.gradients, judged[name].gradients, `slope of ${name}`);
    });
  });
}

onEachEngine('activations', (engine) => {
  let tf: Tfjs;
  beforeAll(async () => {
    ({ tf } = await startEngine(engine));
  });

  async function ours(name: ActivationName, x: Float32Array, weights: Float32Array): Promise<Judged> {
    const [y, dx] = tf.tidy(() => {
      const given = tf.tensor(x, [...shape]);
      const gradient = tf.grad((each) => tf.sum(tf.mul(activations[name](tf, each), tf.tensor(weights, [...shape]))));
      return [tf.clone(activations[name](tf, given)), gradient(given)] as const;
    });
    const judged = { values: Array.from(await y.data()), gradients: Array.from(await dx.data()) };
    tf.dispose([y, dx]);
    return judged;
  }

  testCases(ours);

  test.each(activationNames)('the slope of %s is that of the function itself', async (name) => {
    const values = offKinks(4);
    const error = await checkGradient(tf, {
      compute: (x) => activations[name](tf, x!),
      inputs: [{ shape, values }],
      step: 3e-3,
    });
    expect(error).toBeLessThanOrEqual(1e-2);
  });

  test.each(activationNames)('%s gives finite slopes everywhere, corners included', async (name) => {
    const x = Float32Array.from({ length: count }, (_, index) => (index - count / 2) / 4);
    const { values, gradients } = await ours(name, x, new Float32Array(count).fill(1));
    expect(values.every(Number.isFinite)).toBe(true);
    expect(gradients.every(Number.isFinite)).toBe(true);
  });

  test.each([
    ['relu', [0], [0]],
    ['relu6', [0, 6], [0, 0]],
    ['leaky_relu', [0], [0.2]],
    ['hard_tanh', [-1, 1], [0, 0]],
    ['hard_sigmoid', [-3, 3], [0, 0]],
    ['elu', [0], [1]],
    ['softsign', [0], [1]],
    ['soft_shrink', [-0.5, 0.5], [0, 0]],
  ] as const)('at its corners %s takes the slope of the flatter side', async (name, corners, slopes) => {
    const x = new Float32Array(count);
    x.set(corners);
    const { gradients } = await ours(name, x, new Float32Array(count).fill(1));
    // TensorFlow's vector functions may round the last digit another way.
    slopes.forEach((slope, index) => {
      expect(Math.abs(gradients[index]! - slope)).toBeLessThanOrEqual(1e-7 * Math.abs(slope));
    });
  });

  test('activations over classes give each row a whole of its own', async () => {
    for (const name of activationsOverClasses) {
      const x = createRandom('rows').normal(count, 0, 3);
      const { values } = await ours(name, x, new Float32Array(count).fill(1));
      const shares = name === 'log_softmax' ? values.map(Math.exp) : values;
      for (let row = 0; row < shape[0]; row++) {
        const sum = shares.slice(row * shape[1], (row + 1) * shape[1]).reduce((total, share) => total + share, 0);
        expect(sum).toBeCloseTo(1, 5);
      }
    }
  });

  test('no Keras activation is missing but those that cannot be had', async () => {
    const { names, sparsemax, glu, threshold } = await keras.run<{
      names: readonly string[];
      sparsemax: number;
      glu: { readonly promised: number; readonly computed: number };
      threshold: string;
    }>(`
import keras.src.activations as module
row = np.ones((1, 4), "float32")
layer = keras.layers.Activation("glu")
try:
    keras.layers.Activation("threshold")(row)
    threshold = "none"
except TypeError:
    threshold = "TypeError"
output = {
    "names": sorted(function.__name__ for function in module.ALL_OBJECTS),
    "sparsemax": float(keras.activations.sparsemax(np.array([[1.0, 1.2, -1.0]], "float32")).sum()),
    "glu": {"promised": layer(keras.Input((4,))).shape[-1], "computed": layer(row).shape[-1]},
    "threshold": threshold,
}
`);
    const left = names.filter((name) => !(activationNames as readonly string[]).includes(name));
    expect(left).toEqual(['glu', 'sparsemax', 'threshold']);
    expect([...activationNames].filter((name) => !names.includes(name))).toEqual([]);
    // Why each of them cannot be had from Keras 3.15; where one of these fails, it can.
    expect(sparsemax).not.toBeCloseTo(1, 2);
    expect(glu).toEqual({ promised: 4, computed: 2 });
    expect(threshold).toBe('TypeError');
  });
});

onGraphs('activations', (backend) => {
  testCases(async (name, x, weights) => {
    const inputs = {
      x: { shape, dtype: 'float32', values: x },
      weights: { shape, dtype: 'float32', values: weights },
    } as const;
    const activated: Part = {
      sources: ['x', 'weights'],
      weights: [weightOf('shift', shape)],
      forward({ tf, addLoss }, [given, weighed], { shift }) {
        const tensor = activations[name](tf, tf.add(given!.tensor, shift!));
        addLoss(tf.sum(tf.mul(tensor, weighed!.tensor)));
        return { tensor, mask: null };
      },
    };
    const outputs = [shown('activated', { shape: shape.slice(1), dtype: 'float32', masked: false })];
    const batch = batchOf(inputs, outputs);
    return withTraced(backend(), programOf(inputs, { activated }, outputs), {}, async (step) => {
      await prove(step, 'predict', batch);
      await prove(step, 'train', batch);
      return inGraphsAlone(backend(), async () => {
        const values = [...(await step.predict(batch)).get('activated shown')!.data];
        await step.train(batch);
        const shift = (await step.readWeights()).get('activated/shift')!;
        return { values, gradients: [...shift].map((number) => -number) };
      });
    });
  });
});
