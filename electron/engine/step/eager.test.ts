import { beforeAll, describe, expect, test } from 'vitest';
import { sizeOf, type Tfjs } from '../../../shared/blocks/define-block.ts';
import { type ComponentValue, componentValue, type Json } from '../../../shared/blocks/params.ts';
import { l2 } from '../../../shared/blocks/regularizers.ts';
import type { FusedUpdate } from '../../../shared/training/optimizers/define-optimizer.ts';
import { sgd } from '../../../shared/training/optimizers/sgd.ts';
import { createRandom } from '../../../shared/training/random.ts';
import { onEachQuickEngine } from '../../../testing/backends.ts';
import { chainOf, modelOf, trainingOf } from '../../../testing/networks.ts';
import { startBackend } from '../backends/backend.ts';
import { compileProgram, type Program } from '../program/program.ts';
import { createEagerStep } from './eager.ts';
import type { Step, StepBatch } from './step.ts';

onEachQuickEngine('a step', (engine) => {
  let tf: Tfjs;
  beforeAll(async () => {
    ({ tf } = await startBackend(engine));
  });

  const adam = trainingOf('Adam').optimizer;

  /** Dropout in training, a penalty, metrics, and blocks that hand on the very tensor they were given when predicting. */
  const withDropout = chainOf(
    ['Input', { shape: [6] }],
    ['Dropout', { rate: 0.3 }],
    ['Dense', { units: 8, activation: 'tanh', kernelRegularizer: componentValue(l2) }],
    ['Dropout', { rate: 0.5 }],
    ['Activation', { activation: 'linear' }],
    ['Dense', { units: 2 }],
    ['Output', { metrics: [{ type: 'MeanAbsoluteError' }, { type: 'R2Score' }] }],
  );
  const sequences = chainOf(
    ['Input', { shape: [5], dtype: 'int32' }],
    ['Embedding', { inputDim: 9, outputDim: 4, maskZero: true }],
    ['LSTM', { units: 6, returnSequences: true, dropout: 0.2, recurrentDropout: 0.2 }],
    ['GRU', { units: 6 }],
    ['Dense', { units: 3 }],
    [
      'Output',
      {
        loss: { type: 'CategoricalCrossentropy', fromLogits: true, labelSmoothing: 0 },
        metrics: [{ type: 'SparseCategoricalAccuracy' }, { type: 'CategoricalAccuracy' }],
      },
    ],
  );

  function batchFor(program: Program, rows: number, seed: number, classes: number | null = null): StepBatch {
    const random = createRandom(seed);
    const inputs = Object.fromEntries(
      program.inputs.map(({ block, spec }) => {
        const shape = [rows, ...spec.shape];
        const size = sizeOf(shape);
        const data =
          spec.dtype === 'int32' ? Int32Array.from({ length: size }, () => random.integer(9)) : random.normal(size);
        return [block, { data, shape }];
      }),
    );
    const targets = Object.fromEntries(
      program.outputs.map(({ block, spec }) => {
        const shape = classes === null ? [rows, ...spec.shape] : [rows];
        const size = sizeOf(shape);
        const data =
          classes === null ? random.normal(size) : Int32Array.from({ length: size }, () => random.integer(classes));
        return [block, { data, shape }];
      }),
    );
    return { rows, inputs, targets };
  }

  async function trainSteps(step: Step, program: Program, from: number, to: number): Promise<number[]> {
    const losses: number[] = [];
    for (let at = from; at < to; at++) losses.push(await step.train(batchFor(program, 7, at)));
    return losses;
  }

  describe('the same seed', () => {
    test('gives the same weights bit for bit, dropout included', async () => {
      const program = compileProgram(withDropout);
      const ends = [];
      for (const seed of [5, 5, 6]) {
        const step = createEagerStep(tf, program, { optimizer: adam, seed });
        await trainSteps(step, program, 0, 10);
        ends.push(await step.readWeights());
        step.dispose();
      }
      expect(ends[1]).toEqual(ends[0]);
      expect(ends[2]).not.toEqual(ends[0]);
    });

    test('goes on after a reload as if it had not been away', async () => {
      const program = compileProgram(withDropout);
      const whole = createEagerStep(tf, program, { optimizer: adam, seed: 5 });
      const losses = await trainSteps(whole, program, 0, 8);
      const first = createEagerStep(tf, program, { optimizer: adam, seed: 5 });
      await trainSteps(first, program, 0, 4);
      const second = createEagerStep(tf, program, { optimizer: adam, seed: 5 });
      second.loadWeights(await first.readWeights());
      second.loadOptimizer(await first.readOptimizer());
      expect(second.steps).toBe(4);
      expect(await trainSteps(second, program, 4, 8)).toEqual(losses.slice(4));
      expect(await second.readWeights()).toEqual(await whole.readWeights());
      expect(await second.readOptimizer()).toEqual(await whole.readOptimizer());
      for (const step of [whole, first, second]) step.dispose();
    });
  });

  test.each([
    ['dropout and penalties', withDropout, null],
    ['masked sequences', sequences, 3],
  ] as const)(
    'no tensor is left behind by 50 steps, evaluations and predictions: %s',
    async (_title, model, classes) => {
      const program = compileProgram(model);
      const empty = tf.memory().numTensors;
      const step = createEagerStep(tf, program, { optimizer: adam, seed: 1 });
      const before = tf.memory().numTensors;
      for (let at = 0; at < 50; at++) {
        const batch = batchFor(program, 4, at, classes);
        await step.train(batch);
        await step.evaluate(batch);
        await step.predict(batch);
      }
      await step.readOptimizer();
      expect(tf.memory().numTensors).toBe(before);
      step.dispose();
      expect(tf.memory().numTensors).toBe(empty);
    },
  );

  describe('prediction', () => {
    test('is that of an Output by its block, and dropout is off', async () => {
      const program = compileProgram(withDropout);
      const step = createEagerStep(tf, program, { optimizer: adam, seed: 1 });
      const batch = batchFor(program, 4, 1);
      const first = await step.predict(batch);
      expect([...first.keys()]).toEqual(['b06']);
      expect(first.get('b06')!.shape).toEqual([4, 2]);
      expect(await step.predict(batch)).toEqual(first);
      step.dispose();
    });

    test('of an Output that reads an Input is the input', async () => {
      const program = compileProgram(modelOf({ in: ['Input', { shape: [3] }], out: ['Output'] }, ['in -> out']));
      const step = createEagerStep(tf, program, { optimizer: adam, seed: 1 });
      const data = Float32Array.of(1, 2, 3);
      const batch = { rows: 1, inputs: { in: { data, shape: [1, 3] } }, targets: { out: { data, shape: [1, 3] } } };
      expect((await step.predict(batch)).get('out')).toEqual({ data, shape: [1, 3] });
      expect(await step.train(batch)).toBe(0);
      step.dispose();
    });

    test('holds no more at once than the widest part needs', async () => {
      const deep = compileProgram(
        chainOf(['Input', { shape: [64] }], ...Array.from({ length: 20 }, () => ['Dense', { units: 64 }] as const), [
          'Output',
        ]),
      );
      const step = createEagerStep(tf, deep, { optimizer: adam, seed: 1 });
      const batch = batchFor(deep, 256, 1);
      const held = tf.memory().numBytes;
      let most = 0;
      const { definition } = deep.calls[0]!;
      const watched: Program = {
        ...deep,
        calls: deep.calls.map((call) => ({
          ...call,
          definition: {
            ...definition,
            forward: (...given: Parameters<typeof definition.forward>) => {
              most = Math.max(most, tf.memory().numBytes - held);
              return definition.forward(...given);
            },
          },
        })),
      };
      const watching = createEagerStep(tf, watched, { optimizer: adam, seed: 1 });
      const weights = tf.memory().numBytes - held;
      await watching.predict(batch);
      const oneValue = 256 * 64 * 4;
      expect(most - weights).toBeGreaterThanOrEqual(2 * oneValue);
      expect(most - weights).toBeLessThanOrEqual(3 * oneValue);
      step.dispose();
      watching.dispose();
    });
  });

  describe('targets', () => {
    const head = (units: number, output: Readonly<Record<string, Json>>) =>
      compileProgram(chainOf(['Input', { shape: [4] }], ['Dense', { units }], ['Output', output]));

    test('of class numbers give categorical and sparse categorical losses the same loss', async () => {
      const losses = [];
      const sameButForTargets: readonly ComponentValue[] = [
        { type: 'CategoricalCrossentropy', fromLogits: true, labelSmoothing: 0 },
        { type: 'SparseCategoricalCrossentropy', fromLogits: true },
      ];
      for (const loss of sameButForTargets) {
        const program = head(3, { loss });
        const step = createEagerStep(tf, program, { optimizer: adam, seed: 1 });
        losses.push(await step.evaluate(batchFor(program, 5, 1, 3)));
        step.dispose();
      }
      expect(losses[1]).toBe(losses[0]);
    });

    test('of two classes are 0 and 1 to binary cross-entropy', async () => {
      const program = head(1, { loss: { type: 'BinaryCrossentropy', fromLogits: true, labelSmoothing: 0 } });
      const step = createEagerStep(tf, program, { optimizer: adam, seed: 1 });
      const batch = batchFor(program, 6, 1, 2);
      const { data } = batch.targets.b02!;
      const asNumbers = { ...batch, targets: { b02: { data: Float32Array.from(data), shape: [6, 1] } } };
      expect(await step.evaluate(asNumbers)).toBe(await step.evaluate(batch));
      step.dispose();
    });
  });

  describe('logs', () => {
    test('are means over rows, not over batches, and start anew when asked', async () => {
      const program = compileProgram(
        chainOf(['Input', { shape: [1] }], ['Output', { metrics: [{ type: 'MeanAbsoluteError' }] }]),
      );
      const step = createEagerStep(tf, program, { optimizer: adam, seed: 1 });
      const batch = (...errors: number[]): StepBatch => {
        const shape = [errors.length, 1];
        return {
          rows: errors.length,
          inputs: { b00: { data: Float32Array.from(errors), shape } },
          targets: { b01: { data: new Float32Array(errors.length), shape } },
        };
      };
      expect(step.logs()).toEqual({ loss: null, mean_absolute_error: null });
      expect(await step.evaluate(batch(1, 1, 1))).toBe(1);
      expect(await step.evaluate(batch(-3))).toBe(9);
      expect(step.logs()).toEqual({ loss: 3, mean_absolute_error: 1.5 });
      step.resetLogs();
      await step.evaluate(batch(2));
      expect(step.logs()).toEqual({ loss: 4, mean_absolute_error: 2 });
      step.dispose();
    });

    test('of several Outputs carry the name of each', async () => {
      const program = compileProgram(
        modelOf(
          {
            in: ['Input', { shape: [2] }],
            out: ['Output', { lossWeight: 0.5, metrics: [{ type: 'MeanAbsoluteError' }] }, 'price'],
            other: ['Output', {}],
          },
          ['in -> out', 'in -> other'],
        ),
      );
      const step = createEagerStep(tf, program, { optimizer: adam, seed: 1 });
      const data = Float32Array.of(2, 2);
      const zero = { data: new Float32Array(2), shape: [1, 2] };
      const loss = await step.evaluate({
        rows: 1,
        inputs: { in: { data, shape: [1, 2] } },
        targets: { out: zero, other: zero },
      });
      expect(loss).toBe(6);
      expect(step.logs()).toEqual({ loss: 6, price_loss: 4, price_mean_absolute_error: 2, Output_loss: 4 });
      step.dispose();
    });

    test('of a training that has come apart are null, and the loss is not finite', async () => {
      const program = compileProgram(chainOf(['Input', { shape: [4] }], ['Dense', { units: 1 }], ['Output']));
      const step = createEagerStep(tf, program, { optimizer: componentValue(sgd, { learningRate: 1e30 }), seed: 1 });
      const losses = [];
      for (let at = 0; at < 4; at++) losses.push(await step.train(batchFor(program, 3, at)));
      expect(Number.isFinite(losses.at(-1))).toBe(false);
      expect(step.logs().loss).toBeNull();
      step.dispose();
    });
  });

  describe('loading', () => {
    test('copies the weights, and reading gives them back', async () => {
      const program = compileProgram(withDropout);
      const step = createEagerStep(tf, program, { optimizer: adam, seed: 1 });
      const other = createEagerStep(tf, program, { optimizer: adam, seed: 2 });
      const weights = await other.readWeights();
      step.loadWeights(weights);
      const kernel = weights.get('b02/kernel')!;
      const before = kernel[0]!;
      kernel[0] = 99;
      expect((await step.readWeights()).get('b02/kernel')![0]).toBe(before);
      for (const each of [step, other]) each.dispose();
    });

    test('of what does not fit is refused by name and changes nothing', async () => {
      const program = compileProgram(withDropout);
      const step = createEagerStep(tf, program, { optimizer: adam, seed: 1 });
      const weights = new Map(await step.readWeights());
      const state = await step.readOptimizer();
      const without = (id: string) => new Map([...weights].filter(([each]) => each !== id));
      expect(() => step.loadWeights(without('b02/bias'))).toThrow(
        'The weight b02/bias has the shape [8]. Received: none.',
      );
      const short = new Map([...without('b05/kernel'), ['b05/kernel', new Float32Array(3)]] as const);
      expect(() => step.loadWeights(short)).toThrow('The weight b05/kernel has the shape [8, 2]. Received: 3 numbers.');
      expect(() => step.loadWeights(new Map([...weights, ['b09/bias', new Float32Array(1)]]))).toThrow(
        'Received: b09/bias.',
      );
      expect(() => step.loadOptimizer({ steps: 3, slots: new Map() })).toThrow(
        'The optimizer slot b02/kernel/momentum',
      );
      expect(await step.readWeights()).toEqual(weights);
      expect(await step.readOptimizer()).toEqual(state);
      step.dispose();
    });
  });

  test('a batch that does not fit is refused by the name of its Input or Output, and leaves no tensor', async () => {
    const program = compileProgram(withDropout);
    const step = createEagerStep(tf, program, { optimizer: adam, seed: 1 });
    const batch = batchFor(program, 4, 1);
    const before = tf.memory().numTensors;
    await expect(step.train({ ...batch, rows: 5 })).rejects.toThrow('Received:');
    await expect(step.train({ ...batch, inputs: {} })).rejects.toThrow(
      'Input takes float32 of shape [4, 6]. Received: nothing.',
    );
    const whole = { b00: { data: new Int32Array(24), shape: [4, 6] } };
    await expect(step.evaluate({ ...batch, inputs: whole })).rejects.toThrow('Received: int32 of shape [4, 6].');
    await expect(step.train({ ...batch, targets: {} })).rejects.toThrow(
      'Output needs a target to measure its loss. Received: nothing.',
    );
    expect(tf.memory().numTensors).toBe(before);
    expect(Number.isFinite(await step.train(batch))).toBe(true);
    step.dispose();
  });

  test('a block may add to the loss, in training and in evaluation', async () => {
    const program = compileProgram(chainOf(['Input', { shape: [3] }], ['Dense', { units: 1 }], ['Output']));
    const call = program.calls[0]!;
    const adding: Program = {
      ...program,
      calls: [
        {
          ...call,
          definition: {
            ...call.definition,
            forward(context, params, inputs, weights) {
              const value = call.definition.forward(context, params, inputs, weights);
              context.addLoss(context.tf.mul(context.tf.sum(context.tf.square(weights.kernel!)), 10));
              return value;
            },
          },
        },
      ],
    };
    const options = { optimizer: componentValue(sgd, { learningRate: 0.01 }), seed: 1 };
    const [plain, added] = [createEagerStep(tf, program, options), createEagerStep(tf, adding, options)];
    const batch = batchFor(program, 4, 1);
    const kernel = (await plain.readWeights()).get('b01/kernel')!;
    const penalty = 10 * kernel.reduce((sum, value) => sum + value * value, 0);
    const before = tf.memory().numTensors;
    expect((await added.evaluate(batch)) - (await plain.evaluate(batch))).toBeCloseTo(penalty, 4);
    expect((await added.train(batch)) - (await plain.train(batch))).toBeCloseTo(penalty, 4);
    await added.predict(batch);
    expect(tf.memory().numTensors).toBe(before);
    const [after, shrunk] = [await plain.readWeights(), await added.readWeights()].map(
      (each) => each.get('b01/kernel')!,
    );
    for (const [at, value] of kernel.entries()) expect(shrunk![at]).toBeCloseTo(after![at]! - 0.01 * 20 * value, 5);
    for (const step of [plain, added]) step.dispose();
  });

  test('a backend may update a weight by itself, in place', async () => {
    const program = compileProgram(chainOf(['Input', { shape: [3] }], ['Dense', { units: 1 }], ['Output']));
    let updates = 0;
    const still: FusedUpdate = (_tf, _params, _scalars, weight, _gradient, slots) => {
      updates++;
      return { weight, slots };
    };
    const step = createEagerStep(tf, program, { optimizer: adam, seed: 1, fusedUpdates: { Adam: still } });
    const before = await step.readWeights();
    const tensors = tf.memory().numTensors;
    await step.train(batchFor(program, 4, 1));
    expect(updates).toBe(2);
    expect(await step.readWeights()).toEqual(before);
    expect(tf.memory().numTensors).toBe(tensors);
    step.dispose();
  });
});
