import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it, test } from 'vitest';
import { sizeOf, type Tfjs } from '../../../../shared/blocks/define-block.ts';
import { type NormalizeBatch, normalizeBatch } from '../../../../shared/blocks/normalization.ts';
import { defaultParams } from '../../../../shared/blocks/params.ts';
import { adam } from '../../../../shared/training/optimizers/adam.ts';
import { onEngine } from '../../../../testing/backends.ts';
import { lacks } from '../../../../testing/leave-out.ts';
import { testSteps } from '../../../../testing/test-steps.ts';
import { checkGradient, randomInput } from '../check-gradient.ts';
import { expectSteady } from '../check-growth.ts';
import { kernelLayers, kernelUpdates } from '../fused.ts';
import { tensorflow } from '../tensorflow.ts';
import { type Binding, flagAttribute, type NodeBackend } from './binding.ts';
import { tensorflowLayers } from './recurrent.ts';

function expectNoGrowth(tf: Tfjs, run: () => unknown): void {
  const { binding } = tf.backend() as NodeBackend;
  const measure = () => ({ tensors: tf.memory().numTensors, ofBinding: binding.getNumOfTensors() });
  expectSteady(tf, run, measure, { first: 2, times: 20 });
}

/** The product of two tensors as one operation of ours, with a third as its bias. */
function multiply(
  backend: NodeBackend,
  given: readonly Tensor[],
  { turnLeft = false, turnRight = false, relu = false },
): Tensor {
  const { binding } = backend;
  const attributes = [
    { name: 'biases', type: binding.TF_ATTR_INT, value: given.length - 2 },
    flagAttribute(binding, 'transpose_a', turnLeft),
    flagAttribute(binding, 'transpose_b', turnRight),
    flagAttribute(binding, 'relu', relu),
  ];
  return backend.executeSingleOutput('LoomMatMul', attributes, given);
}

/** Sets of instructions that the operations are built for; a processor has some of them. */
const sets = process.arch === 'x64' ? ['avx512', 'avx2', 'plain'] : ['plain'];

onEngine('tensorflow', 'step loops on TensorFlow', () => {
  describe('of its own operations, as a graphics card has them', () => {
    testSteps(async () => ({ ...(await tensorflow.start()), fusedLayers: tensorflowLayers }), expectNoGrowth);
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
      return { ...started, fusedLayers: kernelLayers };
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
    ['rows', [7, 5], true],
    ['a single row', [1, 5], true],
    ['steps', [3, 4, 6], true],
    ['no whole vectors', [9, 11, 37], true],
    ['images, without gamma and beta', [2, 5, 4, 9], false],
    ['films', [2, 3, 4, 2, 3], true],
    ['many images', [32, 28, 28, 8], true],
  ] as const)('batch normalization is that of the composed one, forwards and back: %s', async (_, shape, learned) => {
    const { tf, native, fusedLayers } = await tensorflow.start();
    const { operations } = native!;
    const channels = shape.slice(-1);
    const inputs = [
      randomInput('x', shape, -1, 3),
      ...(learned ? [randomInput('gamma', channels, 0.5, 2), randomInput('beta', channels)] : []),
    ];
    const weigh = tf.tensor(randomInput('weigh', shape).values, [...shape]);
    const tensors = inputs.map(({ values, shape: own }) => tf.tensor(values, [...own]));
    const run = (normalize: NormalizeBatch) => {
      const compute = ([x, gamma, beta]: readonly Tensor[]) => normalize(tf, x!, 1e-3, { gamma, beta });
      const { mean, variance, tensor } = compute(tensors);
      const loss = (...given: Tensor[]) => tf.sum(tf.mul(compute(given).tensor, weigh)) as Scalar;
      return [tensor, mean, variance, ...tf.grads(loss)(tensors)];
    };
    const numbers = async (normalize: NormalizeBatch) =>
      Promise.all(run(normalize).map((each) => each.data<'float32'>()));
    const theirs = await numbers(normalizeBatch);
    for (const set of operations.instructions) {
      operations.setInstructions(set);
      operations.setThreads(1);
      const ours = await numbers(fusedLayers.batchNormalization!);
      expect(ours).toHaveLength(3 + inputs.length);
      for (const [place, each] of ours.entries()) {
        const other = theirs[place]!;
        const scale = other.reduce((far, value) => Math.max(far, Math.abs(value)), 1);
        expect(each).toHaveLength(other.length);
        const most = each.reduce((far, value, at) => Math.max(far, Math.abs(value - other[at]!)), 0);
        expect(most / scale).toBeLessThan(1e-5);
      }
      operations.setThreads(3);
      expect(await numbers(fusedLayers.batchNormalization!)).toEqual(ours);
    }
    expectNoGrowth(tf, () => run(fusedLayers.batchNormalization!));
  });

  it('batch normalization keeps a small spread beside a large mean', async () => {
    const { tf, fusedLayers } = await tensorflow.start();
    const count = 4000;
    // Of quarters, which float32 holds exactly: 10,000 and four below and above it.
    const values = Float32Array.from({ length: count }, (_, index) => 10_000 + ((index * 7) % 9) / 4 - 1);
    const mean = values.reduce((sum, value) => sum + value, 0) / count;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
    const normalized = fusedLayers.batchNormalization!(tf, tf.tensor2d(values, [count, 1]), 1e-3, {});
    expect((await normalized.variance.data())[0]).toBeCloseTo(variance, 3);
    expect((await normalized.tensor.data())[0]).toBeCloseTo((values[0]! - mean) / Math.sqrt(variance + 1e-3), 2);
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

  // Sizes on both sides of what is one tile, panel, depth or part, and of what is shared out.
  describe.each([
    [1, 1, 1],
    [5, 7, 3],
    [37, 53, 29],
    [128, 300, 10],
    [130, 520, 100],
    [100, 10, 300],
    [300, 1100, 45],
    [33, 5000, 40],
    [520, 64, 260],
  ] as const)('a product of [%i, %i] and [%i columns]', (m, k, n) => {
    const numbers = (name: string, rows: number, columns: number) => randomInput(name, [rows, columns]).values;
    const left = numbers('left', m, k);
    const right = numbers('right', k, n);
    const bias = numbers('bias', 1, n);
    const turn = (values: ArrayLike<number>, rows: number, columns: number) =>
      Float32Array.from({ length: rows * columns }, (_, at) => values[(at % rows) * columns + Math.floor(at / rows)]!);
    /** In double precision. */
    const expected = Float64Array.from({ length: m * n }, (_, at) => {
      let sum = 0;
      for (let i = 0; i < k; i++) sum += left[Math.floor(at / n) * k + i]! * right[i * n + (at % n)]!;
      return sum;
    });
    const tolerance = 2e-6 * Math.max(1, Math.sqrt(k) * 4);

    it.each([
      [false, false],
      [true, false],
      [false, true],
      [true, true],
    ])('is that of plain arithmetic, on any number of threads; transposed: %s, %s', async (turnLeft, turnRight) => {
      const { tf, native } = await tensorflow.start();
      const a = turnLeft ? tf.tensor(turn(left, m, k), [k, m]) : tf.tensor(left, [m, k]);
      const b = turnRight ? tf.tensor(turn(right, k, n), [n, k]) : tf.tensor(right, [k, n]);
      const ends = turnRight
        ? [{ biases: 0, relu: false }]
        : [
            { biases: 0, relu: false },
            { biases: 1, relu: false },
            { biases: 1, relu: true },
          ];
      for (const { biases, relu } of ends) {
        const product = async () => {
          const given = [a, b, ...(biases ? [tf.tensor(bias, [n])] : [])];
          const result = multiply(native!.backend, given, { turnLeft, turnRight, relu });
          expect(result.shape).toEqual([m, n]);
          return result.data();
        };
        for (const set of native!.operations.instructions) {
          native!.operations.setInstructions(set);
          native!.operations.setThreads(1);
          const received = await product();
          native!.operations.setThreads(3);
          expect(await product()).toEqual(received);
          const farthest = expected.reduce((far, sum, at) => {
            const whole = sum + (biases ? bias[at % n]! : 0);
            return Math.max(far, Math.abs(received[at]! - (relu ? Math.max(0, whole) : whole)));
          }, 0);
          expect(farthest, `${set}, ${JSON.stringify({ biases, relu })}`).toBeLessThan(tolerance);
        }
      }
    });
  });

  it('a product keeps what is no number, also where negative numbers become 0', async () => {
    const { tf, native } = await tensorflow.start();
    const { backend, operations } = native!;
    for (const set of operations.instructions) {
      operations.setInstructions(set);
      const given = [tf.tensor([1, 1], [2, 1]), tf.tensor([Number.NaN, -2, 3], [1, 3])];
      const product = multiply(backend, given, { relu: true });
      expect([...(await product.data())]).toEqual([Number.NaN, 0, 3, Number.NaN, 0, 3]);
    }
  });

  it('products of matrices are computed by it where they are large, and by TensorFlow where they are small', async () => {
    const { tf, native } = await tensorflow.start();
    const { backend } = native!;
    const product = (size: number) => {
      const names: string[] = [];
      const { binding } = backend;
      backend.binding = new Proxy({} as Binding, {
        get: (_target, key: keyof Binding) =>
          key === 'executeOp'
            ? (...given: Parameters<Binding['executeOp']>) => {
                names.push(given[0]);
                return binding.executeOp(...given);
              }
            : binding[key],
      });
      try {
        tf.tidy(() => tf.matMul(tf.ones([size, size]), tf.ones([size, size])).dataSync());
      } finally {
        backend.binding = binding;
      }
      return names.filter((name) => name.endsWith('MatMul'));
    };
    expect(product(100)).toEqual(['LoomMatMul']);
    expect(product(20)).toEqual(['MatMul']);
  });

  it('a product says which factor does not fit', async () => {
    const { tf, native } = await tensorflow.start();
    const { backend } = native!;
    const run = (a: number[], b: number[], { bias = null as number[] | null, relu = false, turned = false } = {}) => {
      const given = () => [a, b, ...(bias ? [bias] : [])].map((shape) => tf.zeros(shape));
      return () => multiply(backend, given(), { relu, turnRight: turned });
    };
    expect(run([2], [2, 3])).toThrow('a needs 2 dimensions. Received: 1.');
    expect(run([2, 4], [3, 5])).toThrow('a and b need as many numbers to multiply and add. Received: 4 and 3.');
    expect(run([2, 4], [4, 5], { bias: [4] })).toThrow('bias needs 5 in dimension 0. Received: 4.');
    expect(run([2, 4], [5, 4], { bias: [5], turned: true })).toThrow(
      'a transposed b goes without bias and relu. Received: a bias.',
    );
    expect(run([2, 4], [5, 4], { relu: true, turned: true })).toThrow(
      'a transposed b goes without bias and relu. Received: relu.',
    );
  });

  it.each([1, 37, 40_000])('Adam is what it is composed of, for %i numbers', async (size) => {
    const { tf, native } = await tensorflow.start();
    const tensor = (name: string, least = -1) => tf.tensor(randomInput(name, [size], least, 1).values, [size]);
    const [weight, gradient] = [tensor('weight'), tensor('gradient')];
    const slots = { momentum: tensor('momentum'), velocity: tensor('velocity', 0) };
    const params = defaultParams(adam.params);
    const scalars = adam.prepare({ tf, step: tf.scalar(4), learningRate: tf.scalar(0.01) }, params);
    const given = [params, scalars, weight, gradient, slots] as const;
    const expected = adam.update(tf, ...given);
    for (const set of native!.operations.instructions) {
      native!.operations.setInstructions(set);
      const received = kernelUpdates.Adam!(tf, ...given);
      const pairs = [
        [received.weight, expected.weight],
        [received.slots.momentum!, expected.slots.momentum!],
        [received.slots.velocity!, expected.slots.velocity!],
      ] as const;
      for (const [one, other] of pairs) {
        const difference = tf.max(tf.abs(tf.sub(one, other)));
        expect((await difference.data())[0], set).toBeLessThan(2e-7);
      }
    }
  });

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
