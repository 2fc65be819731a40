import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { Tfjs } from '../../shared/blocks/define-block.ts';
import { emptyData } from '../../shared/data/document.ts';
import type { ModelDocument } from '../../shared/graph/document.ts';
import type { Profiled, ProfileProgress } from '../../shared/ipc/profile.ts';
import type { EngineName } from '../../shared/training/settings.ts';
import { onEachQuickEngine, startEngine } from '../../testing/backends.ts';
import { chainOf, modelOf, networks, trainingOf } from '../../testing/networks.ts';
import { readTemplate } from '../services/templates.ts';
import { measureBlocks } from './measure-blocks.ts';
import { profile } from './profile.ts';
import { compileProgram } from './program/program.ts';

const unheard = () => new AbortController().signal;

/** Without data of its own. */
function profiledOf(model: ModelDocument, engine: EngineName, batchSize = 32): Profiled {
  return { model, data: emptyData, training: { ...trainingOf(), engine, batchSize }, directory: null };
}

/** A machine with other work can delay one measurement; what is wrong is wrong each time. */
const patient = { retry: 4 };

onEachQuickEngine('a profile', (engine) => {
  let tf: Tfjs;
  beforeAll(async () => {
    ({ tf } = await startEngine(engine));
  });

  /** Measures for a short while. */
  const measure = (profiled: Profiled, report: (progress: ProfileProgress) => void = () => undefined, budget = 300) =>
    profile(profiled, { signal: unheard(), report, budget });

  test(
    'has a time for each block of the CNN starter, on its own data; they add up to a pass in one go',
    patient,
    async () => {
      const starter = await readTemplate('cnn-mnist');
      // Short passes, and so many of them, that what else the machine does is in few.
      const training = { ...starter.training, engine, batchSize: 16 };
      const found = await measure({ ...starter, training, directory: null }, undefined, 1500);
      expect(found).toMatchObject({ engine: { name: engine }, batchSize: training.batchSize, ownData: true });
      const types = starter.model.graphs.main!.blocks;
      const times = new Map(found.blocks.map(({ block, ...each }) => [types[block]!.type, each]));
      expect(found.blocks).toHaveLength(7);
      for (const { forward, forwardBackward } of found.blocks) {
        expect(forward).toBeGreaterThan(0);
        expect(forwardBackward).toBeGreaterThan(0);
      }
      for (const way of ['forward', 'forwardBackward'] as const) {
        expect(times.get('Conv2D')![way]).toBeGreaterThan(3 * times.get('Flatten')![way]);
        const sum = found.blocks.reduce((whole, block) => whole + block[way], 0);
        expect(sum / found.whole[way]).toBeGreaterThan(1 / 3);
        expect(sum / found.whole[way]).toBeLessThan(3);
      }
      expect(times.get('Conv2D')!.forwardBackward).toBeGreaterThan(times.get('Conv2D')!.forward);
    },
  );

  test.each([
    ['LSTM', networks.lstm],
    ['GRU', networks.gru],
    [
      'blocks that draw, keep means, share what they are given and have a second input',
      modelOf(
        {
          in: ['Input', { shape: [6] }],
          noise: ['GaussianNoise', { stddev: 0.5 }],
          dense: ['Dense', { units: 8 }],
          norm: ['BatchNormalization'],
          same: ['Activation', { activation: 'linear' }],
          drop: ['Dropout', { rate: 0.5 }],
          sum: ['Add'],
          fixed: ['Rescaling', { scale: 2 }],
          left: ['Output', {}, 'left'],
          right: ['Output', {}, 'right'],
        },
        [
          'in -> noise',
          'noise -> dense',
          'dense -> norm',
          'norm -> same',
          'same -> drop',
          'same -> sum:1',
          'drop -> sum:2',
          'in -> fixed',
          'sum -> left',
          'fixed -> right',
        ],
      ),
    ],
    ['nothing that is learned', chainOf(['Input', { shape: [4] }], ['Flatten'], ['Output'])],
  ] as const)('leaves no tensor behind, and runs on drawn numbers: %s', async (_title, model) => {
    const before = tf.memory().numTensors;
    const found = await measure(profiledOf(model, engine), undefined, 50);
    expect(found).toMatchObject({ ownData: false, batchSize: 32 });
    expect(found.blocks.map(({ block }) => block)).toEqual(compileProgram(model).calls.map(({ block }) => block));
    for (const { forwardBackward } of found.blocks) expect(forwardBackward).toBeGreaterThan(0);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('computes the gradients that training computes: by what is learned, and by values that depend on it', async () => {
    const model = chainOf(
      ['Input', { shape: [8, 8, 1] }],
      ['MaxPooling2D'],
      ['Conv2D', { filters: 2 }],
      ['BatchNormalization'],
      ['Flatten'],
      ['Output'],
    );
    const asked: number[] = [];
    const original = tf.engine().gradients;
    const spy = vi.spyOn(tf.engine(), 'gradients').mockImplementation(function (this: never, ...args: never) {
      asked.push((args[1] as readonly unknown[]).length);
      return (original as (...all: never) => never).apply(this, args);
    } as never);
    const program = compileProgram(model);
    const inputs = new Map([[program.inputs[0]!.block, { data: new Float32Array(128), shape: [2, 8, 8, 1] }]]);
    const network = { backend: await startEngine(engine), program, inputs, seed: 1 };
    await measureBlocks(network, { signal: unheard(), report: () => undefined, budget: 10 });
    spy.mockRestore();
    // Pooling before anything that learns has none; kernel and bias; the value, gamma and beta; the value; all four in one go.
    expect(asked.slice(0, 4)).toEqual([2, 3, 1, 4]);
  });

  test('counts each copy of a repeated group', async () => {
    const dense = chainOf(['Input', { shape: [8] }], ['Group', { graph: 'g', repeat: 3 }], ['Output']);
    const main = dense.graphs.main!;
    const inner = modelOf({ in: ['GroupInput'], dense: ['Dense', { units: 8 }], out: ['GroupOutput'] }, [
      'in -> dense',
      'dense -> out',
    ]).graphs.main!;
    const wires = Object.fromEntries(
      Object.entries(main.wires).map(([id, { from, to }]) => [
        id,
        {
          from: from.block === 'b01' ? { ...from, port: 'out' } : from,
          to: to.block === 'b01' ? { ...to, port: 'in' } : to,
        },
      ]),
    );
    const model = { ...dense, graphs: { main: { ...main, wires }, g: inner } };
    const found = await measure(profiledOf(model, engine), undefined, 50);
    expect(found.blocks.map(({ block }) => block)).toEqual(['b01/1/dense', 'b01/2/dense', 'b01/3/dense']);
  });

  test('is of as many rows as a batch of the project has, and takes longer for more', patient, async () => {
    const [few, many] = [
      await measure(profiledOf(networks.cnn, engine, 2), undefined, 600),
      await measure(profiledOf(networks.cnn, engine, 32), undefined, 600),
    ];
    expect([few.batchSize, many.batchSize]).toEqual([2, 32]);
    expect(many.whole.forward).toBeGreaterThan(2 * few.whole.forward);
  });

  test('tells how far it is, and keeps to its time', patient, async () => {
    const told: ProfileProgress[] = [];
    const begin = performance.now();
    await measure(profiledOf(networks.mlp, engine), (progress) => told.push(progress), 500);
    expect(performance.now() - begin).toBeLessThan(10_000);
    expect([...new Set(told.map(({ phase }) => phase))]).toEqual(['prepare', 'warm-up', 'measure']);
    const shares = told.filter(({ phase }) => phase === 'measure').map(({ share }) => share!);
    expect(shares).toEqual(shares.toSorted((one, other) => one - other));
    expect(shares.length).toBeGreaterThan(1);
  });

  test('ends soon after it is cancelled, and leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    const ending = new AbortController();
    const options = { signal: ending.signal, report: () => undefined, budget: 60_000 };
    const measuring = profile(profiledOf(networks.cnn, engine), options);
    setTimeout(() => ending.abort(new Error('enough')), 500);
    const begin = performance.now();
    await expect(measuring).rejects.toThrow('enough');
    expect(performance.now() - begin).toBeLessThan(10_000);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('what cannot be measured is said as training says it', () => {
  const refused = (profiled: Profiled) =>
    expect(profile(profiled, { signal: unheard(), report: () => undefined })).rejects;

  test('a model with a problem of its own', async () => {
    const model = chainOf(['Input', { shape: [4] }], ['Conv2D', { filters: 2 }], ['Output']);
    await refused(profiledOf(model, 'wasm')).toThrow(
      'Conv2D needs 3 dimensions, height×width×channels. Received: 4 (1 dimension).',
    );
  });

  test('a model that does not fit the data', async () => {
    const starter = await readTemplate('cnn-mnist');
    const main = starter.model.graphs.main!;
    const [input] = Object.entries(main.blocks).find(([, { type }]) => type === 'Input')!;
    const blocks = {
      ...main.blocks,
      [input]: { ...main.blocks[input]!, params: { ...main.blocks[input]!.params, shape: [32, 32, 1] } },
    };
    const model = { ...starter.model, graphs: { ...starter.model.graphs, main: { ...main, blocks } } };
    await refused({ ...starter, model, directory: null }).toThrow(
      'Received: 1, the first one: The data has the shape 28×28×1 for this Input. Received: 32×32×1.',
    );
  });

  test('data that is not there', async () => {
    const starter = await readTemplate('mlp-diabetes');
    const data = { ...starter.data, source: { kind: 'table', path: '/nowhere/x.csv' } } as const;
    await refused({ ...starter, data, directory: null }).toThrow('/nowhere/x.csv');
  });
});

describe('on an engine that computes on after its answer', () => {
  test('the wait for it is a small part of the time of a block, however quick that is', patient, async () => {
    const { tf, fusedLayers } = await startEngine('wasm');
    // Long beside the block's own time, on a busy machine too.
    const waiting = 20;
    let reads = 0;
    /** Numbers take a while to be read, as from a graphics card. */
    const slow = new Proxy(tf, {
      get(library, name, receiver) {
        if (name !== 'add') return Reflect.get(library, name, receiver);
        return (...args: Parameters<typeof tf.add>) => {
          const tensor = tf.add(...args);
          const read = tensor.data.bind(tensor);
          tensor.data = (async () => {
            reads++;
            await new Promise((resolve) => setTimeout(resolve, waiting));
            return read();
          }) as typeof tensor.data;
          return tensor;
        };
      },
    });
    const program = compileProgram(networks.mlp);
    const inputs = new Map([[program.inputs[0]!.block, { data: new Float32Array(320), shape: [32, 10] }]]);
    const network = { backend: { tf: slow, fusedLayers, isAsynchronous: true }, program, inputs, seed: 1 };
    const options = { signal: unheard(), report: () => undefined, budget: 100 };
    const { blocks } = await measureBlocks(network, options);
    expect(reads).toBeGreaterThan(20);
    for (const { forward } of blocks) expect(forward).toBeLessThan(waiting / 4);
  });
});
