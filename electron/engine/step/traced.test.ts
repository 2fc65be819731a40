import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { type ComponentValue, componentValue } from '../../../shared/blocks/params.ts';
import type { ModelDocument } from '../../../shared/graph/document.ts';
import { adam } from '../../../shared/training/optimizers/adam.ts';
import { rmsprop } from '../../../shared/training/optimizers/rmsprop.ts';
import { sgd } from '../../../shared/training/optimizers/sgd.ts';
import { optimizers } from '../../../shared/training/optimizers.ts';
import { onEngine } from '../../../testing/backends.ts';
import { batchesFor } from '../../../testing/batches.ts';
import { blockCases } from '../../../testing/block-cases.ts';
import { type Keras, startKeras } from '../../../testing/keras.ts';
import { kerasOnlyCases } from '../../../testing/keras-only-cases.ts';
import { chainOf, networks, trainingOf } from '../../../testing/networks.ts';
import { told } from '../../../testing/told.ts';
import { trainKeras, trainOurs } from '../../../testing/train-both.ts';
import { type Backend, startBackend } from '../backends/backend.ts';
import type { Binding, NodeBackend } from '../backends/tensorflow/binding.ts';
import { compileProgram } from '../program/program.ts';
import { chooseStep } from './choose.ts';
import { createEagerStep } from './eager.ts';
import type { Step, StepBatch } from './step.ts';
import type { Node } from './traced/graph.ts';
import { record, TracingError } from './traced/recorder.ts';
import { createTracedStep, type TracedStep } from './traced.ts';

/** The graphs that were handed to TensorFlow, as they were written. */
const graphs = vi.hoisted((): (readonly Node[])[] => []);
vi.mock('./traced/graph.ts', async (read) => {
  const real = await read<typeof import('./traced/graph.ts')>();
  const savedModel = (nodes: readonly Node[]) => {
    graphs.push(nodes);
    return real.savedModel(nodes);
  };
  return { ...real, savedModel };
});

onEngine('tensorflow', 'the traced step', () => {
  let backend: Backend;
  let native: NodeBackend;
  let binding: Binding;
  beforeAll(async () => {
    backend = await startBackend('tensorflow');
    native = backend.native!.backend;
    ({ binding } = native);
  });
  const opened: Step[] = [];
  afterEach(() => {
    native.binding = binding;
    for (const step of opened.splice(0)) step.dispose();
  });

  function open(model: ModelDocument, optimizer: ComponentValue = trainingOf('Adam').optimizer) {
    const program = compileProgram(model);
    const { tf, fusedLayers, fusedUpdates } = backend;
    const options = { optimizer, seed: 7, fusedLayers, fusedUpdates };
    const eager = createEagerStep(tf, program, options);
    const traced = createTracedStep({ tf, native: backend.native! }, program, options);
    opened.push(eager, traced);
    return { program, eager, traced };
  }

  async function losses(step: Step, batches: readonly StepBatch[]): Promise<readonly number[]> {
    const all: number[] = [];
    for (const batch of batches) all.push(await step.train(batch));
    return all;
  }

  function expectNear(received: readonly number[], expected: readonly number[], tolerance = 1e-5): void {
    expect(received.length).toBe(expected.length);
    received.forEach((loss, index) => {
      expect(Math.abs(loss - expected[index]!), `loss of step ${index}`).toBeLessThanOrEqual(tolerance);
    });
  }

  /** Two epochs whose last batch is shorter. */
  const epochs = (program: Parameters<typeof batchesFor>[0], steps: number, seed = 15) => [
    ...batchesFor(program, steps / 2, 8, seed),
    ...batchesFor(program, steps / 2, 8, seed + 1),
  ];

  const settings: Readonly<Record<string, ComponentValue>> = {
    ...Object.fromEntries(optimizers.map(({ type }) => [type, trainingOf(type).optimizer])),
    'Adam with AMSGrad': componentValue(adam, { amsgrad: true }),
    'SGD with Nesterov momentum': componentValue(sgd, { momentum: 0.9, nesterov: true }),
    'RMSprop with momentum, centered': componentValue(rmsprop, { momentum: 0.5, centered: true }),
  };

  describe('has the losses and metrics of single operations over 50 steps from the same seed', () => {
    for (const [name, model] of Object.entries(networks)) {
      test.each(Object.entries(settings))(`${name} with %s`, async (title, optimizer) => {
        const { program, eager, traced } = open(model, optimizer);
        // Batches on which rounding decides nothing. On others even single operations from weights one rounding apart come to losses
        // 0.1 apart: among millions of pooling windows there is one whose two largest numbers are all but equal.
        const batches = epochs(program, 50, title.includes('Nesterov') ? 5 : 15);
        expect(traced.prepare(batches)).toEqual({
          traced: true,
          reason: 'Each training step runs as one TensorFlow graph.',
        });
        expectNear(await losses(traced, batches), await losses(eager, batches));
        for (const [log, value] of Object.entries(eager.logs())) expect(traced.logs()[log]).toBeCloseTo(value!, 5);
        expect(traced.fallbacks).toEqual([]);
      });
    }
  });

  test.each(Object.entries({ ...blockCases, ...kerasOnlyCases }))(
    'runs %s: training, evaluation and prediction',
    async (_title, model) => {
      const { program, eager, traced } = open(model);
      const batches = batchesFor(program, 8, 6, 3);
      expectNear(await losses(traced, batches), await losses(eager, batches));
      const full = batches.slice(0, -1);
      for (const batch of full) expectNear([await traced.evaluate(batch)], [await eager.evaluate(batch)]);
      for (const batch of full) {
        const [answers, expected] = [await traced.predict(batch), await eager.predict(batch)];
        for (const [block, { data, shape }] of expected) {
          expect(answers.get(block)!.shape).toEqual(shape);
          expectNear([...answers.get(block)!.data], [...data]);
        }
      }
      expect(traced.fallbacks).toEqual([]);
    },
  );

  describe('trains as Keras does over 20 steps', () => {
    let keras: Keras;
    beforeAll(() => {
      keras = startKeras();
    });
    afterAll(() => keras?.close());
    const withoutDropout = (model: ModelDocument): ModelDocument =>
      JSON.parse(JSON.stringify(model).replaceAll('"rate":0.25', '"rate":0'));
    test.each(Object.entries(networks))('%s', async (_name, model) => {
      const { program, traced } = open(withoutDropout(model));
      const batches = batchesFor(program, 20, 16, 8);
      const theirs = await trainKeras(keras, withoutDropout(model), trainingOf(), program, traced, batches);
      expect(traced.prepare(batches).traced).toBe(true);
      const ours = await trainOurs(traced, batches);
      expectNear(ours.losses, theirs.losses, 1e-4);
      for (const [name, value] of Object.entries(ours.evaluated)) {
        expect(Math.abs(value! - theirs.evaluated[name]!), name).toBeLessThanOrEqual(1e-4);
      }
    });
  });

  test('preparing trains nothing', async () => {
    const { program, traced } = open(networks.mlp);
    const before = await traced.readWeights();
    traced.prepare(batchesFor(program, 5, 8, 1));
    expect(await traced.readWeights()).toEqual(before);
    expect((await traced.readOptimizer()).steps).toBe(0);
  });

  test('weights and optimizer come out and go in between steps', async () => {
    const { program, traced } = open(networks.cnn);
    const batches = batchesFor(program, 12, 8, 1);
    traced.prepare(batches);
    await losses(traced, batches.slice(0, 5));
    const [weights, optimizer] = [await traced.readWeights(), await traced.readOptimizer()];
    const expected = await losses(traced, batches.slice(5));
    traced.loadWeights(weights);
    traced.loadOptimizer(optimizer);
    expect(await losses(traced, batches.slice(5))).toEqual(expected);
    const other = open(networks.cnn).traced;
    other.loadWeights(weights);
    other.loadOptimizer(optimizer);
    expectNear(await losses(other, batches.slice(5)), expected);
  });

  test('memory is flat over 1,000 steps', async () => {
    const { program, traced } = open(networks.mlp);
    const [batch, ...others] = batchesFor(program, 5, 32, 1) as [StepBatch, ...StepBatch[]];
    expect(traced.prepare([batch, ...others]).traced).toBe(true);
    for (let i = 0; i < 200; i++) await traced.train(batch);
    const held = () => ({ handles: binding.getNumOfTensors(), tensors: backend.tf.memory().numTensors });
    const before = held();
    // What is lost in each step grows every time; garbage that is not collected yet does not.
    let growth = Number.POSITIVE_INFINITY;
    for (let attempt = 0; attempt < 4 && growth >= 1.02; attempt++) {
      const bytes = process.memoryUsage().rss;
      for (let i = 0; i < 1000; i++) await traced.train(batch);
      growth = process.memoryUsage().rss / bytes;
    }
    expect(held()).toEqual(before);
    expect(growth).toBeLessThan(1.02);
  });

  describe('goes on operation by operation, and says why,', () => {
    const replaced = (changes: Partial<Binding>): void => {
      native.binding = new Proxy({} as Binding, {
        get: (_target, key) => changes[key as keyof Binding] ?? binding[key as keyof Binding],
      });
    };

    async function expectFallback({ program, eager, traced }: ReturnType<typeof open>): Promise<TracedStep> {
      const batches = batchesFor(program, 8, 8, 1);
      expect(traced.prepare(batches).traced).toBe(false);
      expect(await losses(traced, batches)).toEqual(await losses(eager, batches));
      return traced;
    }

    test('where TensorFlow refuses the graph', async () => {
      replaced({
        loadSavedModel: () => {
          throw new Error('no such operation');
        },
      });
      const traced = await expectFallback(open(networks.mlp));
      expect(told(traced.fallbacks[0])).toBe(
        'Training of 8 rows runs operation by operation, because its graph could not be used: no such operation.',
      );
    });

    test('where the graph gives other losses', async () => {
      replaced({
        runSavedModel: (id, inputs, inputNames, outputNames) => {
          const made = binding.runSavedModel(id, inputs, inputNames, outputNames);
          if (outputNames !== 'numbers:0') return made;
          const T = { name: 'T', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT };
          return binding.executeOp('AddV2', [T], [made[0]!.id, made[0]!.id], 1);
        },
      });
      const traced = await expectFallback(open(networks.mlp));
      expect(told(traced.fallbacks[0])).toMatch(/could not be used: the loss: expected [\d.]+, received [\d.]+\.$/);
    });

    test('where the graph trains other weights', async () => {
      replaced({
        executeOp: (name, attributes, inputs, outputs) => binding.executeOp(name, attributes, inputs, outputs),
        runSavedModel: (id, inputs, inputNames, outputNames) => {
          // Runs twice, so that it is one update ahead.
          if (outputNames === 'numbers:0') {
            const [first] = binding.runSavedModel(id, inputs, inputNames, outputNames);
            binding.runSavedModel(id, inputs, inputNames, outputNames);
            return [first!];
          }
          return binding.runSavedModel(id, inputs, inputNames, outputNames);
        },
      });
      const traced = await expectFallback(open(networks.mlp));
      expect(told(traced.fallbacks[0])).toMatch(/expected a change of length/);
    });

    test('which is told once, and not where preparing has told it', async () => {
      const { program, traced } = open(networks.mlp);
      const [first, ...others] = batchesFor(program, 5, 8, 1);
      expect(traced.prepare([first!, ...others]).traced).toBe(true);
      expect(traced.takeNotices()).toEqual([]);
      replaced({
        loadSavedModel: () => {
          throw new Error('no such operation');
        },
      });
      for (let i = 0; i < 4; i++) await traced.evaluate(first!);
      expect(told(traced.takeNotices())).toEqual([
        'Evaluation of 8 rows runs operation by operation, because its graph could not be used: no such operation.',
      ]);
      expect(traced.takeNotices()).toEqual([]);

      const refused = open(networks.mlp).traced;
      expect(told(refused.prepare([first!, ...others]).reason)).toMatch(
        /^Training of 8 rows runs operation by operation/,
      );
      expect(refused.takeNotices()).toEqual([]);
    });

    test('where a graph that has proved itself fails, from the state before that batch and without a session left over', async () => {
      let lost = false;
      replaced({
        runSavedModel: (id, inputs, inputNames, outputNames) => {
          if (lost && outputNames === 'numbers:0') throw new Error('the device is gone');
          return binding.runSavedModel(id, inputs, inputNames, outputNames);
        },
      });
      const { program, eager, traced } = open(networks.mlp);
      const batches = batchesFor(program, 13, 8, 1).filter(({ rows }) => rows === 8);
      expect(traced.prepare(batches).traced).toBe(true);
      const sessions = binding.getNumOfSavedModels();
      expectNear(await losses(traced, batches.slice(0, 6)), await losses(eager, batches.slice(0, 6)));
      lost = true;
      expectNear(await losses(traced, batches.slice(6)), await losses(eager, batches.slice(6)));
      expect(told(traced.takeNotices())).toEqual([
        'Training of 8 rows runs operation by operation, because its graph could not be used: the device is gone.',
      ]);
      expect(binding.getNumOfSavedModels()).toBe(sessions - 1);
      const [before, after] = [await eager.readWeights(), await traced.readWeights()];
      for (const [id, weight] of before) expectNear([...after.get(id)!], [...weight]);
    });

    test('where a number is read on the way', () => {
      const { tf } = backend;
      const given = tf.scalar(2);
      expect(() =>
        record(native, (recorder) => {
          recorder.source(given, { name: 'given', kind: 'feed' });
          return tf.square(given).dataSync();
        }),
      ).toThrow(TracingError);
      expect(native.binding).toBe(binding);
      given.dispose();
    });
  });

  test.each(['Adam', 'SGD'])('a graph with %s assigns nothing before it has computed everything', (optimizer) => {
    const { program, traced } = open(networks.mlp, trainingOf(optimizer).optimizer);
    expect(traced.prepare(batchesFor(program, 4, 8, 1).slice(0, 3)).traced).toBe(true);
    const written = graphs.at(-1)!;
    const byName = new Map(written.map((node) => [node.name, node]));
    const nameOf = (input: string) => input.replace(/^\^/, '').replace(/:\d+$/, '');
    const before = (node: Node, found = new Set<string>()): Set<string> => {
      for (const name of node.inputs.map(nameOf)) {
        if (found.has(name)) continue;
        found.add(name);
        before(byName.get(name)!, found);
      }
      return found;
    };
    const assigning = written.filter(
      ({ name, operation }) => !name.startsWith('load') && /^(Assign|ResourceApply|LoomApply)/.test(operation),
    );
    expect(assigning.length).toBeGreaterThan(0);
    const computed = written.filter(({ name }) => /^(operation|piece)_/.test(name)).map(({ name }) => name);
    for (const node of assigning) {
      const earlier = before(node);
      expect(computed.filter((name) => !earlier.has(name))).toEqual([]);
    }
  });

  test('a large product, its bias and its ReLU are one operation of the graph', () => {
    const layer = (activation: string): ['Dense', { units: number; activation: string }] => [
      'Dense',
      { units: 256, activation },
    ];
    const { program, traced } = open(chainOf(['Input', { shape: [256] }], layer('relu'), layer('tanh'), ['Output']));
    expect(traced.prepare(batchesFor(program, 4, 32, 1).slice(0, 3)).traced).toBe(true);
    const written = graphs.at(-1)!;
    const ends = written
      .filter(({ operation }) => operation === 'LoomMatMul')
      .map(({ attributes: { biases, relu } }) => ({ ...biases, ...relu }));
    expect(ends).toHaveLength(5);
    expect(ends).toContainEqual({ whole: 1, yes: true });
    expect(ends).toContainEqual({ whole: 1, yes: false });
    expect(written.filter(({ operation }) => ['BiasAdd', 'Relu'].includes(operation)).map(({ name }) => name)).toEqual(
      [],
    );
  });

  test('the engine says that it runs graphs', async () => {
    const program = compileProgram(networks.mlp);
    const { optimizer, seed } = trainingOf();
    async function* batches() {
      yield* batchesFor(program, 5, 8, 1);
    }
    const { step, reason } = await chooseStep(backend, program, { optimizer, seed }, batches);
    opened.push(step);
    expect(told(reason)).toBe('Chosen in the training settings. Each training step runs as one TensorFlow graph.');
  });
});
